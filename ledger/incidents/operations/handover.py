"""Who has it: handing a shift over with one press, and naming owner and deputy."""

from sqlalchemy.orm import Session

from ledger.incidents.models import Handover, Incident
from ledger.incidents.operations.entries import Said, write_entry
from ledger.incidents.operations.touched import locked
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import may, permit
from ledger.people.queries import actor_of, names
from ledger.record.operations import note


def hand_over(  # noqa: PLR0913 what a shift needs, all named
    session: Session, actor: Actor, *, incident_id: str, to_id: str, deputy_id: str | None = None, text: str = ""
) -> Handover:
    """Hand an incident to its next owner (and deputy), with what the next one must know; the timeline says so inside.

    An empty deputy keeps the one there is, unless that person now owns it. Raises `Invalid` for somebody who cannot
    answer incidents, or one person in both parts.
    """
    permit(actor, "answer")
    incident = locked(session, incident_id)
    before = incident.owner_id
    kept = incident.deputy_id if incident.deputy_id != to_id else None
    _name(session, actor, incident, to_id, deputy_id or kept)
    row = Handover(id=new_id(), incident_id=incident.id, from_id=before, to_id=to_id, note=text, at=now())
    row.event_id = note(
        session,
        "incident.handed_over",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"from": before, "to": to_id, "deputy": incident.deputy_id},
        sealed={"note": text},
    )
    session.add(row)
    people = names(session, {before, to_id})
    words = f"Handed over from {people[before]} to {people[to_id]}" + (f": {text}" if text else ".")
    write_entry(session, actor, incident, [], Said("decision", words, row.at, "internal"))
    return row


def name_people(
    session: Session, actor: Actor, *, incident_id: str, owner_id: str, deputy_id: str | None = None
) -> Incident:
    """Name the owner and the deputy of an incident. Raises `Invalid` as `hand_over` does."""
    permit(actor, "answer")
    incident = locked(session, incident_id)
    _name(session, actor, incident, owner_id, deputy_id)
    return incident


def _name(session: Session, actor: Actor, incident: Incident, owner_id: str, deputy_id: str | None) -> None:
    for field, user_id in (("to_id", owner_id), ("deputy_id", deputy_id)):
        if user_id is None:
            continue
        user = session.get(User, user_id)
        if user is None or not user.active or not may(actor_of(user, "UTC"), "answer"):
            raise Invalid({field: "Choose one of our active people who answers incidents."})
    if owner_id == deputy_id:
        raise Invalid({"deputy_id": "The deputy is somebody else than the owner."})
    if (incident.owner_id, incident.deputy_id) == (owner_id, deputy_id):
        return
    incident.owner_id, incident.deputy_id = owner_id, deputy_id
    incident.version += 1
    incident.event_id = note(
        session,
        "incident.people",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"owner": owner_id, "deputy": deputy_id},
    )
    session.flush()
