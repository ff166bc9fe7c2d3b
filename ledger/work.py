"""One unit of work, the only place that commits: rows, their events and nothing else, or nothing at all.

Every verb is a function `(session, actor, ...)`; `Ledger.do` runs one in a unit, `Ledger.ask` runs a read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import ORMExecuteState, Session

from ledger.config import Settings
from ledger.kernel.db import Database, Recorded, open_database
from ledger.kernel.errors import Busy
from ledger.kernel.files import FileStore
from ledger.kernel.mail import SENDER
from ledger.people.actor import Actor
from ledger.record.appending import append_noted
from ledger.record.erasures import TYPE as ERASURE
from ledger.record.erasures import losing_words
from ledger.record.operations import noted
from ledger.record.repeats import EventTaken
from ledger.record.row_digests import digests_of
from ledger.record.row_salts import rows_to_digest
from ledger.recovery.operations.commitments import release_of_ended
from ledger.recovery.operations.repeats import find_repeats
from ledger.trends.operations.keeping_facts import keep_facts

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 5
_RETRIED = {"40001", "40P01"}
"""PostgreSQL: serialization failure, deadlock. The unit has left nothing behind and is run again."""
_WAITED_TOO_LONG = {"55P03", "57014"}
_CHANGED = "rows changed"
AFTER_RULES = (find_repeats, release_of_ended, keep_facts)
"""What follows from a unit's changed rows whoever made them, in the same transaction; each notes its own events.

Facts come last: they are derived from all that the others have written, and need none."""

NOT_RECORDED = frozenset(
    {
        "api_token",
        "calendar_feed",
        "delivery_try",
        "effort_mapping",
        "idempotency_key",
        "invitation",
        "letter_task",
        "log",
        "log_anchor",
        "log_checkpoint",
        "log_disclosure",
        "log_entry",
        "log_head",
        "log_node",
        "log_row",
        "reading",
        "reference_counter",
        "reminder",
        "sign_in_attempt",
        "trend_booking",
        "trend_cell",
        "trend_fact",
        "trend_horizon",
        "trend_money",
        "unrecorded_mark",
    }
)
"""Tables whose rows need no event: the record itself, counters, what only serves signing in, and what is derived."""


class Unrecorded(AssertionError):
    """A row was changed without an event of this unit; the unit is rolled back."""


@dataclass(frozen=True)
class Ledger:
    """One provider's ledger: its settings, database and files."""

    settings: Settings
    database: Database
    files: FileStore

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """Give a session that holds the write lock; on leaving, append the noted events and commit.

        Raises `Busy` where the others kept the lock for too long.
        """
        with self.database.write() as session:
            session.info |= {_CHANGED: {}, SENDER: self.settings.mail_from}
            try:
                yield session
                session.flush()
                for rule in AFTER_RULES:
                    rule(session, tuple(session.info[_CHANGED]))
                    session.flush()
                _require_events(session)
                repeated = append_noted(session, digests_of(rows_to_digest(session, session.info[_CHANGED])))
                _refuse_repeats(session, repeated)
                session.commit()
            except OperationalError as fault:
                session.rollback()
                if _code(fault) in _WAITED_TOO_LONG or "locked" in str(fault.orig):
                    raise Busy from fault
                raise

    def do(
        self, verb: Callable[Concatenate[Session, Actor, P], T], actor: Actor, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one verb in a unit of its own, again where the database asks for it, and return what it returns."""
        for _ in range(TRIES - 1):
            try:
                with self.unit() as session:
                    return verb(session, actor, *args, **kwargs)
            except DBAPIError as fault:
                if _code(fault) not in _RETRIED:
                    raise
        with self.unit() as session:
            return verb(session, actor, *args, **kwargs)

    def ask(
        self, read: Callable[Concatenate[Session, Actor, P], T], actor: Actor, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one read in a session of its own and return its plain rows."""
        with self.database.read() as session:
            return read(session, actor, *args, **kwargs)


def open_ledger(settings: Settings) -> Ledger:
    """Return the ledger that the settings describe; the database is connected at the first use."""
    return Ledger(settings, open_database(settings.database_url), FileStore(settings.home / "files"))


def _code(fault: DBAPIError) -> str | None:
    return getattr(fault.orig, "sqlstate", None)


@event.listens_for(Session, "before_flush")
def _watch(session: Session, _context: object, _instances: object) -> None:
    """Remember the rows that a unit changes. Told to all sessions at once, for telling each costs a unit its time."""
    if _CHANGED in session.info:
        rows = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
        session.info[_CHANGED].update({row: None for row in rows if isinstance(row, Recorded)})


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    bulk = (state.is_insert or state.is_update or state.is_delete) and _CHANGED in state.session.info
    if bulk and state.bind_mapper is not None and issubclass(state.bind_mapper.class_, Recorded):
        fault = f"{state.bind_mapper.class_.__name__} is written row by row, with its event"
        raise Unrecorded(fault)


def _refuse_repeats(session: Session, repeated: frozenset[str]) -> None:
    """Refuse a row that carries an event recorded before: the row would change without a new one."""
    if any(row.event_id in repeated for row in session.info[_CHANGED]):
        raise EventTaken


def _require_events(session: Session) -> None:
    known = {item.id for item in noted(session)}
    losing = set(losing_words(session)) if any(item.type == ERASURE for item in noted(session)) else set()
    for row in session.info[_CHANGED]:
        if row.event_id not in known and row not in losing:
            fault = f"a {type(row).__name__} was changed without an event"
            raise Unrecorded(fault)
