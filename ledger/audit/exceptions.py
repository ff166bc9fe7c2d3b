"""Reading the exceptions from the record: newest first, a page at a time, the same event in several logs told once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, text, tuple_
from sqlalchemy.orm import Session

from ledger.audit.exception_kinds import KINDS, LATE, Line, lines_of, sentence
from ledger.audit.subjects import Subjects, subjects_of, things_in
from ledger.people.actor import Actor
from ledger.people.permissions import may, permit
from ledger.people.queries import names
from ledger.record.bodies import said_in
from ledger.record.canonical import canonical
from ledger.record.histories import holds, recalled
from ledger.record.models import PROVIDER_LOG, LogEntry
from ledger.record.recalled import Recalled

Position = tuple[datetime, str]
_BATCH = 400


@dataclass(frozen=True)
class Filters:
    """What of the exceptions is asked for; empty means all."""

    kind: str = ""
    client: str = ""
    """A client's code."""
    person: str = ""
    """The id of who did it."""
    from_at: datetime | None = None
    to_at: datetime | None = None
    """Until before this instant."""


@dataclass(frozen=True)
class ExceptionShown:
    """One time somebody went round the normal way."""

    event_id: str
    at: datetime
    kind: str
    sentence: str
    reason: str
    """Why, in the words of who did it; empty for who reads no cases."""
    by_id: str
    by: str
    subjects: tuple[str, ...]
    clients: tuple[str, ...]
    """Codes of the clients it concerns."""
    incident: str
    """The incident's own reference, where it concerns one."""

    @property
    def kind_words(self) -> str:
        """The kind as people read it."""
        return KINDS[self.kind]


def exceptions(
    session: Session, actor: Actor, *, filters: Filters, after: Position | None = None, limit: int = 50
) -> list[ExceptionShown]:
    """Return exceptions from the record, newest first, from a keyset position (time and event id)."""
    permit(actor, "oversee")
    found: list[ExceptionShown] = []
    while len(found) < limit:
        batch = _events(session, filters, after, _BATCH if filters.client else limit)
        found += [one for one in _shown(session, actor, batch) if filters.client in {"", *one.clients}]
        if len(batch) < (_BATCH if filters.client else limit):
            break
        after = (batch[-1].recorded_at, batch[-1].event_id)
    return found[:limit]


def _events(session: Session, filters: Filters, after: Position | None, limit: int) -> list[Recalled]:
    """Return the next distinct events with all their subjects, newest first."""
    query = select(LogEntry.event_id, LogEntry.recorded_at).distinct()
    query = query.where(or_(*(_is(session, line) for line in lines_of(filters.kind))))
    if filters.from_at:
        query = query.where(LogEntry.recorded_at >= filters.from_at)
    if filters.to_at:
        query = query.where(LogEntry.recorded_at < filters.to_at)
    if filters.person:
        query = query.where(holds(session, canonical({"actor": filters.person})[1:-1]))
    if after:
        query = query.where(tuple_(LogEntry.recorded_at, LogEntry.event_id) < after)
    query = query.order_by(LogEntry.recorded_at.desc(), LogEntry.event_id.desc()).limit(limit)
    ids = [row.event_id for row in session.execute(query)]
    rows: dict[str, tuple[LogEntry, dict[str, Any], list[str]]] = {}
    for row in session.scalars(select(LogEntry).where(LogEntry.event_id.in_(ids)).order_by(LogEntry.log_id)):
        body = said_in(row.body)
        rows.setdefault(row.event_id, (row, body, []))[2].append(body["subject"])
    told = [(row, body, tuple(subjects)) for row, body, subjects in (rows[id_] for id_ in ids)]
    return recalled(session, told)


def _is(session: Session, line: Line) -> ColumnElement[bool]:
    parts = [LogEntry.type == line.event]
    parts += [holds(session, told.encode()) for told in line.holds]
    parts += [not_(holds(session, told.encode())) for told in line.lacks]
    if line.ours_only:
        parts.append(LogEntry.log_id == PROVIDER_LOG)
    if line.is_late:
        parts.append(_later_than(session, LATE))
    return and_(*parts)


def _later_than(session: Session, span: timedelta) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite":
        days = func.julianday(LogEntry.recorded_at) - func.julianday(LogEntry.occurred_at)
        return days > span.total_seconds() / 86400
    return LogEntry.recorded_at - LogEntry.occurred_at > text(f"interval '{int(span.total_seconds())} seconds'")


def _shown(session: Session, actor: Actor, events: Sequence[Recalled]) -> list[ExceptionShown]:
    known = subjects_of(
        session,
        {subject for event in events for subject in event.subjects},
        {thing for event in events for thing in things_in(event.data)},
    )
    people = names(session, {event.actor for event in events})
    lines = {line.event: line for line in lines_of(None)}
    others = _others(session, events, lines)
    reads_cases = may(actor, "read_cases")
    return [_one(event, lines[event.type], others, people, known, reads_cases=reads_cases) for event in events]


def _one(  # noqa: PLR0913 the event and what is known beside it
    event: Recalled,
    line: Line,
    others: Mapping[tuple[str, str], Recalled],
    people: Mapping[str, str],
    known: Subjects,
    *,
    reads_cases: bool,
) -> ExceptionShown:
    said, reason = sentence(line, event.data, event.recorded_at - event.occurred_at), event.words.get(line.reason, "")
    if line.also:
        other = others.get((line.also[0], str(event.data.get(line.also[1]))))
        said = f"{said} {line.also[2]}".strip() if other is None else said
        reason = " ".join(text for text in (other.words.get("reason", "") if other else "", reason) if text)
    return ExceptionShown(
        event_id=event.event_id,
        at=event.recorded_at,
        kind=line.kind,
        sentence=said,
        reason=(reason or ("[erased]" if event.erased and line.reason else "")) if reads_cases else "",
        by_id=event.actor,
        by=people.get(event.actor, ""),
        subjects=event.subjects,
        clients=known.clients(event.subjects, event.data),
        incident=known.incident(event.subjects),
    )


def _others(session: Session, events: Iterable[Recalled], lines: Mapping[str, Line]) -> dict[tuple[str, str], Recalled]:
    """Return what belongs to these events: the proposal behind a decision, the second look after a lone approval."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for event in events:
        also = lines[event.type].also
        if also:
            wanted.setdefault(also[:2], set()).add(str(event.data.get(also[1])))
    found: dict[tuple[str, str], Recalled] = {}
    for (kind, member), ids in wanted.items():
        told = or_(*(holds(session, canonical({member: id_})[1:-1]) for id_ in sorted(ids)))
        rows = session.scalars(select(LogEntry).where(LogEntry.type == kind, told)).all()
        for one in recalled(session, [(row, said_in(row.body), ()) for row in rows]):
            found[kind, str(one.data[member])] = one
    return found
