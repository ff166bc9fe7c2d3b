"""Telling owner and leadership that an action did not hold: who is told what, and that it was handed on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.kernel.clock import iso, now
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.record.operations import note
from ledger.recovery.action_parts import ActionRepeat
from ledger.recovery.models import Action

STILL_NEWS = timedelta(days=7)
"""What is older is not mailed any more: it stands on the board and with what is owed."""


@dataclass(frozen=True)
class RepeatNews:
    """What is mailed about one repeat, and to whom (ids of users); no client is named."""

    action_id: str
    to: tuple[str, ...]
    subject: str
    text: str
    short_text: str
    """The same without the words of the action, for who wants references only."""


def untold_repeats(session: Session, actor: Actor) -> list[str]:
    """Return the ids of the repeats that owner and leadership have not been mailed about, oldest first."""
    permit(actor, "act")
    untold = (
        ActionRepeat.told_at.is_(None),
        ActionRepeat.undone_at.is_(None),
        ActionRepeat.found_at > now() - STILL_NEWS,
    )
    return list(session.scalars(select(ActionRepeat.id).where(*untold).order_by(ActionRepeat.found_at)))


def repeat_news(session: Session, repeat_id: str) -> RepeatNews | None:
    """Return what to say of a repeat; none where a second person found since that it is no repeat."""
    repeat = session.get_one(ActionRepeat, repeat_id)
    if repeat.undone_at:
        return None
    action = session.get_one(Action, repeat.action_id)
    told = select(User.id).where(User.active, (User.id == action.owner_id) | (User.role == "leadership"))
    home = session.get_one(Incident, action.incident_id).reference
    reference = session.get_one(Incident, repeat.incident_id).reference
    found = f"{reference} has the same cause as {home}, for the same client or service. So what we had changed "
    next_step = (
        f"That took it from {repeat.from_status} to {repeat.fell_to.replace('_', ' ')}, and its owner takes it up "
        "again. If it is not a repeat, propose so on the page of the new incident; a second person decides."
    )
    return RepeatNews(
        action_id=action.id,
        to=tuple(session.scalars(told.order_by(User.email))),
        subject=f"It came back: {reference}",
        text=f"{found}did not hold:\n\n  {action.text}\n\n{next_step}",
        short_text=f"{found}did not hold.\n\n{next_step}",
    )


def told_of_repeat(session: Session, actor: Actor, *, repeat_id: str) -> datetime | None:
    """Write down that the mails to owner and leadership are on their way; return since when, none if they were."""
    permit(actor, "act")
    repeat = session.get_one(ActionRepeat, repeat_id, with_for_update=True, populate_existing=True)
    if repeat.told_at:
        return None
    home = session.get_one(Incident, session.get_one(Action, repeat.action_id).incident_id)
    repeat.told_at = now()
    repeat.event_id = note(
        session,
        "action.repeat_told",
        actor=actor.user_id,
        subjects=home.reference,
        data={
            "repeat": repeat.id,
            "action": repeat.action_id,
            "incident": repeat.incident_id,
            "from_status": repeat.from_status,
            "told_at": iso(repeat.told_at),
        },
    )
    session.flush()
    return repeat.told_at
