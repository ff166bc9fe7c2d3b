"""Reading what people want to be reminded of, and when missed duties go further up."""

from dataclasses import dataclass
from datetime import time

from sqlalchemy.orm import Session

from ledger.duties.models import EscalationRule, ReminderWish
from ledger.duties.moments import Escalation
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class Wish:
    """What one person is reminded of beyond the open S1 and S2 that are theirs."""

    version: int = 0
    digest_at: time | None = None
    each: bool = False
    quiet_from: time = time(20)
    quiet_to: time = time(7)
    short_titles: bool = False
    weekly: bool = False


def own_wish(session: Session, actor: Actor) -> Wish:
    """Return the actor's wishes; nothing is on where nothing was ever said."""
    permit(actor, "read_cases")
    row = session.get(ReminderWish, actor.user_id)
    return Wish() if row is None else wish_of(row)


def wish_of(row: ReminderWish) -> Wish:
    """Return a row as plain values."""
    return Wish(
        row.version, time.fromisoformat(row.digest_at) if row.digest_at else None, row.each,
        time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_to), row.short_titles,
        row.weekly,
    )  # fmt: skip


@dataclass(frozen=True)
class EscalationShown:
    """When a missed duty goes further up, with the version that a form is drawn from."""

    version: int
    manager_after: int
    leadership_after: int


def escalation(session: Session, actor: Actor) -> EscalationShown:
    """Return when missed duties go further up: as set, else the usual minutes."""
    permit(actor, "read_settings")
    row = session.get(EscalationRule, 1)
    usual = Escalation()
    if row is None:
        return EscalationShown(0, usual.manager_after, usual.leadership_after)
    return EscalationShown(row.version, row.manager_after, row.leadership_after)
