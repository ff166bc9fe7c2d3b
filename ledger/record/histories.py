"""What the record says about a few subjects, in order, up to a moment: the prefix of the log is what was known then."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, func, literal, select
from sqlalchemy.orm import Session

from ledger.record.bodies import said_in
from ledger.record.canonical import canonical
from ledger.record.erasures import rewritten
from ledger.record.models import PROVIDER_LOG, LogDisclosure, LogEntry, LogHead
from ledger.record.recalled import Recalled
from ledger.record.sealing import opened

_AT_ONCE = 500


def events_about(
    session: Session,
    subjects: Mapping[str, str],
    *,
    from_at: datetime | None = None,
    until: datetime | None = None,
    saying: tuple[str, str] | None = None,
) -> list[Recalled]:
    """Return the events about these subjects (log id to the subject's name there) in the order of recording.

    Only what was recorded by `until` is read, and nothing recorded before `from_at` (when the subject came to be).
    `saying` (member and value) narrows to the bodies that have it somewhere; compare what is found, as with `says`.
    """
    found: dict[str, tuple[LogEntry, dict[str, Any], list[str]]] = {}
    for log_id, subject in sorted(subjects.items()):
        for row in _about(session, log_id, subject, from_at, until, saying):
            body = said_in(row.body)
            if body["subject"] == subject:
                found.setdefault(row.event_id, (row, body, []))[2].append(subject)
    rows = sorted(found.values(), key=lambda one: (one[0].recorded_at, one[0].log_id != PROVIDER_LOG, one[0].seq))
    return recalled(session, [(row, body, tuple(names)) for row, body, names in rows])


def recalled(session: Session, rows: list[tuple[LogEntry, dict[str, Any], tuple[str, ...]]]) -> list[Recalled]:
    """Return entries (each with its parsed body and the names of its subjects) with the words still disclosed.

    Where words were erased, they have what reads in their place since.
    """
    words, since = _words(session, [row for row, _, _ in rows]), rewritten(session)
    said = [words.get(place, {}) | since.get(place, {}) for place in ((row.log_id, row.seq) for row, _, _ in rows)]
    return [_recalled(row, body, names, told) for (row, body, names), told in zip(rows, said, strict=True)]


def says(session: Session, member: str, value: str) -> ColumnElement[bool]:
    """Return the condition that a body has `"member":value` somewhere: bodies are canonical, so bytes tell.

    What it finds is still to be compared with the parsed body.
    """
    told = canonical({member: value})[1:-1]
    return holds(session, told)


def holds(session: Session, told: bytes) -> ColumnElement[bool]:
    """Return the condition that an entry's body holds these bytes."""
    needle = literal(told, LargeBinary)
    if session.get_bind().dialect.name == "sqlite":
        return func.instr(LogEntry.body, needle) > 0
    return func.pg_catalog.position(LogEntry.body, needle) > 0


def place_at(session: Session, log_id: str, instant: datetime) -> int:
    """Return how many events a log held at that instant: times never go back in a log, so halving finds it."""
    low, high = 0, session.scalar(select(LogHead.size).where(LogHead.log_id == log_id)) or 0
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(select(LogEntry.recorded_at).where(LogEntry.log_id == log_id, LogEntry.seq == middle))
        if at is not None and at <= instant:
            low = middle + 1
        else:
            high = middle
    return low


def _about(  # noqa: PLR0913, PLR0917 one subject, and by what it is narrowed
    session: Session,
    log_id: str,
    subject: str,
    from_at: datetime | None,
    until: datetime | None,
    saying: tuple[str, str] | None,
) -> Iterator[LogEntry]:
    query = select(LogEntry).where(LogEntry.log_id == log_id, LogEntry.subject == subject)
    if from_at is not None:
        query = query.where(LogEntry.seq >= place_at(session, log_id, from_at - timedelta(microseconds=1)))
    if until is not None:
        query = query.where(LogEntry.seq < place_at(session, log_id, until))
    if saying is not None:
        query = query.where(says(session, *saying))
    yield from session.scalars(query.order_by(LogEntry.seq))


def _words(session: Session, rows: list[LogEntry]) -> dict[tuple[str, int], dict[str, str]]:
    places: dict[str, list[int]] = {}
    for row in rows:
        places.setdefault(row.log_id, []).append(row.seq)
    found: dict[tuple[str, int], dict[str, str]] = {}
    for log_id, seqs in places.items():
        for start in range(0, len(seqs), _AT_ONCE):
            query = select(LogDisclosure.seq, LogDisclosure.text).where(
                LogDisclosure.log_id == log_id,
                LogDisclosure.seq.in_(seqs[start : start + _AT_ONCE]),
                LogDisclosure.text.is_not(None),
            )
            for seq, text in session.execute(query):
                name, value = opened(text or "")
                found.setdefault((log_id, seq), {})[name] = value
    return found


def _recalled(row: LogEntry, body: dict[str, Any], names: tuple[str, ...], words: dict[str, str]) -> Recalled:
    return Recalled(
        event_id=row.event_id,
        type=row.type,
        subjects=names,
        actor=body["actor"],
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        data=body["data"],
        words=words,
        erased=len(body["_sd"]) - len(words),
        supersedes=body.get("supersedes"),
    )
