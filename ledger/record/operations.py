"""Noting events while rows are written; `appending` appends them to their logs as the last act of a unit of work."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.record.canonical import Value
from ledger.record.catalogue import require, version_of
from ledger.record.event import Event
from ledger.record.models import PROVIDER_LOG, Log, LogHead

_NOTED = "noted events"
_UUID7 = 7


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


def taken_noted(session: Session) -> list[Event]:
    """Return the events noted in this session, which has none from now on."""
    return cast("list[Event]", session.info.pop(_NOTED, []))


def open_log(session: Session, log_id: str, origin: str) -> None:
    """Create an empty log; `origin` is what its checkpoints will be called."""
    session.add(Log(id=log_id, origin=origin))
    session.flush()
    session.add(LogHead(log_id=log_id, size=0, peaks=b"", last_recorded_at=None))
    session.flush()
