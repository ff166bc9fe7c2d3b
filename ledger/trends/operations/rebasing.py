"""Rebasing a measure: limits that begin anew from a month on, proposed, decided by a second person, taken back.

Never automatic: the rules see that there are points enough on both sides, people say what was changed on purpose.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.people.queries import provider
from ledger.record.operations import note
from ledger.trends.act_models import TrendRebase
from ledger.trends.act_rows import standing_acts
from ledger.trends.acts import NO_ACTS, rebase_fault
from ledger.trends.catalogue import MEASURES
from ledger.trends.leadership import judged_measures, may_see
from ledger.trends.scope import Scope


def propose_rebase(session: Session, actor: Actor, /, *, measure: str, from_month: str, reason: str) -> str:
    """Propose that a measure's limits begin anew from a month on, and return the proposal's id.

    Raises `NotFound` for a measure that is not there or not this reader's, `Invalid` where there are too few points or
    the measure bears no limits by month, `Conflict` while another proposal for it waits.
    """
    permit(actor, "propose")
    known = MEASURES.get(measure)
    if known is None or known.unit == "money" or not may_see(actor, known):
        sentence = f"There is no measure called {measure}."
        raise NotFound(sentence)
    if not reason.strip():
        raise Invalid({"reason": "Say what was changed on purpose: this stands on the exceptions page."})
    waiting = select(TrendRebase.id).where(TrendRebase.measure == measure, TrendRebase.decision == "")
    if session.scalar(waiting) is not None:
        sentence = "Another rebase of this measure waits for its decision."
        raise Conflict(sentence)
    _require_points(session, actor, measure, from_month)
    row = TrendRebase(
        id=new_id(),
        measure=measure,
        from_month=from_month,
        reason=reason.strip(),
        proposed_by=actor.user_id,
        proposed_at=now(),
    )
    row.event_id = _noted(session, actor, row, "proposed", sealed={"reason": row.reason})
    session.add(row)
    session.flush()
    return row.id


def decide_rebase(session: Session, actor: Actor, /, *, rebase_id: str, decision: str, words: str = "") -> str:
    """Agree to a rebase or refuse it, as somebody else than who proposed it; return the measure it is of."""
    permit(actor, "decide")
    row = _found(session, rebase_id)
    if row.decision:
        sentence = "This rebase was decided already."
        raise Conflict(sentence)
    second_person(actor, row.proposed_by, act="decide on a rebase")
    if decision not in {"agreed", "refused"}:
        raise Invalid({"decision": "Choose one of: agreed, refused."})
    if decision == "refused" and not words.strip():
        raise Invalid({"words": "Say why not."})
    row.decision, row.decided_words = decision, words.strip()
    row.decided_by, row.decided_at = actor.user_id, now()
    row.event_id = _noted(session, actor, row, "decided", decision=decision, sealed={"words": row.decided_words})
    session.flush()
    return row.measure


def undo_rebase(session: Session, actor: Actor, /, *, rebase_id: str, reason: str) -> str:
    """Take an agreed rebase back: limits run through again. Return the measure it is of."""
    permit(actor, "decide")
    row = _found(session, rebase_id)
    if row.decision != "agreed" or row.undone_at is not None:
        sentence = "This rebase is not in force."
        raise Conflict(sentence)
    if not reason.strip():
        raise Invalid({"reason": "Say why: this stands on the exceptions page."})
    row.undone_by, row.undone_at, row.undone_reason = actor.user_id, now(), reason.strip()
    row.event_id = _noted(session, actor, row, "undone", sealed={"reason": row.undone_reason})
    session.flush()
    return row.measure


def _require_points(session: Session, actor: Actor, measure: str, from_month: str) -> None:
    scope = Scope(now(), provider(session).zone)
    found = judged_measures(session, actor, scope, [measure])[measure]
    if found.chart != "rate":
        raise Invalid({"from_month": "This measure is too rare to have limits by month; there is nothing to rebase."})
    rebased = standing_acts(session).acts.get(measure, NO_ACTS).rebased
    fault = rebase_fault([point for point in found.points if point.mature and point.n], rebased, from_month)
    if fault:
        raise Invalid({"from_month": fault})


def _found(session: Session, rebase_id: str) -> TrendRebase:
    row = session.scalars(select(TrendRebase).where(TrendRebase.id == rebase_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def _noted(
    session: Session, actor: Actor, row: TrendRebase, verb: str, *, sealed: dict[str, str | None], **more: str
) -> str:
    data = {"rebase": row.id, "measure": row.measure, "from_month": row.from_month} | more
    return note(session, f"rebase.{verb}", actor=actor.user_id, subjects=row.measure, data=data, sealed=sealed)
