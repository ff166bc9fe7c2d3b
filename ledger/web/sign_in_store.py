"""Where Flask-Security finds accounts, and how what it changes of them reaches the record.

Its session only reads, and its transaction ends with each look-up: no lock is held while a password is hashed. What it
would write on its own (a password, a second step) is taken from it and written by a verb, in one unit with its event.
"""

from typing import Any

from flask_security import SQLAlchemySessionUserDatastore
from sqlalchemy import inspect
from sqlalchemy.orm import Session, scoped_session

from ledger.people.models import User
from ledger.people.operations.own_account import change_sign_in
from ledger.people.queries import actor_of
from ledger.web.session import ledger


class RecordingStore(SQLAlchemySessionUserDatastore):
    """Flask-Security's store of accounts, over the ledger that the application serves."""

    def __init__(self, role_model: type) -> None:
        self.sessions: scoped_session[Session] = scoped_session(_reading)  # type: ignore[arg-type] # any callable that makes one will do
        super().__init__(self.sessions, User, role_model)

    def find_user(self, case_insensitive: bool = False, **named: Any) -> User | None:  # noqa: FBT001, FBT002 the library's signature
        """Return the account, with no transaction left open behind it."""
        user = super().find_user(case_insensitive=case_insensitive, **named)
        if not self.sessions.dirty:
            self.sessions.commit()
        return user if isinstance(user, User) else None

    def commit(self) -> None:
        """Write what was changed of accounts through the verb that records it."""
        changed = {
            user.id: (actor_of(user, "UTC"), _changes(user)) for user in self.sessions.dirty if isinstance(user, User)
        }
        self.sessions.rollback()
        for user_id, (actor, fields) in changed.items():
            if fields:
                ledger().do(change_sign_in, actor, user_id, fields)


def _reading() -> Session:
    return ledger().database.read()


def _changes(user: User) -> dict[str, str | None]:
    state = inspect(user)
    return {attribute.key: attribute.value for attribute in state.attrs if attribute.history.has_changes()}
