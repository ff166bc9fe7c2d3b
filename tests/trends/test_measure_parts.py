"""What only a measure's own page has: moving ranges, median costs, ages of what is overdue, fixes that hold, lists."""

from datetime import UTC, datetime, timedelta
from math import log10
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from ledger.people.actor import Actor
from ledger.trends.cases import Point, cases
from ledger.trends.catalogue import MEASURES
from ledger.trends.charting.figures import Words
from ledger.trends.cost_median import cost_trends
from ledger.trends.item_times import held_for
from ledger.trends.judging import judged
from ledger.trends.measure_figures import by_sentence, median_figure, median_sentence, moving_range_figure
from ledger.trends.measure_page import measure_page
from ledger.trends.measure_rows import CostLine
from ledger.trends.models import TrendFact
from ledger.trends.moving_range import LIMITS, moving_ranges
from ledger.trends.scope import Scope
from ledger.trends.signals import xmr
from ledger.trends.survival import Lasted, done_by, kaplan_meier
from ledger.trends.tallies import cost_by_class
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.trends.chart_rows import periods
from tests.trends.test_judging import months, steady

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
WORDS = Words("x", "X", "Said.", "Noted.")


@pytest.mark.parametrize("key", ["promises_kept", "action_ageing", "incidents"])
def test_the_mean_moving_range_lies_where_limits_are_made_of_it(key: str) -> None:
    points = [(k, k) for k, _ in steady(40, 100)] if key == "incidents" else steady(70, 100)
    found = moving_ranges(judged(MEASURES[key], months(points), people=1_000))
    ranges = [point.value for point in found if point.value is not None]
    assert len(ranges) == len(points) - 1
    assert sum(ranges) / len(ranges) == pytest.approx(LIMITS.centre), "2.66 of them reach to a limit"


def test_a_jump_lies_above_the_upper_line_and_says_so() -> None:
    found = judged(MEASURES["promises_kept"], months([*steady(90, 100, 16), (40, 100), *steady(90, 100, 5)]))
    points = moving_ranges(found)
    assert [point.tone for point in points[15:19]] == ["", "neutral", "neutral", ""]
    figure = moving_range_figure(WORDS, found)
    assert figure is not None
    assert len(figure.table.rows) == 22
    assert moving_range_figure(WORDS, judged(MEASURES["promises_kept"], months(steady(7, 10, 5)))) is None


def lines(by_month: dict[str, list[int]]) -> list[CostLine]:
    """Make a cost line for each amount, each of an incident of its own, detected in the middle of its month."""
    days = {month: datetime.fromisoformat(f"{month}-15T12:00+00:00") for month in by_month}
    return [
        CostLine(f"{month}-{at}", "RW", "EUR", minor, days[month], f"{month}-{at}")
        for month, amounts in by_month.items()
        for at, minor in enumerate(amounts)
    ]


def test_costs_of_a_month_are_totalled_by_incident_and_a_reversal_to_nothing_is_no_cost() -> None:
    given = lines({"2026-09": [100, 200, 300, 400, 9000]})
    given += [CostLine("more", "RW", "EUR", 50, given[0].detected_at, "2026-09-0")]
    given += [CostLine("back", "RW", "EUR", -200, given[0].detected_at, "2026-09-1")]
    given += [CostLine("other", "RW", "USD", 7, given[0].detected_at, "2026-09-2")]
    trend = cost_trends(given, AS_OF, ZONE, ("2026-09", "2026-11"))["EUR"]
    month, running = trend.months
    assert (month.costs, month.total, month.median) == ((9000, 400, 300, 150), 9850, 350)
    assert month.dearest_share == pytest.approx(9700 / 9850)
    assert (month.mature, running.mature, running.median) == (True, False, None)
    assert median_sentence(trend, "EUR", 2).startswith("Half of 4 incidents cost 3.50 EUR or less, 98.50 together")


def test_limits_of_the_median_are_those_of_its_logarithm() -> None:
    medians = [1000, 1600, 900, 1400, 1100, 1700, 950, 1300, 1050, 1500, 1200, 1250, 400_000]
    keys = periods("2025-10", 13)
    trend = cost_trends(lines({key: [value] for key, value in zip(keys, medians, strict=True)}), AS_OF, ZONE, keys)[
        "EUR"
    ]
    (wanted, *_) = xmr([log10(value) for value in medians])
    assert trend.bands[0] is not None
    assert trend.bands[0] == wanted
    assert (trend.flag and trend.flag.side, trend.standing) == (1, "limits")
    assert "risen beyond chance" in median_sentence(trend, "EUR", 2)
    figure = median_figure(WORDS, trend, "EUR", 2)
    assert [cell.text for cell in figure.table.rows[-1].cells] == ["1", "4,000.00", "4,000.00", "too few"]  # type: ignore[union-attr] # there is something to draw


