"""What a person wants to be reminded of, and how soon what is missed goes further up."""

from datetime import time

from sqlalchemy.orm import Session

from ledger.duties.models import EscalationRule, ReminderWish
from ledger.kernel.errors import Invalid, Stale
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note

LONGEST = 7 * 24 * 60
"""Minutes: what nobody hears of for a week is not escalated."""


def save_wish(  # noqa: PLR0913 what a person may wish, all named
    session: Session,
    actor: Actor,
    *,
    digest_at: time | None = None,
    each: bool = False,
    quiet_from: time = time(20),
    quiet_to: time = time(7),
    short_titles: bool = False,
    weekly: bool = False,
    version: int | None = None,
) -> ReminderWish:
    """Save the actor's own wishes; raise `Stale` where they were changed in between."""
    permit(actor, "read_cases")
    row = session.get(ReminderWish, actor.user_id, with_for_update=True)
    if row is None:
        row = ReminderWish(user_id=actor.user_id, version=0)
    elif version is not None and row.version != version:
        raise Stale
    row.version += 1
    row.digest_at, row.each, row.short_titles = _short(digest_at), each, short_titles
    row.weekly = weekly
    row.quiet_from, row.quiet_to = f"{quiet_from:%H:%M}", f"{quiet_to:%H:%M}"
    row.event_id = note(
        session,
        "reminders.wished",
        actor=actor.user_id,
        subjects=actor.user_id,
        data={
            "digest_at": row.digest_at,
            "each": each,
            "quiet_from": row.quiet_from,
            "quiet_to": row.quiet_to,
            "short_titles": short_titles,
            "weekly": weekly,
        },
    )
    session.add(row)
    session.flush()
    return row


def _short(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def save_escalation(
    session: Session, actor: Actor, *, manager_after: int, leadership_after: int, version: int | None = None
) -> EscalationRule:
    """Save after how many minutes a missed duty of an open S1 or S2 goes to the manager, and to leadership."""
    permit(actor, "manage_settings")
    if not 0 <= manager_after <= leadership_after <= LONGEST:
        sentence = "Leadership hears of it after the manager, and both within a week."
        raise Invalid({"leadership_after": sentence})
    row = session.get(EscalationRule, 1, with_for_update=True)
    if row is None:
        row = EscalationRule(id=1, version=0)
    elif version is not None and row.version != version:
        raise Stale
    row.version += 1
    row.manager_after, row.leadership_after = manager_after, leadership_after
    data = {"manager_after": manager_after, "leadership_after": leadership_after}
    row.event_id = note(session, "reminders.escalation_set", actor=actor.user_id, subjects="escalation", data=data)
    session.add(row)
    session.flush()
    return row
