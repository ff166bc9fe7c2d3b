"""What follows when an action did not hold: its incident, if it was only watched, is worked on again."""

from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.incidents.operations.touched import everywhere, locked, touched
from ledger.people.actor import Actor
from ledger.record.operations import note
from ledger.recovery.models import Action
from ledger.recovery.operations.action_telling import stepped


def did_not_hold(  # noqa: PLR0913 the step and where it leads
    session: Session, actor: Actor, incident: Incident, row: Action, *, to: str, why: str
) -> Action:
    """Write down that an action did not hold: `not_effective` while it was watched, `reopened` afterwards."""
    event = "action.reopened" if to == "reopened" else "action.not_effective"
    stepped(session, actor, incident, row, event, to=to, note=why)
    held = locked(session, incident.id)
    if held.status == "watching" and row.handed_over_at is None:
        held.status = "resolved"
        held.version += 1
        held.event_id = note(
            session,
            "incident.unwatched",
            actor=actor.user_id,
            subjects=everywhere(held, touched(session, held.id)),
            data={"status": held.status},
        )
        session.flush()
    return row
