"""Geometry: everything drawn lies where it should, and stands for what it says."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.trends.catalogue import MEASURES
from ledger.trends.charting.charts import cost_figure, severity_figure, share_figure
from ledger.trends.charting.figures import EmptyFigure, LineFigure, StackedFigure, Words
from ledger.trends.charting.line_chart import line_chart
from ledger.trends.charting.marks import Box
from ledger.trends.charting.patterns import PATTERNS, REMEDIES, SEVERITIES
from ledger.trends.charting.scales import FEW, PAGE, PAPER, Geometry
from ledger.trends.charting.sparkline import judged_sparkline, sparkline
from ledger.trends.charting.stacked_columns import Unit, stacked_columns
from ledger.trends.judging import judged
from ledger.trends.measure_rows import ShareSeries, StackSeries
from tests.trends.chart_rows import any_shares, any_stacks, places, shares, stacks

GEOMETRIES = pytest.mark.parametrize("geometry", [PAPER, PAGE], ids=lambda geometry: geometry.name)
EUROS = Unit(currency="EUR", exponent=2)
WORDS = Words("told", "Told first", "A finding.", "Months in UTC.")
ROUNDING = 0.2


def holds(outer: Box, inner: Box) -> bool:
    """Say whether a box lies within another, but for rounding."""
    across = outer.x - ROUNDING <= inner.x and inner.right <= outer.right + ROUNDING
    return across and outer.y - ROUNDING <= inner.y and inner.bottom <= outer.bottom + ROUNDING


@GEOMETRIES
@given(series=any_shares)
def test_every_point_of_a_line_stands_inside_its_frame_and_band(series: ShareSeries, geometry: Geometry) -> None:
    chart = line_chart(series.shares, geometry)
    if chart is None:
        assert series.n == 0
        return
    sheet = Box(0, 0, geometry.width, chart.height)
    for mark in chart.points:
        assert chart.frame.y - ROUNDING <= mark.box.centre <= chart.frame.bottom + ROUNDING
        assert mark.hit.x <= mark.box.middle <= mark.hit.right
    assert all(holds(sheet, mark.hit) for mark in (*chart.points, *chart.few))
    assert chart.mean is None or chart.frame.y <= chart.mean.y <= chart.frame.bottom
    assert len(chart.points) == sum(share.n >= FEW for share in series.shares)
    assert len(chart.few) == sum(0 < share.n < FEW for share in series.shares)


@GEOMETRIES
@given(series=any_shares)
def test_hit_areas_of_a_line_do_not_overlap_and_have_the_full_height(series: ShareSeries, geometry: Geometry) -> None:
    chart = line_chart(series.shares, geometry)
    marks = sorted((*chart.points, *chart.few), key=lambda mark: mark.period) if chart else []
    assert all(one.hit.right <= two.hit.x + ROUNDING for one, two in pairwise(marks))
    assert all(chart and mark.hit.height >= chart.frame.height for mark in marks)


@GEOMETRIES
@given(series=any_stacks)
def test_parts_of_a_column_touch_and_add_up_to_it(series: StackSeries, geometry: Geometry) -> None:
    chart = stacked_columns(series, REMEDIES, EUROS, geometry)
    if chart is None:
        assert not any(part.count for stack in series.stacks for part in stack.parts)
        return
    for column, stack in zip(chart.columns, series.stacks, strict=True):
        assert holds(chart.frame, column.mark.box)
        assert all(holds(column.mark.box, segment.box) for segment in column.segments)
        assert sum(segment.value or 0 for segment in column.segments) == stack.total == column.mark.value
        assert sum(segment.k for segment in column.segments) == column.mark.k
        boxes = sorted((segment.box for segment in column.segments), key=lambda box: (box.y, box.bottom))
        assert all(one.bottom == pytest.approx(two.y, abs=ROUNDING) for one, two in pairwise(boxes))
        height = sum(segment.box.height for segment in column.segments)
        assert height == pytest.approx(column.mark.box.height, abs=0.1 * (len(column.segments) + 2))


@GEOMETRIES
@given(series=any_stacks)
def test_labels_of_the_periods_do_not_touch(series: StackSeries, geometry: Geometry) -> None:
    chart = stacked_columns(series, REMEDIES, EUROS, geometry)
    ticks = chart.x_ticks if chart else ()
    always = [tick for tick in ticks if not tick.roomy]
    assert chart is None or ticks
    assert all(two.at - one.at > 2.4 * geometry.font for one, two in pairwise(always))
    stretched = max(1.0, geometry.room / geometry.width)
    assert all(stretched * (two.at - one.at) > 2.4 * geometry.font for one, two in pairwise(ticks))
    years = [tick.second for tick in ticks if tick.second]
    assert years == sorted(set(years))


def test_a_point_tells_its_list_its_share_and_whether_all_is_due() -> None:
    series = shares([(7, 9), (2, 3), (0, 0), (5, 5)], immature=1)
    chart = line_chart(series.shares, PAPER, lambda period: f"/list/{period}")
    assert chart is not None
    seven, five = chart.points
    assert (seven.label, seven.href, seven.k, seven.n, seven.value) == (
        "January 2026: 7 of 9, 78%",
        "/list/2026-01",
        7,
        9,
        78,
    )
    assert (five.label, five.hollow, five.box.centre) == (
        "April 2026: 5 of 5, 100%, not all due yet",
        True,
        chart.frame.y,
    )
    (few,) = chart.few
    assert (few.label, few.text, few.value) == ("February 2026: 2 of 3, too few for a percentage", "2 of 3", None)


def test_a_line_breaks_where_a_month_has_no_point_and_is_dashed_to_what_is_not_due() -> None:
    chart = line_chart(shares([(5, 9), (6, 9), (1, 2), (7, 9), (0, 0), (8, 9), (9, 9)], immature=1).shares, PAPER)
    assert chart is not None
    assert [run.dashed for run in chart.runs] == [False, True]


def test_a_mean_is_of_mature_months_only_and_needs_five() -> None:
    chart = line_chart(shares([(1, 2), (2, 4), (9, 9)], immature=1).shares, PAPER)
    assert chart is not None
    assert chart.mean is not None
    assert (chart.mean.k, chart.mean.n, chart.mean.text, chart.mean.y) == (3, 6, "average 50%", chart.frame.centre)
    few = line_chart(shares([(1, 4), (9, 9)], immature=1).shares, PAPER)
    assert few is not None
    assert few.mean is None


def test_the_same_months_of_each_year_are_labelled_and_the_year_stands_at_its_first() -> None:
    chart = line_chart(shares([(5, 9)] * 24, first="2024-12").shares, PAGE)
    assert chart is not None
    always = [(tick.label, tick.second) for tick in chart.x_ticks if not tick.roomy]
    assert always == [("Jan", "2025"), ("Jul", ""), ("Jan", "2026"), ("Jul", "")]
    assert {tick.label for tick in chart.x_ticks if tick.roomy} == {"Apr", "Oct"}


def test_what_was_reversed_beyond_its_booking_hangs_below_zero() -> None:
    chart = stacked_columns(stacks([{"RW": 300, "SC": -100}], first="2026-Q1"), REMEDIES, EUROS, PAPER)
    assert chart is not None
    rework, credit = chart.columns[0].segments
    assert (rework.box.bottom, credit.box.y) == (chart.zero_y, chart.zero_y)
    assert rework.box.height == pytest.approx(3 * credit.box.height, abs=0.3)


def test_a_column_says_its_parts_and_leads_to_all_of_them_or_one() -> None:
    series = stacks([{"S1": 1, "S3": 2}, {}], immature=1)
    chart = stacked_columns(series, SEVERITIES, Unit("incidents"), PAPER, lambda key, part: f"/{key}/{part or 'all'}")
    assert chart is not None
    full, empty = chart.columns
    assert (full.mark.label, full.mark.href, full.mark.text) == (
        "January 2026: 3 incidents (S1 1, S3 2)",
        "/2026-01/all",
        "3",
    )
    assert [(part.label, part.href) for part in full.segments] == [
        ("January 2026, S1: 1", "/2026-01/S1"),
        ("January 2026, S3: 2", "/2026-01/S3"),
    ]
    assert [item.text for item in chart.legend] == ["S1", "S3"]
    assert (empty.mark.label, empty.mark.href, empty.segments) == ("February 2026, not over yet: 0 incidents", None, ())


def test_every_remedy_has_a_pattern_of_its_own() -> None:
    assert len({style.pattern for style in REMEDIES}) == len(REMEDIES) == len(PATTERNS)
    assert len({style.pattern for style in SEVERITIES}) == 4


def test_a_series_without_a_pattern_is_refused() -> None:
    with pytest.raises(ValueError, match="no pattern for ZZ"):
        stacked_columns(stacks([{"ZZ": 1}]), REMEDIES, EUROS, PAPER)


@given(any_shares)
@example(shares([(5, 5)] * 40))
def test_a_sparkline_stays_inside_its_small_space(series: ShareSeries) -> None:
    drawn = sparkline(series.shares)
    if drawn is None:
        assert all(share.n < FEW for share in series.shares)
        return
    inside = [*places(drawn.dots), *drawn.hollow, *(place for run in drawn.runs for place in places(run.path))]
    assert all(2 <= x <= drawn.width - 2 and 2 <= y <= drawn.height - 2 for x, y in inside)
    shown = [at for at, share in enumerate(series.shares) if share.n >= FEW]
    wide = (drawn.width - 6) / len(series.shares)
    assert min(x for x, _ in inside) == pytest.approx(3 + (shown[0] + 0.5) * wide, abs=0.3)
    assert max(x for x, _ in inside) == pytest.approx(3 + (shown[-1] + 0.5) * wide, abs=0.3)
    assert f"{series.k} of {series.n}" in drawn.label


def spots_of(path: str) -> list[tuple[float, float]]:
    """Give x and y of all numbers of a band's path that stand in pairs."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([-\d.]+) ([-\d.]+)", path)]


