"""What follows when an action did not hold: its incident, if it was only watched, is worked on again, and the way back.

An incident is put to watch by a press (`letters/operations/closing.py`), which has asked the whole gate; what took it
off the watch by itself can put it back by itself, and nothing else does.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.incidents.operations.touched import everywhere, locked, touched
from ledger.people.actor import Actor
from ledger.record.operations import note
from ledger.recovery.action_standing import keeps_open
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
        _moved(session, actor, held, "incident.unwatched", "resolved")
    return row


def watch(session: Session, actor: Actor, incident: Incident) -> None:
    """Put an incident that is locked to watch: put right, off the board, waiting only for effectiveness."""
    _moved(session, actor, incident, "incident.watched", "watching")


def watch_again(session: Session, actor: Actor, incident_id: str) -> None:
    """Put an incident back to watch that a repeat, now taken back, took off it; not where more is to be done by now."""
    held = locked(session, incident_id)
    rows = session.scalars(select(Action).where(Action.incident_id == held.id)).all()
    if held.status == "resolved" and not any(keeps_open(row) for row in rows):
        watch(session, actor, held)


def _moved(session: Session, actor: Actor, held: Incident, event: str, status: str) -> None:
    held.status = status
    held.version += 1
    seen_by = everywhere(held, touched(session, held.id))
    held.event_id = note(session, event, actor=actor.user_id, subjects=seen_by, data={"status": status})
    session.flush()
