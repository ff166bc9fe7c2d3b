"""Verifying a few rows before they are shown: their digests, their events' hashes, words and subjects.

A bounded number of SELECTs, none of which reads the whole record: one for each table asked for, three for all rows
together, and three more where a row has no digest (more beyond 500 rows).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ledger.record.bodies import said_in
from ledger.record.findings import Finding
from ledger.record.merkle import leaf_hash
from ledger.record.models import PROVIDER_LOG, LogDisclosure, LogEntry, LogRow
from ledger.record.row_checks import fault_of, from_before, place_of
from ledger.record.row_digests import Layout, layout_of, row_key
from ledger.record.row_salts import digest_in
from ledger.record.row_words import sentence
from ledger.record.sealing import digest_of

_AT_ONCE = 500
UNKNOWN = "was never recorded, or what was kept for checking it is gone."
"""Which of both the whole verification says, for only that reads everything."""
_DIGESTS = select(LogRow.key, LogRow.seq, LogRow.salt, LogEntry.leaf_hash, LogEntry.body).outerjoin(
    LogEntry, (LogEntry.log_id == PROVIDER_LOG) & (LogEntry.seq == LogRow.seq)
)

Asked = Sequence[tuple[type[Any], ColumnElement[bool]]]
"""Tables and which of their rows are shown."""


@dataclass(frozen=True)
class About:
    """What rows are about: events of rows of these tables have, in these logs, one of these subjects."""

    tables: frozenset[str]
    subjects: Mapping[str, Collection[str]]


@dataclass
class _Found:
    """What was read for checking: rows by key, and what the record keeps of them."""

    rows: dict[str, tuple[Layout, Any]]
    kept: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    told: dict[str, tuple[int, str | None]] = field(default_factory=dict)


def check_shown(session: Session, asked: Asked, about: About, unfinished: Collection[str] = ()) -> list[Finding]:
    """Return what is not as recorded of these rows; none is all well.

    What somebody changes while we look is no finding: everything is read again, and only what stays wrong is told.
    Rows of `unfinished` events, which a unit of work has noted and not yet appended, are not looked at.
    """
    first = list(_findings(session, asked, about, unfinished))
    if not first:
        return []
    again = set(_findings(session, asked, about, unfinished))
    return [finding for finding in first if finding in again]


def _findings(session: Session, asked: Asked, about: About, unfinished: Collection[str]) -> Iterator[Finding]:
    rows = {key: found for key, found in _rows(session, asked) if found[1].event_id not in unfinished}
    found = _Found(rows)
    yield from _read_digests(session, found)
    untold = {found.rows[key][1].event_id for key in found.rows.keys() - found.told.keys()}
    older: set[str] = set()
    for some in _parts(untold):
        older |= from_before(session, some)
    for key, (layout, row) in found.rows.items():
        if key in found.told:
            fault = fault_of(layout, row, found.told[key], found.kept.get(key))
        else:
            fault = "" if row.event_id in older else sentence(layout.table, UNKNOWN)
        if fault:
            yield Finding("row", place_of(key), fault)
    tied = {row.event_id for layout, row in found.rows.values() if layout.table in about.tables}
    subjects = dict.fromkeys(tied, about.subjects)
    yield from _events(session, {row.event_id for _, row in found.rows.values()}, subjects)


def _rows(session: Session, asked: Asked) -> Iterator[tuple[str, tuple[Layout, Any]]]:
    for model, condition in asked:
        layout = layout_of(model)
        for row in session.execute(select(model.__table__).where(condition)):
            yield row_key(layout, row), (layout, row)


def _read_digests(session: Session, found: _Found) -> Iterator[Finding]:
    bodies: dict[int, bytes] = {}
    for keys in _parts(found.rows):
        for key, seq, salt, stored, body in session.execute(_DIGESTS.where(LogRow.key.in_(keys))):
            found.kept[key] = (seq, salt)
            if body is not None:
                if seq not in bodies and leaf_hash(body) != stored:
                    yield _changed(PROVIDER_LOG, seq)
                bodies[seq] = body
                with suppress(KeyError):
                    found.told[key] = (seq, digest_in(body, key))


def _events(
    session: Session, event_ids: Collection[str], subjects: Mapping[str, Mapping[str, Collection[str]]]
) -> Iterator[Finding]:
    there: set[str] = set()
    for ids in _parts(event_ids):
        sealed: dict[tuple[str, int], set[str]] = {}
        query = select(LogEntry.log_id, LogEntry.seq, LogEntry.event_id, LogEntry.leaf_hash, LogEntry.body)
        for log_id, seq, event_id, stored, body in session.execute(query.where(LogEntry.event_id.in_(ids))):
            there.add(event_id)
            said = said_in(body) if leaf_hash(body) == stored else {}
            if said.get("id") != event_id or said["seq"] != seq:
                yield _changed(log_id, seq)
            elif said["subject"] not in subjects.get(event_id, {}).get(log_id, (said["subject"],)):
                about = f"Entry {seq} is about {said['subject']}, and not about this."
                yield Finding("column", f"{log_id} {seq}", about)
            sealed[log_id, seq] = set(said.get("_sd", ()))
        yield from _words(session, ids, sealed)
    for event_id in sorted(set(event_ids) - there):
        yield Finding(
            "row", f"event {event_id}", "Something shown here says that an event wrote it which is not in the record."
        )


def _words(session: Session, ids: Sequence[str], sealed: Mapping[tuple[str, int], set[str]]) -> Iterator[Finding]:
    place = (LogEntry.log_id == LogDisclosure.log_id) & (LogEntry.seq == LogDisclosure.seq)
    query = select(LogDisclosure.log_id, LogDisclosure.seq, LogDisclosure.digest, LogDisclosure.text)
    query = query.join(LogEntry, place).where(LogEntry.event_id.in_(ids))
    left = {(*where, digest) for where, digests in sealed.items() for digest in digests}
    for log_id, seq, digest, text in session.execute(query):
        left.discard((log_id, seq, digest))
        is_ours = digest in sealed.get((log_id, seq), ())
        if not is_ours or (text is not None and not (text.isascii() and digest_of(text) == digest)):
            yield Finding("disclosure", f"{log_id} {seq}", f"The words kept for entry {seq} are not those it seals.")
    for log_id, seq, _ in sorted(left):
        yield Finding("disclosure", f"{log_id} {seq}", f"The words that entry {seq} seals were removed.")


def _changed(log_id: str, seq: int) -> Finding:
    return Finding("leaf", f"{log_id} {seq}", f"Entry {seq} is not what was hashed: it was changed.")


def _parts(items: Collection[Any]) -> Iterator[list[Any]]:
    some = list(items)
    for at in range(0, len(some), _AT_ONCE):
        yield some[at : at + _AT_ONCE]
