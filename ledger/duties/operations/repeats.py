"""A mistake that came back, put into the outbox for the action's owner and for leadership."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from ledger.duties.moments import REPEAT
from ledger.duties.operations.outbox import plan
from ledger.duties.planning import Planned
from ledger.people.actor import Actor
from ledger.recovery.operations.repeat_mail import repeat_news, told_of_repeat


def plan_repeats(session: Session, actor: Actor, repeat_ids: Iterable[str]) -> int:
    """Put a message for each person who is to hear of one of these repeats into the outbox; return how many were new.

    What was told meanwhile, or found to be no repeat, is left out.
    """
    return sum(_plan_one(session, actor, repeat_id) for repeat_id in repeat_ids)


def _plan_one(session: Session, actor: Actor, repeat_id: str) -> int:
    news, at = repeat_news(session, repeat_id), told_of_repeat(session, actor, repeat_id=repeat_id)
    if news is None or at is None:
        return 0
    return plan(session, actor, [Planned(user_id, "mail", REPEAT, repeat_id, REPEAT, at) for user_id in news.to])
