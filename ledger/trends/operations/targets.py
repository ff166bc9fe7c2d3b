"""Setting the target of a measure from a month on, and taking that back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note
from ledger.trends.act_models import TrendTarget
from ledger.trends.acts import may_have_target
from ledger.trends.catalogue import MEASURES


def set_target(  # noqa: PLR0913 what is decided, all named
    session: Session, actor: Actor, /, *, measure: str, from_month: str, reason: str, percent: int | None = None
) -> str:
    """Set a measure's target, in whole percent or none at all, from a month on; return the act's id.

    Raises `NotFound` for a measure that there is not, `Invalid` for one that can have no target.
    """
    permit(actor, "decide")
    known = MEASURES.get(measure)
    if known is None:
        sentence = f"There is no measure called {measure}."
        raise NotFound(sentence)
    if not may_have_target(known):
        raise Invalid({"percent": "This measure is neither good nor bad by itself, or no share; it has no target."})
    if not reason.strip():
        raise Invalid({"reason": "Say why: this stands on the exceptions page."})
    row = TrendTarget(
        id=new_id(), measure=measure, from_month=from_month, percent=percent, reason=reason.strip(),
        set_by=actor.user_id, set_at=now(),
    )  # fmt: skip
    row.event_id = note(
        session,
        "target.set",
        actor=actor.user_id,
        subjects=measure,
        data={"target": row.id, "measure": measure, "from_month": from_month, "percent": percent},
        sealed={"reason": row.reason},
    )
    session.add(row)
    session.flush()
    return row.id


def undo_target(session: Session, actor: Actor, /, *, target_id: str, reason: str) -> str:
    """Take a target back, with a reason; what held before holds again. Return the measure it was of."""
    permit(actor, "decide")
    row = session.scalars(select(TrendTarget).where(TrendTarget.id == target_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    if row.undone_at is not None:
        sentence = "This target was taken back already."
        raise Conflict(sentence)
    if not reason.strip():
        raise Invalid({"reason": "Say why: this stands on the exceptions page."})
    row.undone_by, row.undone_at, row.undone_reason = actor.user_id, now(), reason.strip()
    row.event_id = note(
        session,
        "target.undone",
        actor=actor.user_id,
        subjects=row.measure,
        data={"target": row.id, "measure": row.measure, "from_month": row.from_month},
        sealed={"reason": row.undone_reason},
    )
    session.flush()
    return row.measure
