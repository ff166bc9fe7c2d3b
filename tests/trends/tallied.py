"""Facts counted by hand, a second time: plain loops over facts, for the SQL that counts them to be held against."""

from collections.abc import Iterable, Sequence

from ledger.trends.catalogue import MEASURES
from ledger.trends.facts.fact import Fact
from ledger.trends.measure_rows import Share
from ledger.trends.months import is_mature, last_instant
from ledger.trends.scope import Scope


def shares_by_hand(facts: Iterable[Fact], scope: Scope, key: str) -> tuple[Share, ...]:
    """Return a measure's shares by month for a scope that names no client."""
    mine = [
        fact
        for fact in facts
        if fact.measure == key
        and fact.left_out is None
        and scope.service in {None, fact.service}
        and scope.severity in {None, fact.severity}
    ]
    return tuple(_share(mine, scope, key, month) for month in scope.month_keys)


def _share(facts: Sequence[Fact], scope: Scope, key: str, month: str) -> Share:
    measure = MEASURES[key]
    if measure.unit == "stock":
        at = min(scope.as_of, last_instant(month, scope.tz))
        there = [fact for fact in facts if fact.anchor_at <= at and (fact.unmet_at is None or fact.unmet_at > at)]
        k = sum(fact.met_at is not None and fact.met_at <= at for fact in there)
        return Share(month, k, len(there), mature=is_mature(month, scope.tz, scope.as_of))
    of_month = [fact for fact in facts if fact.month == month]
    counted = [fact for fact in of_month if fact.counts(scope.as_of)]
    k = len(counted) if measure.unit == "count" else sum(fact.is_met(scope.as_of) for fact in counted)
    over = is_mature(month, scope.tz, scope.as_of, measure.decision_days)
    return Share(month, k, len(counted), mature=over and len(counted) == len(of_month))
