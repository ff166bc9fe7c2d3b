"""What a client's year counts of each measure on its scorecard: k of n, against what aim, and what takes no part."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from ledger.incidents.models import ClockRow
from ledger.recovery.models import Promise
from ledger.trends.act_rows import standing_acts
from ledger.trends.acts import NO_ACTS, target_in
from ledger.trends.catalogue import MEASURES, SCORECARD, Measure
from ledger.trends.fact_conditions import about, is_met
from ledger.trends.findings import left_out_words
from ledger.trends.models import TrendFact
from ledger.trends.months import month_key
from ledger.trends.scope import Scope


@dataclass(frozen=True)
class Line:
    """One measure of the year as k of n; `measure` carries the aim that holds now."""

    measure: Measure
    k: int
    n: int
    waiting: int = 0
    """How many are not due yet."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many take no part, by reason."""

    @property
    def beside(self) -> str:
        """Say what n does not hold, empty where it holds all: "2 near misses not counted, 1 not due yet"."""
        kept_out = left_out_words(self.left_out)
        said = [f"{kept_out} not counted"] if kept_out else []
        return ", ".join([*said, f"{self.waiting} not due yet"] if self.waiting else said)


def lines_of(session: Session, scope: Scope, from_at: datetime) -> tuple[Line, ...]:
    """Return the measures of a scope that names one client, since an instant, in that client's zone; one SELECT.

    Nothing that came about after the scope's instant stands in any of them, nor beside them as not due yet.
    """
    counts = TrendFact.counts_at <= scope.as_of
    query = (
        select(
            TrendFact.measure, TrendFact.left_out, func.sum(case((is_met(scope), 1), else_=0)),
            func.sum(case((counts, 1), else_=0)), func.count(),
        )
        .where(TrendFact.measure.in_(SCORECARD), TrendFact.anchor_at >= from_at, _known(scope), _shown(), *about(scope))
        .group_by(TrendFact.measure, TrendFact.left_out)
        .order_by(TrendFact.measure, TrendFact.left_out)
    )  # fmt: skip
    counted: dict[str, tuple[int, int, int]] = {}
    left_out: dict[str, dict[str, int]] = defaultdict(dict)
    for key, reason, k, n, everything in session.execute(query):
        if reason is None:
            counted[key] = int(k), int(n), int(everything) - int(n)
        else:
            left_out[key][reason] = everything
    acts, month = standing_acts(session).acts, month_key(scope.as_of, scope.tz)
    aims = {key: target_in(MEASURES[key], acts.get(key, NO_ACTS).aims, month) for key in SCORECARD}
    return tuple(
        Line(replace(MEASURES[key], target=aims[key]), *counted.get(key, (0, 0, 0)), left_out[key]) for key in SCORECARD
    )


def _known(scope: Scope) -> ColumnElement[bool]:
    """Say that a fact was there at the scope's instant: it lies before, or is of a promise or clock that ran."""
    at, item = scope.as_of, TrendFact.item_id
    promised = select(Promise.id).where(Promise.id == item, Promise.promised_at <= at).exists()
    is_notice = and_(TrendFact.measure == "first_notice", ClockRow.kind == "first_notice", ClockRow.impact_id == item)
    ran = select(ClockRow.id).where(or_(ClockRow.id == item, is_notice), ClockRow.zero_at <= at).exists()
    return or_(TrendFact.anchor_at <= at, promised, ran)


def _shown() -> ColumnElement[bool]:
    """Say that a fact is none of a promise that the client is not shown: it cannot ask about what it cannot see."""
    hidden = select(Promise.id).where(Promise.id == TrendFact.item_id, ~Promise.visible_to_client).exists()
    return or_(TrendFact.measure != "promises_kept", ~hidden)