def test_what_is_over_by_a_moment_is_said_with_its_band_and_never_for_few() -> None:
    rows = [Lasted(minutes, over=True) for minutes in range(60, 660, 30)] + [Lasted(500, over=False)] * 5
    said = by_sentence("Put right within eight hours", done_by(kaplan_meier(rows), 480), len(rows))
    assert said == "Put right within eight hours: 60% of 25, plausibly 42% to 79%"
    assert by_sentence("X", (0.5, 0, 1), 4) == "X: too few to say (4 counted)"


def facts(ledger: Ledger, *rows: dict[str, Any]) -> Actor:
    """Put facts into the ledger of a provider and return leadership."""
    a_provider(ledger)
    with ledger.database.write() as session:
        for row in rows:
            common = {"id": f"{row['measure']}:{row['item_id']}", "service": "", "counts_at": row["anchor_at"]}
            session.execute(insert(TrendFact).values(common | row))
        session.commit()
    return an_actor(ledger, "leadership")


def test_overdue_actions_stand_by_age_at_each_months_end(ledger: Ledger) -> None:
    def action(item: str, overdue_since: datetime, ended_at: datetime | None = None) -> dict[str, Any]:
        began = datetime(2026, 1, 5, tzinfo=UTC)
        return {
            "measure": "action_ageing", "item_id": item, "month": "2026-01", "anchor_at": began,
            "met_at": overdue_since, "unmet_at": ended_at,
        }  # fmt: skip

    lead = facts(
        ledger,
        action("young", AS_OF - timedelta(days=3)),
        action("old", AS_OF - timedelta(days=200)),
        action("ended", AS_OF - timedelta(days=80), AS_OF - timedelta(days=30)),
        action("not yet", AS_OF + timedelta(days=3)),
    )
    scope = Scope(AS_OF, "UTC", 6)
    page = ledger.ask(measure_page, lead, scope, "action_ageing")
    assert page.ages is not None
    october, november = page.ages.stacks[-2:]
    assert {part.series: part.count for part in november.parts if part.count} == {"0-30": 1, "over-180": 1}
    assert october.total == 1, "what had ended by then is not overdue any more"
    assert [share.k for share in page.judged.shares][-2:] == [october.total, november.total]


def test_fixes_hold_until_they_come_back_and_a_year_at_most(ledger: Ledger) -> None:
    def fix(item: str, days_ago: int, back_after: int | None = None) -> dict[str, Any]:
        declared = AS_OF - timedelta(days=days_ago)
        back = None if back_after is None else declared + timedelta(days=back_after)
        month = f"{declared:%Y-%m}"
        return {"measure": "repeats_in_a_year", "item_id": item, "month": month, "anchor_at": declared, "met_at": back}

    lead = facts(ledger, fix("held", 700), fix("back", 300, 40), fix("new", 10), fix("later", 20, 30))
    rows = ledger.ask(held_for, lead, Scope(AS_OF, "UTC", 24))
    days = sorted((round(row.minutes / 1440), row.over) for row in rows)
    assert days == [(10, False), (20, False), (40, True), (365, False)]


def test_numerator_rest_and_what_was_left_out_have_lists_of_their_own_length(ledger: Ledger) -> None:
    lead = facts(ledger)
    a_client(ledger)
    for _ in range(3):
        an_incident(ledger, lead)
    scope = Scope(datetime.now(UTC) + timedelta(days=2), "UTC", 3)
    page = ledger.ask(measure_page, lead, scope, "told_first")
    lengths = {
        series: len(ledger.ask(cases, lead, scope, Point("told_first", None, series)).cases)
        for series in (None, "met", "not_met", "left_out")
    }
    assert lengths == {
        None: page.judged.n,
        "met": page.judged.k,
        "not_met": page.judged.n - page.judged.k,
        "left_out": 0,
    }


def test_costs_stand_by_quality_cost_class_and_quarter() -> None:
    at = datetime(2026, 8, 3, tzinfo=UTC)
    given = [
        CostLine("a", "RW", "EUR", 100, at, "1"),
        CostLine("b", "MO", "EUR", 40, at, "1", "prevention"),
        CostLine("c", "MO", "EUR", -15, at, "1", "prevention"),
        CostLine("d", "RW", "EUR", 7, None, "2"),
    ]
    (stack,) = cost_by_class(given, AS_OF, ZONE, ("2026-Q3",))["EUR"].stacks
    assert {part.series: part.value for part in stack.parts} == {"external_failure": 100, "prevention": 25}
