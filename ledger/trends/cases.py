"""The cases behind a point: every mark of a figure opens exactly the rows it counts."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.trends.case_words import Case, described_by
from ledger.trends.catalogue import MEASURES
from ledger.trends.counting import behind, behind_left_out, behind_severities, client_exists
from ledger.trends.item_times import overdue_at_month_ends
from ledger.trends.leadership import may_see
from ledger.trends.measure_figures import AGES, age_key
from ledger.trends.measure_rows import OverdueStock
from ledger.trends.months import is_quarter, quarter_key, quarter_months
from ledger.trends.overdue import age_band, overdue_of
from ledger.trends.patterns import SEVERITIES
from ledger.trends.queries import cost_ids, cost_lines, funded_ids, open_action_rows, promise_rows
from ledger.trends.scope import Scope

MET, NOT_MET, LEFT_OUT = "met", "not_met", "left_out"
"""Parts of a share: its numerator, the rest, and what left its denominator (`left_out-REASON` for one reason)."""
BATCH = 500
"""How many ids one SELECT names; SQLite takes 32,766."""


@dataclass(frozen=True)
class CaseList:
    """The rows behind a point; `k` of them met the measure where it is a share."""

    title: str
    cases: tuple[Case, ...]
    k: int | None


_OTHER_TITLES = {
    "overdue_promises": "Overdue promises",
    "overdue_actions": "Overdue actions",
    "severities": "Incidents by severity",
    "cost": "Cost of recovery",
    "cost_class": "Cost of recovery by quality-cost class",
    "funded": "Who funded it",
}
TITLES: Mapping[str, str] = MappingProxyType(
    {key: measure.name for key, measure in MEASURES.items() if measure.unit != "money"} | _OTHER_TITLES
)


@dataclass(frozen=True)
class Point:
    """Which mark of which figure: a measure, one period of it (`2026-05`, `2026-Q2`) or all, one series or all."""

    measure: str
    period: str | None = None
    series: str | None = None


def cases(session: Session, actor: Actor, scope: Scope, point: Point) -> CaseList:
    """Return the rows that a point counts.

    `series` is a severity for incidents, `CURRENCY` or `CURRENCY-CODE` for cost, and for a share `met`, `not_met`,
    `left_out` or `left_out-REASON`; for overdue actions also an age. Raises `NotFound` for a measure
    or a series that does not exist or may not be seen.
    """
    key = point.measure
    if key not in TITLES or (key in MEASURES and not may_see(actor, MEASURES[key])):
        sentence = f"There is no measure called {key}."
        raise NotFound(sentence)
    client_exists(session, actor, scope)
    counted, met = _ids(session, actor, scope, point)
    describe = described_by(key)
    found = {case.id: case for batch in _batches(counted) for case in describe(session, batch)}
    rows = tuple(_judged(found[item], met) for item in counted if item in found)
    return CaseList(TITLES[key], rows, None if met is None else len(met))


def _ids(session: Session, actor: Actor, scope: Scope, point: Point) -> tuple[Sequence[str], frozenset[str] | None]:
    measure = point.measure
    if measure in MEASURES:
        return _of_measure(session, actor, scope, point)
    if measure == "overdue_promises":
        return _of_stock(overdue_of(promise_rows(session, actor, scope), scope.as_of)), None
    if measure == "overdue_actions":
        return _of_stock(overdue_of(open_action_rows(session, actor, scope), scope.as_of)), None
    if measure == "severities":
        return _of_severity(session, actor, scope, point), None
    return _of_money(session, actor, scope, point), None


def _of_severity(session: Session, actor: Actor, scope: Scope, point: Point) -> list[str]:
    _require_part(point.series, {style.key for style in SEVERITIES})
    months = quarter_months(point.period) if point.period and is_quarter(point.period) else (point.period,)
    return [item for month in months for item in behind_severities(session, actor, scope, month, point.series)]


def _require_part(series: str | None, known: Container[str]) -> None:
    if series is not None and series not in known:
        sentence = f"There is no part called {series}."
        raise NotFound(sentence)


def _of_money(session: Session, actor: Actor, scope: Scope, point: Point) -> list[str]:
    currency, _, part = (point.series or "").partition("-")
    found: list[str] = []
    if may(actor, "read_all_costs"):
        quarters = scope.quarter_keys if point.period is None else (point.period,)
        if point.measure == "cost_class":
            found = _of_class(session, actor, scope, quarters, (currency, part))
        else:
            read = cost_ids if point.measure == "cost" else funded_ids
            found = read(session, actor, scope, quarters, (currency, part or None))
    if not found:
        sentence = "There is no such cost, or it is not yours to see."
        raise NotFound(sentence)
    return found


def _of_class(
    session: Session, actor: Actor, scope: Scope, quarters: Sequence[str], series: tuple[str, str]
) -> list[str]:
    currency, part = series
    return [
        line.id
        for line in cost_lines(session, actor, scope)
        if line.currency == currency and part in {"", line.quality} and line.detected_at is not None
        if quarter_key(line.detected_at, scope.tz) in quarters
    ]


def _of_measure(
    session: Session, actor: Actor, scope: Scope, point: Point
) -> tuple[Sequence[str], frozenset[str] | None]:
    """Return what a point of a measure counts: all of it, what met it or did not, an age, or what was left out."""
    measure, series = point.measure, point.series
    if series and series.startswith(LEFT_OUT):
        return behind_left_out(session, actor, scope, measure, series.removeprefix(LEFT_OUT).strip("-") or None), None
    if series and measure == "action_ageing" and series not in {MET, NOT_MET}:
        return _of_age(session, actor, scope, point), None
    counted, met = behind(session, actor, scope, measure, point.period)
    if series in {MET, NOT_MET}:
        kept = [item for item in counted if (item in met) == (series == MET)]
        return kept, frozenset(kept) & met
    _require_part(series, ())
    return counted, None if MEASURES[measure].unit == "count" else met


def _of_age(session: Session, actor: Actor, scope: Scope, point: Point) -> list[str]:
    _require_part(point.series, {style.key for style in AGES})
    ends = overdue_at_month_ends(session, actor, scope)
    return [
        item
        for month, at, items in ends
        if month == (point.period or scope.month_keys[-1])
        for item, since in items
        if age_key(age_band((at - since).days)) == point.series
    ]


def _of_stock(stock: OverdueStock) -> list[str]:
    return [item.id for item in stock.overdue]


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]


def _judged(case: Case, met: frozenset[str] | None) -> Case:
    if met is None:
        return case
    return Case(case.id, case.reference, case.text, case.client, case.at, case.id in met, case.amount)