@given(any_shares, st.sampled_from(["told_first", "incidents", "repeats", "action_ageing"]))
@settings(max_examples=30)
def test_a_judged_sparkline_holds_limits_target_and_flags_inside(series: ShareSeries, key: str) -> None:
    counts = MEASURES[key].unit == "count"
    given_shares = [replace(share, k=share.n) if counts else share for share in series.shares]
    found = judged(MEASURES[key], given_shares)
    drawn = judged_sparkline(found)
    if drawn is None:
        assert not counts
        return
    dotted = [*places(drawn.dots), *drawn.hollow, *((x, y) for x, y, _ in drawn.toned)]
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in [*dotted, *spots_of(drawn.band)])
    assert bool(drawn.band) == any(found.bands)
    assert (drawn.target_y is None) == (found.measure.target is None)
    flagged = [
        flag for point, flag in zip(found.points, found.flags, strict=True) if flag and (counts or point.n >= FEW)
    ]
    assert len(drawn.toned) == len(flagged)


def test_a_figure_without_anything_says_so() -> None:
    empty = share_figure(WORDS, shares([(0, 0), (0, 0)]))
    assert isinstance(empty, EmptyFigure)
    assert empty.reason == "Nothing to count in these months."
    cost = cost_figure(WORDS, stacks([{}], first="2026-Q1"), "EUR", 2)
    assert isinstance(cost, EmptyFigure)
    assert cost.reason == "Nothing to count in these quarters."
    assert sparkline(()) is None


