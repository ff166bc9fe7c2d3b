"""The cases behind a point: every mark of a figure opens exactly the rows it counts."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy.orm import Session

from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.trends.case_lead import DECIDED, LEFT_OUT, MET, NOT_MET, Sizes, lead, when_of
from ledger.trends.case_words import Case, described_by
from ledger.trends.catalogue import MEASURES
from ledger.trends.charting.patterns import FUNDERS, SEVERITIES
from ledger.trends.counting import behind, behind_left_out, behind_severities, require_named, shares
from ledger.trends.funding import BookedLine
from ledger.trends.item_times import overdue_at_month_ends
from ledger.trends.leadership import may_see
from ledger.trends.measure_figures import AGES, age_key
from ledger.trends.months import month_key, months_of
from ledger.trends.open_items import open_action_rows, promise_rows
from ledger.trends.overdue import age_band, overdue_of
from ledger.trends.queries import cost_bookings, cost_lines, funded_bookings
from ledger.trends.scope import Scope
from ledger.trends.words import amount

MONEY = ("cost", "cost_class", "funded")
_WHO = {"funded": "Who bore it"}
BATCH = 500
"""How many ids one SELECT names; SQLite takes 32,766."""


@dataclass(frozen=True)
class CaseList:
    """The rows behind a point; `k` of them met the measure where it is a share and not a part of one."""

    title: str
    lead: str
    """How many of how many, what they have in common, and of when."""
    cases: tuple[Case, ...]
    k: int | None = None
    who: str = "Client"
    """What `client` of its cases is; empty where it is nothing."""
    met: str = ""
    """What it means that a case met the measure, as the head of a column."""
    more: int = 0
    """How many the point counts beyond those that are listed."""


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


def cases(session: Session, actor: Actor, scope: Scope, point: Point, most: int | None = None) -> CaseList:
    """Return the rows that a point counts, at most `most` of them; what is said above them is of all.

    `series` is a severity for incidents, `CURRENCY` or `CURRENCY-CODE` for cost, and for a share `met`, `not_met`,
    `left_out`, `left_out-REASON`, or `decided` for what stands in months that are all due; for overdue actions also an
    age. Raises `NotFound` for a measure or a series that does not exist or may not be seen.
    """
    key = point.measure
    measure = MEASURES.get("incidents" if key == "severities" else key)
    if key not in TITLES or (measure is not None and not may_see(actor, measure)):
        sentence = f"There is no measure called {key}."
        raise NotFound(sentence)
    require_named(session, actor, scope)
    series = point.series or ""
    periods = scope.quarter_keys if key in MONEY else scope.month_keys
    when = when_of(key, point.period, periods)
    if key in MONEY:
        lines = _of_money(session, actor, scope, point)
        booked = _booked(session, key, lines[:most], series.partition("-")[0])
        total = amount(sum(line.amount for line in lines), series.partition("-")[0])
        said = lead(key, series, when, Sizes(len(lines), 0, 0), total)
        return CaseList(TITLES[key], said, booked, who=_WHO.get(key, ""), more=len(lines) - len(booked))
    counted, met, n = _ids(session, actor, scope, point)
    found = _described(session, key, counted[:most])
    rows = tuple(_judged(found[item], met) for item in counted[:most] if item in found)
    said = lead(key, series, when, Sizes(len(counted), len(met or ()), n))
    k = None if met is None or series in {MET, NOT_MET} else len(met)
    heading = measure.met[0].upper() + measure.met[1:] if measure and k is not None else ""
    return CaseList(TITLES[key], said, rows, k, met=heading, more=len(counted) - len(rows))


def _described(session: Session, measure: str, ids: Sequence[str]) -> dict[str, Case]:
    describe = described_by(measure)
    return {case.id: case for batch in _batches(ids) for case in describe(session, batch)}


def _booked(session: Session, measure: str, lines: Sequence[BookedLine], currency: str) -> tuple[Case, ...]:
    """Put on each line what it adds to the mark, and who bore it; one that was paid back stands there twice."""
    found = _described(session, measure, list(dict.fromkeys(line.id for line in lines)))
    bearers = {style.key: style.name for style in FUNDERS}
    return tuple(
        replace(found[line.id], client=bearers.get(line.source, ""), amount=Money(line.amount, currency))
        for line in lines
        if line.id in found
    )


def _ids(
    session: Session, actor: Actor, scope: Scope, point: Point
) -> tuple[Sequence[str], frozenset[str] | None, int]:
    """Return what a point lists, what of that met its measure where that is asked, and how many the measure counts."""
    measure = point.measure
    if measure in MEASURES:
        return _of_measure(session, actor, scope, point)
    if measure == "overdue_promises":
        ids = overdue_of(promise_rows(session, actor, scope), scope.as_of)
    elif measure == "overdue_actions":
        ids = overdue_of(open_action_rows(session, actor, scope), scope.as_of)
    else:
        ids = _of_severity(session, actor, scope, point)
    return ids, None, len(ids)


def _of_severity(session: Session, actor: Actor, scope: Scope, point: Point) -> list[str]:
    _require_part(point.series, {style.key for style in SEVERITIES})
    months = months_of(point.period) if point.period else (None,)
    return [item for month in months for item in behind_severities(session, actor, scope, month, point.series)]


def _require_part(series: str | None, known: Container[str]) -> None:
    if series is not None and series not in known:
        sentence = f"There is no part called {series}."
        raise NotFound(sentence)


def _of_money(session: Session, actor: Actor, scope: Scope, point: Point) -> list[BookedLine]:
    currency, _, part = (point.series or "").partition("-")
    found: list[BookedLine] = []
    if may(actor, "read_all_costs"):
        periods = scope.quarter_keys if point.period is None else (point.period,)
        if point.measure == "cost_class":
            found = _of_class(session, actor, scope, periods, (currency, part))
        else:
            read = cost_bookings if point.measure == "cost" else funded_bookings
            found = read(session, actor, scope, periods, (currency, part or None))
    if not found:
        sentence = "There is no such cost, or it is not yours to see."
        raise NotFound(sentence)
    return found


def _of_class(
    session: Session, actor: Actor, scope: Scope, periods: Sequence[str], series: tuple[str, str]
) -> list[BookedLine]:
    currency, part = series
    months = {month for period in periods for month in months_of(period)}
    return [
        BookedLine(line.id, line.amount)
        for line in cost_lines(session, actor, scope)
        if line.currency == currency and part in {"", line.quality} and line.detected_at is not None
        if month_key(line.detected_at, scope.tz) in months
    ]


def _of_measure(
    session: Session, actor: Actor, scope: Scope, point: Point
) -> tuple[Sequence[str], frozenset[str] | None, int]:
    """Return what a point of a measure counts: all of it, what met it or did not, an age, or what was left out."""
    measure, series = point.measure, point.series
    if series and series.startswith(LEFT_OUT):
        reason = series.removeprefix(LEFT_OUT).strip("-") or None
        ids = behind_left_out(session, actor, scope, measure, (point.period, reason))
        return ids, None, len(ids)
    if series and measure == "action_ageing" and series not in {MET, NOT_MET}:
        ids = _of_age(session, actor, scope, point)
        return ids, None, len(ids)
    is_share = MEASURES[measure].unit == "share"
    _require_part(series, {MET, NOT_MET, *([DECIDED] if is_share and not point.period else [])})
    months: str | Sequence[str] | None = point.period
    if series == DECIDED:
        of_months = shares(session, actor, scope, (measure,))[measure]
        months = [share.period for share in of_months if share.mature]
    counted, met = behind(session, actor, scope, measure, months)
    kept = [item for item in counted if (item in met) == (series == MET)] if series in {MET, NOT_MET} else counted
    return kept, None if MEASURES[measure].unit == "count" else met, len(counted)


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


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]


def _judged(case: Case, met: frozenset[str] | None) -> Case:
    if met is None:
        return case
    return Case(case.id, case.reference, case.text, case.client, case.at, case.id in met, case.amount)
