"""Events noted again under the id that their caller chose: the stored one counts where the same is meant."""

import json
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import iso
from ledger.kernel.errors import Conflict
from ledger.record.bodies import said_in
from ledger.record.canonical import canonical
from ledger.record.event import Event
from ledger.record.models import LogDisclosure, LogEntry
from ledger.record.sealing import opened

Stored = Mapping[str, LogEntry]
"""Log id to the entry of one event there."""


class EventTaken(Conflict):
    """Something else is recorded under this event id already; take a new id for a new thing."""


def stored_entries(session: Session, event_ids: Collection[str]) -> dict[str, Stored]:
    """Return the entries recorded under these ids, by id and log; nothing for an id that is free."""
    found: dict[str, dict[str, LogEntry]] = {}
    for entry in session.scalars(select(LogEntry).where(LogEntry.event_id.in_(event_ids))):
        found.setdefault(entry.event_id, {})[entry.log_id] = entry
    return dict(found)


def without_repeats(session: Session, events: Collection[Event]) -> list[Event]:
    """Return the events that are not recorded yet; raise `EventTaken` where an id stands for something else.

    The heads of the events' logs, and the provider's, must be locked, so that nobody appends the same at this moment.
    """
    given = {event.id for event in events if event.is_given}
    stored = stored_entries(session, given) if given else {}
    fresh: dict[str, Event] = {}
    for event in events:
        if event.id in stored:
            _require_same(session, event, stored[event.id])
        elif _intent(fresh.setdefault(event.id, event)) != _intent(event):
            raise EventTaken
    return list(fresh.values())


def _intent(event: Event) -> list[object]:
    told = [event.type, event.actor, dict(event.subjects), dict(event.data), dict(event.sealed)]
    return [*told, event.supersedes, event.reason, event.occurred_at if event.is_dated else None]


def _require_same(session: Session, event: Event, stored: Stored) -> None:
    if stored.keys() != event.subjects.keys():
        raise EventTaken
    for log_id, entry in stored.items():
        body = said_in(entry.body)
        said = [body[name] for name in ("type", "actor", "subject", "data")]
        said += [body.get("supersedes"), body.get("reason")]
        meant = [event.type, event.actor, event.subjects[log_id], json.loads(canonical(dict(event.data)))]
        meant += [event.supersedes, event.reason]
        is_then = not event.is_dated or body["occurred_at"] == iso(event.occurred_at)
        if said != meant or not is_then or _words(session, entry) != dict(event.sealed):
            raise EventTaken


def _words(session: Session, entry: LogEntry) -> dict[str, str | None]:
    """Return the words that an entry seals; erased ones are equal to no words."""
    place = LogDisclosure.log_id == entry.log_id, LogDisclosure.seq == entry.seq
    found = session.execute(select(LogDisclosure.digest, LogDisclosure.text).where(*place))
    return dict(opened(text) if text is not None else (digest, None) for digest, text in found)