def test_the_table_holds_what_the_line_shows_and_more() -> None:
    figure = share_figure(WORDS, shares([(7, 9), (2, 3), (0, 0)], immature=1), lambda period: f"/{period}")
    assert isinstance(figure, LineFigure)
    rows = {row.head: [cell.text for cell in row.cells] for row in figure.table.rows}
    assert rows == {
        "January 2026": ["7", "9", "78%"],
        "February 2026": ["2", "3", "too few"],
        "March 2026, not all due yet": ["0", "0", "none"],
    }
    assert [row.cells[1].href for row in figure.table.rows] == ["/2026-01", "/2026-02", None]
    assert "7 of 9" not in figure.table.caption
    assert figure.table.caption == "Told first, by month. Months in UTC."


def test_the_table_of_stacks_has_a_column_a_series_and_a_total() -> None:
    figure = severity_figure(WORDS, stacks([{"S1": 1, "S4": 2}]))
    assert isinstance(figure, StackedFigure)
    assert figure.table.heads == ("Month", "S1", "S4 near miss", "Total")
    assert [cell.text for cell in figure.table.rows[0].cells] == ["1", "2", "3"]
    cost = cost_figure(WORDS, stacks([{"RW": 48875}], first="2026-Q4"), "EUR", 2)
    assert isinstance(cost, StackedFigure)
    assert [cell.text for cell in cost.table.rows[0].cells] == ["488.75 EUR", "488.75 EUR"]
