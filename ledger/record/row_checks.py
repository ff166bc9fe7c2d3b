"""Verifying every recorded row, all its columns at once: what was written last, and deleted, and nothing else."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record.each_row import Unreadable, each_row
from ledger.record.findings import Finding
from ledger.record.models import PROVIDER_LOG, LogEntry, LogRow
from ledger.record.row_digests import Layout, digest_of_row, layout_of, recorded_mappers, row_key
from ledger.record.row_salts import ROWS_WRITTEN, TAKEN_UP, digests_in
from ledger.record.row_words import sentence

_AT_ONCE = 1000
UNREAD = "cannot be read: it holds what is not of its kind."


@dataclass(frozen=True)
class Told:
    """What the record says of all rows."""

    rows: dict[str, tuple[int, str | None]]
    """Key to the entry that wrote the row last and to its digest; none for a row that was deleted."""
    older: frozenset[str]
    """Ids of events from before rows had digests; empty once those rows were taken up."""


@dataclass(frozen=True)
class Untold:
    """A row from before rows had digests: compared with its event alone, until it is taken up."""

    model: type[Any]
    key: str


def verify_rows(session: Session) -> Iterator[Finding | Untold]:
    """Give every row that is not as it was written last, that nothing wrote, or that is gone; and those not told of."""
    told = told_of_rows(session)
    salts = {key: (seq, salt) for key, seq, salt in session.execute(select(LogRow.key, LogRow.seq, LogRow.salt))}
    there: set[str] = set()
    for mapper in recorded_mappers():
        layout = layout_of(mapper.class_)
        for row in each_row(session, mapper.local_table, at_once=_AT_ONCE):
            if isinstance(row, Unreadable):
                key = f"{layout.table}:{row.key[0]}"
                there.add(key)
                yield Finding("row", place_of(key), sentence(layout.table, UNREAD))
                continue
            key = row_key(layout, row)
            there.add(key)
            if key not in told.rows and row.event_id in told.older:
                yield Untold(mapper.class_, key)
            elif fault := fault_of(layout, row, told.rows.get(key), salts.get(key)):
                yield Finding("row", place_of(key), fault)
    for key, (seq, digest) in told.rows.items():
        if digest is not None and key not in there:
            gone = sentence(key.partition(":")[0], f"is gone that was recorded (number {seq} of our own log).")
            yield Finding("row", place_of(key), gone)


def fault_of(layout: Layout, row: Any, told: tuple[int, str | None] | None, kept: tuple[int, str | None] | None) -> str:
    """Return what is wrong with a row; `told` is what the record says of it, `kept` its place and salt."""
    table = layout.table
    if told is None:
        return sentence(table, "stands here that was never recorded.")
    seq, digest = told
    if digest is None:
        return sentence(table, f"stands here again that was deleted (number {seq} of our own log).")
    if kept is None or kept[1] is None:
        return sentence(table, "cannot be checked: what was kept for that beside the record is gone.")
    try:
        is_same = digest_of_row(layout, row, kept[1]) == digest
    except (ValueError, TypeError, AttributeError):
        return sentence(table, UNREAD)
    if not is_same:
        changed = f"was changed without being recorded: number {seq} of our own log says another thing."
        return sentence(table, changed)
    elsewhere = f"is said to be recorded in another place than number {seq} of our own log."
    return "" if kept[0] == seq else sentence(table, elsewhere)


def place_of(key: str) -> str:
    """Return a row's place as findings say it: `entry 0198…`."""
    return key.replace(":", " ", 1)


def told_of_rows(session: Session) -> Told:
    """Return what the provider's log says of all rows, later events over earlier ones."""
    rows: dict[str, tuple[int, str | None]] = {}
    since: datetime | None = None
    whole = False
    for entry in each_row(session, LogEntry.__table__, LogEntry.log_id == PROVIDER_LOG, at_once=_AT_ONCE):
        try:
            digests = digests_in(entry.body)
        except (ValueError, KeyError, TypeError, AttributeError):
            # Not an event: `verify_entries` says so.
            continue
        whole = whole or entry.type == TAKEN_UP
        since = since or (entry.recorded_at if whole or digests else None)
        rows |= {key: (entry.seq, digest) for key, digest in digests.items()}
    return Told(rows, frozenset() if whole else _older(session, since))


def from_before(session: Session, event_ids: Collection[str]) -> frozenset[str]:
    """Return those of these events that are from before rows had digests; none once such rows were taken up.

    A bounded look, for pages: by the first entry `rows.written`, which every ledger begins with.
    """
    ours = LogEntry.log_id == PROVIDER_LOG
    if session.scalar(select(LogEntry.seq).where(ours, LogEntry.type == TAKEN_UP).limit(1)) is not None:
        return frozenset()
    first = select(LogEntry.recorded_at).where(ours, LogEntry.type == ROWS_WRITTEN).order_by(LogEntry.recorded_at)
    since = session.scalar(first.limit(1))
    query = select(LogEntry.event_id).where(LogEntry.event_id.in_(event_ids))
    return frozenset(session.scalars(query.where(LogEntry.recorded_at < since) if since else query))


def _older(session: Session, since: datetime | None) -> frozenset[str]:
    query = select(LogEntry.event_id)
    return frozenset(session.scalars(query.where(LogEntry.recorded_at < since) if since else query))
