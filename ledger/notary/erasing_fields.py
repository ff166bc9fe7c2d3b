"""Reading the record for a person's words: which sealed fields must go, what reads in their place, what cannot go."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from ledger.notary.person import NO_MAIL, Person
from ledger.record.bodies import said_in
from ledger.record.erasures import NOW_READS
from ledger.record.models import LogDisclosure, LogEntry, LogHead
from ledger.record.redaction import Span, Words, excerpt, perhaps, redacted, without
from ledger.record.sealing import opened

AT_ONCE = 2000
Told = Callable[[int], None]


@dataclass(frozen=True)
class Place:
    """Where words stand, for whoever decides: `HFO-2026-03`, `entry.added`, when, and a little of the text."""

    reference: str
    kind: str
    at: datetime
    excerpt: str


@dataclass(frozen=True)
class Field:
    """A sealed field that is erased."""

    digest: str
    log_id: str
    seq: int
    name: str
    now: str
    """What reads in its place; empty where nothing does."""
    spans: tuple[Span, ...]
    """Where the person's words stand in it; none for a field that is all about them."""
    place: Place | None
    """None where nobody is shown it: after a restore."""


@dataclass(frozen=True)
class Found:
    """What the record holds of a person."""

    fields: tuple[Field, ...]
    perhaps: tuple[Place, ...]
    """Words that may mean them or somebody else; they stay."""
    fixed: tuple[Place, ...]
    """Words in the open part of an entry, which nothing can take out."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """How many entries each log had, at least, when it was read."""

    def with_later(self, later: "Found", standing: Collection[str]) -> "Found":
        """Return this with what a later reading of what came since adds; of its fields only the `standing` are left."""
        there = {one.digest: one for one in self.fields if one.digest in standing} | {
            one.digest: one for one in later.fields
        }
        return Found(
            tuple(there.values()),
            tuple(dict.fromkeys((*self.perhaps, *later.perhaps))),
            tuple(dict.fromkeys((*self.fixed, *later.fixed))),
            later.sizes,
        )


def fields_of(session: Session, person: Person, told: Told, since: Mapping[str, int] | None = None) -> Found:
    """Return every sealed field about the person or with words of theirs; `told` hears of entries as they are read.

    `since` says how many entries of each log need not be read again.
    """
    sizes: dict[str, int] = dict(session.execute(select(LogHead.log_id, LogHead.size)).all())
    is_read = _came(since or {}, sizes)
    fields, maybe = [], []
    alone = perhaps((*person.words.names, *person.shared), person.greetings)
    query = select(
        LogDisclosure.digest, LogDisclosure.text, LogEntry.log_id, LogEntry.seq, LogEntry.type, LogEntry.occurred_at,
        LogEntry.body,
    ).join(LogEntry, (LogEntry.log_id == LogDisclosure.log_id) & (LogEntry.seq == LogDisclosure.seq))  # fmt: skip
    query = query.where(LogDisclosure.text.is_not(None), is_read).order_by(LogEntry.log_id, LogEntry.seq)
    for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
        name, value = _opened(row.text)
        found_field = _field(person, row, name, value)
        if found_field:
            fields.append(found_field)
        elif found := alone.search(value):
            maybe.append(_place(row, excerpt(value, found.span())))
    return Found(tuple(fields), tuple(maybe), tuple(_fixed(session, person.words.pattern, told, is_read)), sizes)


def _came(since: Mapping[str, int], sizes: Mapping[str, int]) -> ColumnElement[bool]:
    """Return that an entry is none of those that were read before; logs where nothing came are not looked into."""
    parts = [
        and_(LogEntry.log_id == one, LogEntry.seq >= since.get(one, 0))
        for one in sizes
        if sizes[one] > since.get(one, 0)
    ]
    return or_(false(), *parts) if since else true()


def _field(person: Person, row: Any, name: str, value: str) -> Field | None:
    spans: tuple[Span, ...] = ()
    if row.digest in person.own:
        now, shown = instead(person, name), value[:60]
    else:
        words = _words(person, row)
        now, spans = reads(name, value, words), tuple(words.spans(value))
        if now == value:
            return None
        shown = excerpt(value, spans[0] if spans else (0, 0))
    return Field(row.digest, row.log_id, row.seq, name, now, spans, _place(row, shown))


def instead(person: Person, name: str) -> str:
    """Return what reads in the place of a field about the person."""
    return {"name": person.called, "email": f"{(person.users or ('',))[0]}{NO_MAIL}"}.get(name, "")


def reads(name: str, value: str, words: Words) -> str:
    """Return a text with the words taken out; what an erasure before sealed is JSON of such texts."""
    if name == NOW_READS:
        return json.dumps(without(json.loads(value), words), ensure_ascii=False, sort_keys=True)
    return redacted(value, words.spans(value))


def _words(person: Person, row: Any) -> Words:
    if row.type.startswith("letter.") and said_in(row.body)["data"].get("letter") in person.letters:
        return person.in_letters
    return person.words


def _opened(disclosure: str) -> tuple[str, str]:
    try:
        return opened(disclosure)
    except ValueError:
        # Not a disclosure at all: `verify_entries` says so.
        return "", ""


def _place(row: Any, shown: str) -> Place:
    return Place(said_in(row.body)["subject"], row.type, row.occurred_at, shown)


def _fixed(session: Session, pattern: re.Pattern[str], told: Told, is_read: ColumnElement[bool]) -> Iterator[Place]:
    query = select(LogEntry.type, LogEntry.occurred_at, LogEntry.body).where(is_read)
    query = query.order_by(LogEntry.log_id, LogEntry.seq)
    for part in session.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        for row in part:
            body = row.body.decode(errors="replace")
            if found := pattern.search(body):
                yield _place(row, excerpt(body, found.span()))
        told(len(part))
