"""Appending what a unit of work has noted to its logs, as its last act: leaves, heads and nodes, all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from ledger.kernel.clock import iso, now
from ledger.kernel.ids import new_id
from ledger.record.canonical import LARGEST_BODY, Value, canonical
from ledger.record.event import Event
from ledger.record.leaves import Head, Leaves, locked_heads, write
from ledger.record.merkle import completed, leaf_hash
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import taken_noted
from ledger.record.repeats import without_repeats
from ledger.record.row_digests import Salted
from ledger.record.row_salts import ROWS, ROWS_WRITTEN, parts_of
from ledger.record.sealing import Sealed, seal

WITH_EVENT = 100
"""The most rows whose digests stand in an event's own leaf: about 10 kB."""
_NO_ROWS: Mapping[str, Salted] = MappingProxyType({})


def append_noted(session: Session, rows: Mapping[str, Salted] = _NO_ROWS) -> frozenset[str]:
    """Append everything noted to its logs: heads locked in one statement ordered by id, one `recorded_at` for all.

    `rows` are the digests of all rows the unit has written. They go to the provider's log: with the first event that
    goes there too, or, where none does or they are many, in entries of their own before the events.
    Returns the ids of events that stood there already, meant the same and were not appended again.
    """
    events = taken_noted(session)
    if not events:
        return frozenset()
    logs = {log_id for event in events for log_id in event.subjects}
    if rows or any(event.is_given for event in events):
        logs.add(PROVIDER_LOG)
    heads = locked_heads(session, logs)
    fresh = without_repeats(session, events)
    # The first digests of all stand in an entry that is found by its type: from then on no row is without.
    carrier = _carrier(fresh, len(rows)) if rows and heads[PROVIDER_LOG].size else None
    leaves = Leaves(_after_all(heads.values(), now()))
    for part in parts_of(rows) if carrier is None else ():
        told = Event(new_id(), ROWS_WRITTEN, {PROVIDER_LOG: ROWS}, events[0].actor, now(), {ROWS: _digests(part)})
        leaves.salts += [(key, heads[PROVIDER_LOG].size, one.salt) for key, one in part.items()]
        _append(leaves, heads[PROVIDER_LOG], ROWS, told)
    for event in fresh:
        for log_id, subject in sorted(event.subjects.items()):
            with_event = rows if event is carrier and log_id == PROVIDER_LOG else _NO_ROWS
            leaves.salts += [(key, heads[log_id].size, one.salt) for key, one in with_event.items()]
            _append(leaves, heads[log_id], subject, event, _digests(with_event))
    write(session, leaves, heads.values())
    return frozenset(event.id for event in events) - {event.id for event in fresh}


def _carrier(events: Sequence[Event], rows: int) -> Event | None:
    """Return the event whose leaf in the provider's log has room for the digests of so many rows."""
    if not 0 < rows <= WITH_EVENT:
        return None
    return next((event for event in events if PROVIDER_LOG in event.subjects and _has_room(event)), None)


def _has_room(event: Event) -> bool:
    is_long = any(isinstance(value, Sequence | Mapping) and not isinstance(value, str) for value in event.data.values())
    return not is_long or len(canonical(dict(event.data))) < LARGEST_BODY // 2


def _digests(rows: Mapping[str, Salted]) -> dict[str, Value]:
    return {key: one.digest for key, one in rows.items()}


def _after_all(heads: Iterable[Head], instant: datetime) -> datetime:
    """Return the time to record: never at or before what a log already holds, whatever the machine's clock does."""
    lasts = [head.last_recorded_at for head in heads if head.last_recorded_at]
    return max([instant, *(last + timedelta(microseconds=1) for last in lasts)])


def _append(
    leaves: Leaves, head: Head, subject: str, event: Event, rows: Mapping[str, Value] = MappingProxyType({})
) -> None:
    fields = [seal(name, words) for name, words in sorted(event.sealed.items())]
    body = canonical(_body(event, head, subject, leaves.recorded_at, fields, rows))
    leaf = leaf_hash(body)
    leaves.add_entry(head, subject, event, (leaf, body))
    leaves.disclosures += [(sealed.digest, head.log_id, head.size, sealed.disclosure) for sealed in fields]
    done = completed(head.peaks, head.size, leaf)
    leaves.nodes += [(head.log_id, node.level, node.place, node.hash) for node in done]
    head.peaks[len(head.peaks) - len(done) :] = [done[-1].hash if done else leaf]
    head.size += 1
    head.last_recorded_at = leaves.recorded_at


def _body(  # noqa: PLR0913, PLR0917 the parts of one leaf
    event: Event, head: Head, subject: str, recorded_at: datetime, fields: list[Sealed], rows: Mapping[str, Value]
) -> dict[str, Value]:
    body: dict[str, Value] = {
        "v": event.version,
        "log": head.origin,
        "seq": head.size,
        "id": event.id,
        "type": event.type,
        "subject": subject,
        "actor": event.actor,
        "occurred_at": iso(event.occurred_at),
        "recorded_at": iso(recorded_at),
        "data": dict(event.data),
        "_sd": sorted(sealed.digest for sealed in fields),
    }
    optional = {"supersedes": event.supersedes, "reason": event.reason, ROWS: dict(rows)}
    return body | {name: value for name, value in optional.items() if value}
