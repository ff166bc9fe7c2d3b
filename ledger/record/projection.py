"""Comparing rows, which pages read, with the events that wrote them. Each room says which columns stand where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.kernel.clock import iso
from ledger.kernel.db import Base, Recorded
from ledger.record.bodies import said_in
from ledger.record.erasures import rewritten
from ledger.record.findings import Finding
from ledger.record.models import LogDisclosure, LogEntry
from ledger.record.row_words import called, sentence
from ledger.record.sealing import opened


@dataclass(frozen=True)
class Projection:
    """Which columns of a table repeat what events of certain types say."""

    model: type[Base]
    types: tuple[str, ...]
    """Types of events whose row carries their id until another event changes it."""
    names: str | None = None
    """The member of the event's data that holds the row's id; rows must be there for every such event."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Column to the member of the event's data."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Column to the name of the sealed field."""
    occurred: str | None = None
    """The column that repeats `occurred_at`."""


def unrecorded_rows(session: Session) -> Iterator[Finding]:
    """Give every row whose event does not stand in the record."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__):
        if not issubclass(mapper.class_, Recorded):
            continue
        (key,) = inspect(mapper.class_).primary_key[:1]
        event_id: InstrumentedAttribute[str] = mapper.class_.event_id
        query = select(key).where(~select(LogEntry.seq).where(LogEntry.event_id == event_id).exists())
        table = str(mapper.local_table.description)
        for row_id in session.scalars(query):
            told = sentence(table, "was written without an event in the record.")
            yield Finding("row", f"{table} {row_id}", told)


def compare(session: Session, projection: Projection) -> Iterator[Finding]:
    """Give every row that differs from its event, and every event whose row is gone."""
    words = _words(session, projection)
    model: Any = projection.model
    query = select(model, LogEntry.log_id, LogEntry.seq, LogEntry.body)
    query = query.join(LogEntry, LogEntry.event_id == model.event_id).where(LogEntry.type.in_(projection.types))
    for row, log_id, seq, body in session.execute(query.execution_options(yield_per=1000)):
        event = said_in(body)
        if projection.names and event["data"].get(projection.names) != row.id:
            continue
        for column in _differing(projection, row, event, words.get((log_id, seq), {})):
            yield _changed(projection, row, column)
    yield from _missing(session, projection)


def _differing(projection: Projection, row: Any, event: dict[str, Any], words: dict[str, str]) -> Iterator[str]:
    data = event["data"]
    for column, name in projection.columns.items():
        if name in data and plain(getattr(row, column)) != data[name]:
            yield column
    for column, name in projection.words.items():
        if (getattr(row, column) or "") != words.get(name, ""):
            yield column
    if projection.occurred and iso(getattr(row, projection.occurred)) != event["occurred_at"]:
        yield projection.occurred


def plain(value: Any) -> Any:
    """Return a column's value as an event says it."""
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) else value


def _missing(session: Session, projection: Projection) -> Iterator[Finding]:
    if not projection.names:
        return
    table = projection.model.__table__
    there = set(session.scalars(select(table.c.id)))
    query = select(LogEntry.log_id, LogEntry.seq, LogEntry.body).where(LogEntry.type.in_(projection.types))
    for log_id, seq, body in session.execute(query.execution_options(yield_per=1000)):
        row_id = said_in(body)["data"].get(projection.names)
        if row_id is not None and row_id not in there:
            gone = f"Entry {seq} wrote {called(str(table.description))} that is not there any more."
            yield Finding("row", f"{log_id} {seq}", gone)


def _words(session: Session, projection: Projection) -> dict[tuple[str, int], dict[str, str]]:
    if not projection.words:
        return {}
    place = (LogEntry.log_id == LogDisclosure.log_id) & (LogEntry.seq == LogDisclosure.seq)
    query = select(LogDisclosure.log_id, LogDisclosure.seq, LogDisclosure.text).join(LogEntry, place)
    query = query.where(LogEntry.type.in_(projection.types), LogDisclosure.text.is_not(None))
    found: dict[tuple[str, int], dict[str, str]] = {}
    for log_id, seq, text in session.execute(query):
        try:
            name, value = opened(text or "")
        except ValueError:
            # Not a disclosure at all: `verify_entries` says so.
            continue
        found.setdefault((log_id, seq), {})[name] = value
    # Erased words read as the erasure says, also where they were brought back beside it.
    for at, fields in rewritten(session).items():
        found[at] = found.get(at, {}) | fields
    return found


def _changed(projection: Projection, row: Any, column: str) -> Finding:
    table = str(projection.model.__table__.description)
    changed = f"What {called(table)} shows as {column.replace('_', ' ')} is not what was recorded."
    return Finding("row", f"{table} {row.id}", changed)
