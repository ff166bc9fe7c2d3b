"""Verifying what stands beside a log's leaves: the columns it is searched by, and the words behind its digests."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledger.kernel.clock import iso
from ledger.record.catalogue import fault_of_body, words_of
from ledger.record.each_row import Unreadable, each_row
from ledger.record.findings import Finding
from ledger.record.models import PROVIDER_LOG, Log, LogDisclosure, LogEntry
from ledger.record.origins import origins_of
from ledger.record.sealing import digest_of, opened
from ledger.record.verification import AT_ONCE

NO_VALUE = "a column of it holds what none of that kind can."
ERASED = "privacy.erased"
"""The event that says which digests' words were taken away, in its `digests`."""
_SAID = ("log", "seq", "id", "type", "subject", "occurred_at", "recorded_at", "supersedes")
"""Members of an event that a column repeats."""


def verify_entries(session: Session, log_id: str) -> Iterator[Finding]:
    """Give what is wrong with a log's columns and disclosures; its leaves are `verify_leaves`' business."""
    log = session.get_one(Log, log_id)
    origins = origins_of(session, log)
    digests: dict[str, tuple[int, frozenset[str]]] = {}
    erased: set[str] = set()
    unread: set[int] = set()
    before: datetime | None = None
    for entry in each_row(session, LogEntry.__table__, LogEntry.log_id == log_id, at_once=AT_ONCE):
        if isinstance(entry, Unreadable):
            yield Finding("column", f"{log_id} {entry.key[1]}", f"Entry {entry.key[1]} cannot be read: {NO_VALUE}")
            unread.add(entry.key[1])
            continue
        try:
            body = json.loads(entry.body)
            yield from _columns(entry, body, origins.at(entry.seq), before)
            yield from _allowed(entry, body)
            names = words_of(body, is_clients=log_id != PROVIDER_LOG)
            digests |= dict.fromkeys(body["_sd"], (entry.seq, names))
            erased |= set(body["data"]["digests"]) if entry.type == ERASED else set()
        except (ValueError, KeyError, TypeError, AttributeError):
            yield Finding("column", f"{log.origin} {entry.seq}", f"Entry {entry.seq} is not an event.")
        before = entry.recorded_at
    yield from _disclosures(session, log, digests, erased, unread)


def _allowed(entry: Row[Any], body: dict[str, Any]) -> Iterator[Finding]:
    fault = fault_of_body(body, is_clients=entry.log_id != PROVIDER_LOG)
    if fault:
        yield Finding("catalogue", f"{entry.log_id} {entry.seq}", f"Entry {entry.seq} {fault}.")


def _columns(entry: Row[Any], body: dict[str, Any], origin: str, before: datetime | None) -> Iterator[Finding]:
    columns = (
        origin, entry.seq, entry.event_id, entry.type, entry.subject, iso(entry.occurred_at), iso(entry.recorded_at),
        entry.supersedes,
    )  # fmt: skip
    said = (*(body[name] for name in _SAID[:-1]), body.get("supersedes"))
    for name, column, recorded in zip(_SAID, columns, said, strict=True) if columns != said else ():
        if column != recorded:
            sentence = f"Entry {entry.seq} is found under another {name} than was recorded."
            yield Finding("column", f"{entry.log_id} {entry.seq}", sentence)
    if before and entry.recorded_at < before:
        sentence = f"Entry {entry.seq} was recorded before the one it follows."
        yield Finding("column", f"{entry.log_id} {entry.seq}", sentence)


def _disclosures(
    session: Session,
    log: Log,
    digests: dict[str, tuple[int, frozenset[str]]],
    erased: set[str],
    unread: Collection[int],
) -> Iterator[Finding]:
    query = select(LogDisclosure.digest, LogDisclosure.seq, LogDisclosure.text)
    query = query.where(LogDisclosure.log_id == log.id, LogDisclosure.seq.not_in(unread))
    found: set[str] = set()
    for digest, seq, text in session.execute(query.execution_options(yield_per=AT_ONCE)):
        found.add(digest)
        where = f"{log.origin} {seq}"
        sealed_by, names = digests.get(digest, (None, frozenset()))
        if sealed_by != seq:
            yield Finding("disclosure", where, f"Words are kept for entry {seq} that it does not seal.")
        elif text is None:
            if digest not in erased:
                yield Finding("disclosure", where, f"Words of entry {seq} are gone, but no event erased them.")
        elif digest in erased:
            yield Finding("disclosure", where, f"Words of entry {seq} were erased, and stand here again.")
        elif not text.isascii() or digest_of(text) != digest:
            yield Finding("disclosure", where, f"The words kept for entry {seq} are not those it seals.")
        elif (name := _name(text)) not in names:
            yield Finding("catalogue", f"{log.id} {seq}", f"Entry {seq} has the unknown sealed field {name}.")
    for digest, (seq, _) in digests.items():
        if digest not in found:
            yield Finding("disclosure", f"{log.origin} {seq}", f"The words that entry {seq} seals were removed.")


def _name(disclosure: str) -> str | None:
    try:
        return opened(disclosure)[0]
    except ValueError:
        return None
