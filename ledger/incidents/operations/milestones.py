"""Setting and superseding milestones; the status follows, and so do the times of impacts that were taken from them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.milestones import faults, status_of
from ledger.incidents.models import Incident
from ledger.incidents.operations.clocks import end_clocks, start_clock
from ledger.incidents.operations.entries import Said, milestones_of, write_entry
from ledger.incidents.operations.touched import Touched, everywhere, locked, logs_of, touched
from ledger.kernel.clock import iso, month_in, now
from ledger.kernel.errors import Conflict, Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.operations import note

INTERNAL = frozenset({"acknowledged_at"})
"""Milestones that no client's log holds."""
_FOLLOWED = {"impact_started_at": "from_at", "resolved_at": "to_at"}
"""Milestone to the time of an impact that is taken from it until somebody writes another one there."""
_REOPENED = ("resolved", "watching", "closed")


def set_milestones(session: Session, actor: Actor, *, incident_id: str, times: Mapping[str, datetime]) -> Incident:
    """Set or supersede the milestones given; what stands already is passed over.

    Raises `Invalid` by milestone for a time in the future or in an impossible order, for awareness that stands already
    (moving it needs a second person), and for closing (a step of its own).
    """
    permit(actor, "answer")
    incident = locked(session, incident_id)
    changes = {name: at for name, at in times.items() if getattr(incident, name) != at}
    if "closed_at" in changes:
        raise Invalid({"closed_at": "Closing is a step of its own, once the client has its letter."})
    if "aware_at" in changes and incident.aware_at is not None:
        raise Invalid({"aware_at": "Awareness is zero of every clock: propose to move it, with a reason."})
    if changes:
        record_milestones(session, actor, incident, changes)
    return incident


def reopen(session: Session, actor: Actor, *, incident_id: str, reason: str) -> Incident:
    """Take back that it was put right (or closed); updates are owed again from now on.

    Raises `Conflict` for an incident that is not put right.
    """
    permit(actor, "answer")
    incident = locked(session, incident_id)
    if incident.status not in _REOPENED:
        sentence = "Only an incident that was put right can be reopened."
        raise Conflict(sentence)
    affected = touched(session, incident.id)
    incident.status = "open"
    record_milestones(session, actor, incident, {"resolved_at": None, "closed_at": None})
    write_entry(session, actor, incident, affected, Said("decision", f"Reopened: {reason}", now(), "internal"))
    for one in affected:
        start_clock(session, actor, one.impact.id, ClockKind.UPDATES, now())
    return incident


def record_milestones(
    session: Session, actor: Actor, incident: Incident, changes: Mapping[str, datetime | None]
) -> None:
    """Write changed milestones with their events, for verbs that have asked for permission and hold the row.

    Raises `Invalid` by milestone for what cannot be.
    """
    before = milestones_of(incident)
    after = {**before, **changes}
    if found := faults(after, now()):
        raise Invalid(_beside_the_changed(found, changes))
    affected = touched(session, incident.id)
    incident.status = status_of(after, incident.status)
    incident.version += 1
    for name, at in changes.items():
        setattr(incident, name, at)
        _note_milestone(session, actor, incident, affected, name, before[name])
        _follow(session, actor, affected, name, before[name], at)
    incident.report_month = _month(session, incident)
    if resolved_at := changes.get("resolved_at"):
        end_clocks(session, actor, incident, resolved_at, ClockKind.UPDATES)
    session.flush()


def _beside_the_changed(found: Mapping[str, str], changes: Mapping[str, datetime | None]) -> dict[str, str]:
    """Return the faults beside what was changed: a time that stood already is not what the person just wrote."""
    own = {name: sentence for name, sentence in found.items() if name in changes}
    return own or {name: " ".join(found.values()) for name in changes}


def _note_milestone(  # noqa: PLR0913, PLR0917 the parts of the event
    session: Session,
    actor: Actor,
    incident: Incident,
    affected: list[Touched],
    name: str,
    before: datetime | None,
) -> None:
    at: datetime | None = getattr(incident, name)
    incident.event_id = note(
        session,
        "incident.milestone",
        actor=actor.user_id,
        subjects=incident.reference if name in INTERNAL else everywhere(incident, affected),
        occurred_at=at,
        data={
            "milestone": name,
            "at": iso(at) if at else None,
            "before": iso(before) if before else None,
            "status": incident.status,
        },
    )


def _follow(  # noqa: PLR0913, PLR0917 what moved, and from where to where
    session: Session,
    actor: Actor,
    affected: list[Touched],
    milestone: str,
    before: datetime | None,
    at: datetime | None,
) -> None:
    name = _FOLLOWED.get(milestone)
    for one in affected if name else ():
        if name and getattr(one.impact, name) == before:
            setattr(one.impact, name, at)
            one.impact.version += 1
            one.impact.event_id = note(
                session,
                "impact.changed",
                actor=actor.user_id,
                subjects=logs_of([one]),
                data={name: iso(at) if at else None},
            )


def _month(session: Session, incident: Incident) -> str:
    """Return the month in which it is counted; an imported one of unknown times stays where its file put it."""
    counted_at = incident.detected_at or incident.impact_started_at
    return month_in(counted_at, provider(session).zone) if counted_at else incident.report_month
