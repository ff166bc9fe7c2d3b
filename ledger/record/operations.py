"""Noting events while rows are written, and appending them to their logs as the last act of a unit of work."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.kernel.one_trip import one_trip
from ledger.record.canonical import Value, canonical
from ledger.record.catalogue import require, version_of
from ledger.record.event import Event
from ledger.record.merkle import completed, grown, leaf_hash, peaks_in
from ledger.record.models import PROVIDER_LOG, Log, LogDisclosure, LogEntry, LogHead, LogNode
from ledger.record.repeats import without_repeats
from ledger.record.row_digests import Salted
from ledger.record.row_salts import ROWS_WRITTEN, keep_salts, parts_of
from ledger.record.sealing import Sealed, seal

_NOTED = "noted events"
_UUID7 = 7
_HEADS = cast("Table", LogHead.__table__)
_GROW = update(_HEADS).where(_HEADS.c.log_id == bindparam("of_log"))
_ENTRIES, _DISCLOSURES, _NODES = (
    insert(cast("Table", model.__table__)) for model in (LogEntry, LogDisclosure, LogNode)
)
_NO_ROWS: Mapping[str, Salted] = MappingProxyType({})


@dataclass
class _Head:
    """How far a log has come; it moves on with each leaf, and is written once."""

    log_id: str
    origin: str
    size: int
    peaks: bytes
    last_recorded_at: datetime | None


@dataclass
class _Leaves:
    """What a unit appends, as rows for one statement a table: written as objects they take half as long again."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    disclosures: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)


def note(  # noqa: PLR0913 an event has that many parts, all named
    session: Session,
    type: str,  # noqa: A002 the record's own word
    *,
    actor: str,
    subjects: Mapping[str, str] | str,
    occurred_at: datetime | None = None,
    data: Mapping[str, Value] | None = None,
    sealed: Mapping[str, str | None] | None = None,
    supersedes: str | None = None,
    reason: str | None = None,
    event_id: str | None = None,
) -> str:
    """Buffer an event in the session and return its id, which the rows written with it carry as `event_id`.

    `subjects` maps log ids to the subject's name there; a plain text is a subject in the provider's log. Free text and
    personal data belong in `sealed` (name to words, none where there are none), codes, ids and times in `data`. Raises
    `NotInCatalogue` for what the line of this type does not allow.

    `event_id` is a UUID of version 7 that the caller chose: noted again with the same meaning the event stands once,
    and with another one the unit ends with `EventTaken`. Who writes rows too asks `stored_entries` first.
    """
    event = Event(
        id=_chosen(event_id) if event_id else new_id(),
        type=type,
        version=version_of(type),
        subjects={PROVIDER_LOG: subjects} if isinstance(subjects, str) else dict(subjects),
        actor=actor,
        occurred_at=occurred_at or now(),
        data=data or {},
        sealed={name: words for name, words in (sealed or {}).items() if words},
        supersedes=supersedes,
        reason=reason,
        is_given=event_id is not None,
        is_dated=occurred_at is not None,
    )
    _require_line(event)
    session.info.setdefault(_NOTED, []).append(event)
    return event.id


def _chosen(event_id: str) -> str:
    try:
        fits = str(UUID(event_id)) == event_id and UUID(event_id).version == _UUID7
    except ValueError:
        fits = False
    if not fits:
        raise Invalid({"event_id": "Give a UUID of version 7, in small letters."})
    return event_id


def _require_line(event: Event) -> None:
    for is_clients in {log_id != PROVIDER_LOG for log_id in event.subjects}:
        require(event.type, is_clients=is_clients, data=event.data, sealed=event.sealed)


def noted(session: Session) -> list[Event]:
    """Return the events noted in this session and not yet appended."""
    return cast("list[Event]", session.info.get(_NOTED, []))


def open_log(session: Session, log_id: str, origin: str) -> None:
    """Create an empty log; `origin` is what its checkpoints will be called."""
    session.add(Log(id=log_id, origin=origin))
    session.flush()
    session.add(LogHead(log_id=log_id, size=0, peaks=b"", last_recorded_at=None))
    session.flush()


