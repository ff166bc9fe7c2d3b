"""The pages of the two measures that are money: what recovery cost, and who funded it, with what still leaks."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.recovery.effort_plan import Leak, leaks
from ledger.trends.catalogue import MEASURES, Measure
from ledger.trends.cost_median import CostTrend, cost_trends
from ledger.trends.counting import require_named
from ledger.trends.funding import funded_by_quarter
from ledger.trends.leadership import may_see
from ledger.trends.measure_rows import StackSeries
from ledger.trends.queries import cost_lines, cost_sums, funded_sums
from ledger.trends.scope import Scope
from ledger.trends.tallies import cost_by_class, cost_per_quarter


@dataclass(frozen=True)
class MoneyPage:
    """One of the two: stacks by currency, and medians or leaks beside them."""

    measure: Measure
    stacks: Mapping[str, StackSeries]
    classes: Mapping[str, StackSeries]
    """What recovery cost by quality-cost class."""
    medians: Mapping[str, CostTrend]
    leaks: tuple[Leak, ...]
    """Time entries of our mistakes that another system would still bill to a client; there should be none."""


def is_money(key: str) -> bool:
    """Say whether a measure has a page of this kind."""
    return key in MEASURES and MEASURES[key].unit == "money"


def money_page(session: Session, actor: Actor, scope: Scope, key: str) -> MoneyPage:
    """Return M8 or M9; raise `NotFound` for another key, or where it is not this reader's."""
    if not is_money(key) or not may_see(actor, MEASURES[key]):
        sentence = f"There is no measure called {key}."
        raise NotFound(sentence)
    require_named(session, actor, scope)
    if key == "recovery_cost":
        lines = cost_lines(session, actor, scope.judged)
        stacks = cost_per_quarter(cost_sums(session, actor, scope), scope.as_of, scope.tz, scope.quarter_keys)
        classes = cost_by_class(lines, scope.as_of, scope.tz, scope.quarter_keys)
        trends = cost_trends(lines, scope.as_of, scope.tz, scope.judged.month_keys)
        seen = {currency: one.seen_from(scope.month_keys[0]) for currency, one in trends.items()}
        return MoneyPage(MEASURES[key], stacks, classes, seen, ())
    today = scope.as_of.astimezone(scope.tz).date()
    funded = funded_by_quarter(funded_sums(session, actor, scope), scope.quarter_keys, today)
    return MoneyPage(MEASURES[key], funded, {}, {}, tuple(leaks(session, actor)))
