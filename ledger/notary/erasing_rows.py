"""Reading all rows for a person's words: every text of every table, so that a table added later is not forgotten."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, delete, inspect, select, tuple_
from sqlalchemy.orm import Mapper, Session

from ledger.clients.models import Client, Contact
from ledger.duties.models import CalendarFeed
from ledger.kernel.db import Base, Recorded
from ledger.kernel.ids import new_id
from ledger.letters.models import Letter
from ledger.notary.erasing_fields import instead
from ledger.notary.person import Person
from ledger.people.models import ApiToken, IdempotencyKey, Invitation, Provider, SignInAttempt, User
from ledger.record.erasures import loses_words
from ledger.record.hardening import TABLES
from ledger.record.redaction import Words, texts_of, without

REMOVED = (ApiToken, CalendarFeed, IdempotencyKey, Invitation, SignInAttempt)
"""Tables that serve signing in, subscribing and repeating; what is the person's there is removed."""
_DOORS = ("password", "link", "code", "verify")
"""The doors at which an account is tried (`web.throttling`); each is hashed with what was typed."""
NAMES_A_FIRM = (Client, Provider)
"""Tables whose words are a firm's: they are changed on their page, by somebody who knows what to."""


@dataclass(frozen=True)
class Row:
    """A row that loses words: which, and what its columns say afterwards."""

    model: type[Any]
    key: Any
    values: Mapping[str, Any]

    @property
    def table(self) -> str:
        """The table's name."""
        return str(inspect(self.model).local_table.description)


def rows_of(session: Session, person: Person) -> Iterator[Row]:
    """Give every row about the person or with words of theirs; what is removed whole, `remove_rows` knows."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: str(one.local_table.description)):
        if mapper.local_table.description not in TABLES and mapper.class_ not in (*REMOVED, *NAMES_A_FIRM):
            yield from _rows(session, person, mapper)


def named_firms(session: Session, person: Person) -> list[str]:
    """Return whose own data name the person: the provider's settings, or a client."""
    firms: list[tuple[str, Client | Provider]] = [
        (f"the client {row.name}", row) for row in session.scalars(select(Client).order_by(Client.name))
    ]
    firms += [("the provider's settings", row) for row in session.scalars(select(Provider))]
    return [called for called, row in firms if _is_named(person, row)]


def _is_named(person: Person, row: Client | Provider) -> bool:
    said = [text for name in _texts(inspect(type(row))) for text in texts_of(getattr(row, name))]
    return any(map(person.words.spans, said))


def change_row(session: Session, row: Row) -> None:
    """Take the words out of a row."""
    found = session.get_one(row.model, row.key)
    for name, value in row.values.items():
        setattr(found, name, value)
    if isinstance(found, Recorded):
        loses_words(session, found)


def remove_rows(session: Session, person: Person) -> int:
    """Remove what lets the person sign in, who came from where, and answers that name them; return how many rows."""
    tried = {_account(door, one) for one in (*person.words.mails, *person.users) for door in _DOORS}
    conditions: dict[type[Any], ColumnElement[bool]] = {model: model.user_id.in_(person.users) for model in REMOVED}
    conditions[SignInAttempt] |= SignInAttempt.account.in_(tried)
    conditions[IdempotencyKey] |= tuple_(IdempotencyKey.user_id, IdempotencyKey.key).in_(_answers(session, person))
    gone = 0
    for model, condition in conditions.items():
        keys = session.execute(delete(model).where(condition).returning(*inspect(model).primary_key))
        gone += len(keys.all())
    return gone


def _account(door: str, mail: str) -> str:
    return hashlib.sha256(f"{door}:{mail.strip().lower()}".encode()).hexdigest()


def _answers(session: Session, person: Person) -> list[tuple[str, str]]:
    """Return the keys under which an answer that names the person is remembered."""
    rows = session.execute(select(IdempotencyKey.user_id, IdempotencyKey.key, IdempotencyKey.body))
    return [(user_id, key) for user_id, key, body in rows if _names(person, body.decode(errors="replace"))]


def _names(person: Person, body: str) -> bool:
    try:
        texts = texts_of(json.loads(body))
    except ValueError:
        texts = [body]
    return any(map(person.words.spans, texts))


def _rows(session: Session, person: Person, mapper: Mapper[Any]) -> Iterator[Row]:
    names = _texts(mapper)
    model, key = mapper.class_, mapper.primary_key[0]
    if not names:
        return
    columns = [getattr(model, name) for name in names]
    for row_id, *values in session.execute(select(key, *columns).execution_options(yield_per=1000)):
        said = dict(zip(names, values, strict=True))
        own = _own(person, model, row_id) if said.get("name") != person.called else {}
        if changed := own or _without(said, _words(person, model, row_id)):
            yield Row(model, row_id, _fitting(mapper, row_id, changed))


def _words(person: Person, model: type[Any], row_id: Any) -> Words:
    return person.in_letters if model is Letter and row_id in person.letters else person.words


def _without(said: Mapping[str, Any], words: Words) -> dict[str, Any]:
    return {name: without(value, words) for name, value in said.items() if any(map(words.spans, texts_of(value)))}


def _own(person: Person, model: type[Any], row_id: Any) -> dict[str, Any]:
    """Return what an account or a contact of the person says afterwards; nothing for any other row."""
    if model is User and row_id in person.users:
        nothing = dict.fromkeys(("zone", "password", "tf_primary_method", "tf_totp_secret"))
        words = {"name": person.called, "email": instead(person, "email"), "title": "", "telephone": ""}
        return words | nothing | {"active": False, "fs_uniquifier": new_id()}
    if model is Contact and row_id in person.contacts:
        nothing = dict.fromkeys(("salutation", "title", "mail", "phone", "night_phone"), "")
        return {"name": person.called, "active": False} | nothing
    return {}


def _fitting(mapper: Mapper[Any], row_id: Any, changed: dict[str, Any]) -> dict[str, Any]:
    """Return the values as their columns can hold them: not longer, and not twice where one has to be the only one."""
    fitted = {}
    for name, value in changed.items():
        column = mapper.columns[name]
        is_own = mapper.class_ in (User, Contact)
        text = f"{value} {str(row_id)[-4:]}" if column.unique and not is_own and isinstance(value, str) else value
        length = getattr(column.type, "length", None)
        fitted[name] = text[:length] if length and isinstance(text, str) else text
    return fitted


def _texts(mapper: Mapper[Any]) -> list[str]:
    """Return the attributes that can hold words: every text but keys, and JSON."""
    return [
        mapper.get_property_by_column(column).key
        for column in mapper.local_table.columns
        if isinstance(column.type, (String, JSON)) and not column.primary_key and not column.foreign_keys
    ]