def append_noted(session: Session, rows: Mapping[str, Salted] = _NO_ROWS) -> frozenset[str]:
    """Append everything noted to its logs: heads locked in one statement ordered by id, one `recorded_at` for all.

    `rows` are the digests of all rows the unit has written; they go to the provider's log, before the events.
    Returns the ids of events that stood there already, meant the same and were not appended again.
    """
    events: list[Event] = session.info.pop(_NOTED, [])
    if not events:
        return frozenset()
    written = [(_of_rows(part, events[0]), part) for part in parts_of(rows)]
    logs = {log_id for event in (*events, *(event for event, _ in written)) for log_id in event.subjects}
    logs |= {PROVIDER_LOG for event in events if event.is_given}
    heads = _locked_heads(session, logs)
    recorded_at = _after_all(heads.values(), now())
    fresh = without_repeats(session, events)
    leaves = _Leaves()
    salted = [(heads[PROVIDER_LOG].size + at, part) for at, (_, part) in enumerate(written)]
    for event, _ in written:
        _append(leaves, heads[PROVIDER_LOG], "rows", event, recorded_at)
    for event in fresh:
        for log_id, subject in sorted(event.subjects.items()):
            _append(leaves, heads[log_id], subject, event, recorded_at)
    session.flush()
    with one_trip(session):
        for seq, part in salted:
            keep_salts(session, part, seq)
        _write(session, heads.values(), leaves)
    return frozenset(event.id for event in events) - {event.id for event in fresh}


def _locked_heads(session: Session, logs: Collection[str]) -> dict[str, _Head]:
    query = select(LogHead.log_id, Log.origin, LogHead.size, LogHead.peaks, LogHead.last_recorded_at)
    query = query.join(Log, Log.id == LogHead.log_id).where(LogHead.log_id.in_(logs))
    rows = session.execute(query.order_by(LogHead.log_id).with_for_update(of=LogHead))
    return {row.log_id: _Head(*row) for row in rows}


def _write(session: Session, heads: Iterable[_Head], leaves: _Leaves) -> None:
    grown_heads = [
        {"of_log": head.log_id, "size": head.size, "peaks": head.peaks, "last_recorded_at": head.last_recorded_at}
        for head in heads
    ]
    session.execute(_GROW, grown_heads)
    for table, rows in ((_ENTRIES, leaves.entries), (_DISCLOSURES, leaves.disclosures), (_NODES, leaves.nodes)):
        if rows:
            session.execute(table, rows)


def _of_rows(rows: Mapping[str, Salted], first: Event) -> Event:
    digests = {key: one.digest for key, one in rows.items()}
    return Event(new_id(), ROWS_WRITTEN, {PROVIDER_LOG: "rows"}, first.actor, now(), {"rows": digests})


def _after_all(heads: Iterable[_Head], instant: datetime) -> datetime:
    """Return the time to record: never at or before what a log already holds, whatever the machine's clock does."""
    lasts = [head.last_recorded_at for head in heads if head.last_recorded_at]
    return max([instant, *(last + timedelta(microseconds=1) for last in lasts)])


def _append(leaves: _Leaves, head: _Head, subject: str, event: Event, recorded_at: datetime) -> None:
    fields = [seal(name, words) for name, words in sorted(event.sealed.items())]
    body = canonical(_body(event, head.origin, head.size, subject, recorded_at, fields))
    leaf = leaf_hash(body)
    place = {"log_id": head.log_id, "seq": head.size}
    leaves.entries.append(
        place
        | {
            "event_id": event.id,
            "type": event.type,
            "occurred_at": event.occurred_at,
            "recorded_at": recorded_at,
            "supersedes": event.supersedes,
            "leaf_hash": leaf,
            "body": body,
        }
    )
    leaves.disclosures += [place | {"digest": sealed.digest, "text": sealed.disclosure} for sealed in fields]
    peaks = peaks_in(head.peaks)
    leaves.nodes += [
        {"log_id": head.log_id, "level": node.level, "idx": node.place, "hash": node.hash}
        for node in completed(peaks, head.size, leaf)
    ]
    head.peaks = b"".join(grown(peaks, head.size, leaf))
    head.size += 1
    head.last_recorded_at = recorded_at


def _body(  # noqa: PLR0913, PLR0917 the parts of one leaf
    event: Event, origin: str, seq: int, subject: str, recorded_at: datetime, fields: list[Sealed]
) -> dict[str, Value]:
    body: dict[str, Value] = {
        "v": event.version,
        "log": origin,
        "seq": seq,
        "id": event.id,
        "type": event.type,
        "subject": subject,
        "actor": event.actor,
        "occurred_at": iso(event.occurred_at),
        "recorded_at": iso(recorded_at),
        "data": dict(event.data),
        "_sd": sorted(sealed.digest for sealed in fields),
    }
    optional = {"supersedes": event.supersedes, "reason": event.reason}
    return body | {name: value for name, value in optional.items() if value}
