"""Closing a case: the verb stands here because it needs letters, answers, actions and remedies at once."""

from sqlalchemy.orm import Session

from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import Incident
from ledger.incidents.operations.clocks import end_clocks
from ledger.incidents.operations.entries import Said, write_entry
from ledger.incidents.operations.milestones import record_milestones
from ledger.incidents.operations.touched import locked, touched
from ledger.kernel.clock import day_in, now
from ledger.kernel.errors import Conflict, Invalid
from ledger.letters.closing import gate_of, watched_until
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.operations import note
from ledger.recovery.operations.action_outcome import watch
from ledger.recovery.operations.commitments import release_rest

CLOSABLE = ("open", "contained", "resolved", "watching")
_WAITED_FOR_NO_MORE = tuple(kind for kind in ClockKind if kind is not ClockKind.EFFECTIVENESS)


def close_incident(
    session: Session, actor: Actor, *, incident_id: str, no_letter_reason: str | None = None
) -> Incident:
    """Close a case, or let it watch while a fix has to show that it holds (off the board, effectiveness still owed).

    `no_letter_reason` stands for final letters that are missing. Raises `Invalid` with a sentence for each thing that
    is missing, `Conflict` where nothing is left to close. What the clocks still waited for ends; a missed one stays so.
    """
    permit(actor, "answer")
    incident = locked(session, incident_id)
    if incident.status not in CLOSABLE:
        sentence = f"This incident has ended already ({incident.status.replace('_', ' ')})."
        raise Conflict(sentence)
    gate = gate_of(session, actor, incident_id)
    gaps = [gap for gap in gate.gaps if not (gap.kind == "letter" and no_letter_reason)]
    if gaps:
        raise Invalid({"close": [gap.sentence for gap in gaps]})
    if gate.opens_to == "watching":
        if incident.status == "watching":
            until = watched_until(session, actor, incident_id)
            letter = "It waits for the letter on whether the fix held; issue the follow-up letter first."
            watched = (
                f"An action is watched until {day_in(until, provider(session).zone)}; record its result first."
                if until
                else ""
            )
            raise Conflict(watched or letter)
        _watch(session, actor, incident)
    else:
        release_rest(session, actor, incident.id)
        incident.status = "closed"
        record_milestones(session, actor, incident, {"closed_at": now()})
        end_clocks(session, actor, incident, now())
    if no_letter_reason:
        said = Said("decision", f"Closed without a final letter: {no_letter_reason}", now(), "internal")
        write_entry(session, actor, incident, touched(session, incident_id), said)
        sealed = {"reason": no_letter_reason}
        note(session, "incident.closed_without_letter", actor=actor.user_id, subjects=incident.reference, sealed=sealed)
    session.flush()
    return incident


def _watch(session: Session, actor: Actor, incident: Incident) -> None:
    watch(session, actor, incident)
    for kind in _WAITED_FOR_NO_MORE:
        end_clocks(session, actor, incident, now(), kind)
