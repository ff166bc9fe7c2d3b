"""The outbox of reminders: planned once, held by one sender at a time, ended with what came of it.

None of this stands in the record but what went further up: that leadership was told is part of the story, that a mail
went out to whoever had it anyway is not.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from ledger.duties.held import Held
from ledger.duties.models import Reminder
from ledger.duties.moments import LEADERSHIP, MANAGER
from ledger.duties.planning import Planned
from ledger.kernel.clock import iso, now
from ledger.kernel.ids import new_id
from ledger.kernel.pauses import HOLD, pause_after
from ledger.people.actor import Actor
from ledger.record.operations import note

KEPT = timedelta(days=90)
MOST_AT_ONCE = 200


def plan(session: Session, actor: Actor, messages: Sequence[Planned]) -> int:
    """Put messages into the outbox, each once whoever else plans it, and return how many were new."""
    fresh = [one for one in messages if not _is_there(session, one)]
    at = now()
    for one in fresh:
        session.add(
            Reminder(
                id=new_id(),
                recipient=one.recipient,
                channel=one.channel,
                kind=one.kind,
                thing_id=one.thing_id,
                moment=one.moment,
                due_at=one.due_at,
                made_at=at,
                status="waiting",
                tries=0,
                next_try_at=at,
                answer="",
            )
        )
        if one.moment in {MANAGER, LEADERSHIP} and one.channel == "mail":
            data = {
                "kind": one.kind,
                "thing": one.thing_id,
                "moment": one.moment,
                "to": one.recipient,
                "due_at": iso(one.due_at),
            }
            note(session, "reminders.escalated", actor=actor.user_id, subjects=one.reference or "escalation", data=data)
    session.flush()
    return len(fresh)


def _is_there(session: Session, one: Planned) -> bool:
    recipient, kind, thing_id, moment, due_at = one.key
    query = select(Reminder.id).where(
        Reminder.recipient == recipient, Reminder.kind == kind, Reminder.thing_id == thing_id,
        Reminder.moment == moment, Reminder.due_at == due_at,
    )  # fmt: skip
    return session.scalar(query) is not None


def hold(session: Session, _actor: Actor, reminder_id: str) -> Held | None:
    """Take one message for sending, and return it; none where somebody else has it or it is not its time."""
    at = now()
    free = (Reminder.id == reminder_id) & (Reminder.status == "waiting") & (Reminder.next_try_at <= at)
    taken = update(Reminder).where(free).values(tries=Reminder.tries + 1, next_try_at=at + HOLD)
    if session.execute(taken.execution_options(synchronize_session=False)).rowcount != 1:  # type: ignore[attr-defined] # an UPDATE has one
        return None
    row = session.get_one(Reminder, reminder_id, populate_existing=True)
    return Held(row.id, row.recipient, row.channel, row.kind, row.thing_id, row.moment, row.due_at, row.tries)


def finish(session: Session, _actor: Actor, reminder_id: str, *, status: str, answer: str) -> None:
    """End a message as `sent` or `dropped`; one that `failed` is tried again after a growing pause, if any is left."""
    row = session.get_one(Reminder, reminder_id, with_for_update=True, populate_existing=True)
    pause = pause_after(row.tries) if status == "failed" else None
    row.answer = answer[:200]
    if pause is not None:
        row.next_try_at = now() + pause
        return
    row.status, row.ended_at = status, now()


def waiting(session: Session, _actor: Actor) -> list[str]:
    """Return the ids of the messages whose time has come, oldest first."""
    query = select(Reminder.id).where(Reminder.status == "waiting", Reminder.next_try_at <= now())
    return list(session.scalars(query.order_by(Reminder.next_try_at, Reminder.id).limit(MOST_AT_ONCE)))


def forget_reminders(session: Session, _actor: Actor) -> int:
    """Forget messages that ended more than ninety days ago, and return how many they were."""
    old = or_(Reminder.status == "sent", Reminder.status == "failed", Reminder.status == "dropped")
    gone = delete(Reminder).where(old, Reminder.ended_at < now() - KEPT)
    return int(session.execute(gone.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined] # a DELETE has one
