"""Nasty values in charts that are drawn from anything: one point, constants, nothing, huge ones; all stay inside."""

from datetime import UTC, datetime, timedelta
from math import log10
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.trends.charting.incident_strip import Event, incident_strip
from ledger.trends.charting.interval_strip import interval_strip
from ledger.trends.charting.scales import PAGE, PAPER, Geometry
from ledger.trends.charting.step_chart import Lasting, step_chart
from ledger.trends.charting.value_chart import Valued, value_chart
from ledger.trends.signals import xmr
from ledger.trends.survival import Lasted, kaplan_meier
from tests.trends.chart_rows import periods, places

GEOMETRIES = pytest.mark.parametrize("geometry", [PAPER, PAGE], ids=lambda geometry: geometry.name)
ROUNDING = 0.2
BEGAN, ENDS = datetime(2025, 11, 22, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
nasty = st.one_of(st.sampled_from([0.0, 1.0, 1e-9, 0.5, 1e9, 3e12]), st.floats(0, 1e6))
moments = st.integers(-400, 400).map(lambda days: ENDS - timedelta(days=days, hours=5))


@GEOMETRIES
@given(values=st.lists(nasty, min_size=1, max_size=30), log=st.booleans())
@settings(max_examples=30)
@example(values=[0.0] * 12, log=False)
@example(values=[3e12] * 12, log=True)
@example(values=[1e-9], log=False)
def test_points_and_limits_of_any_values_lie_inside(values: list[float], log: bool, geometry: Geometry) -> None:  # noqa: FBT001 hypothesis names it
    shown = [log10(value + 1) for value in values] if log else values
    pairs = zip(periods("2024-01", len(shown)), shown, xmr(shown), strict=True)
    chart = value_chart(
        [Valued(key, value, key, 1, band=band) for key, value, band in pairs], "days", geometry, log=log
    )
    assert chart is not None
    top, bottom = chart.frame.y - ROUNDING, chart.frame.bottom + ROUNDING
    assert all(top <= mark.box.centre <= bottom for mark in chart.points)
    assert all(top <= y <= bottom for line in chart.lines for _, y in places(line.path))
    assert all(top <= tick.at <= bottom for tick in chart.y_ticks)


@GEOMETRIES
@given(rows=st.lists(st.tuples(nasty, st.booleans()), min_size=1, max_size=25))
@settings(max_examples=30)
@example(rows=[(0.0, True)])
@example(rows=[(5e9, True)] * 3)
def test_a_curve_of_any_durations_rises_inside_the_frame(rows: list[tuple[float, bool]], geometry: Geometry) -> None:
    steps = kaplan_meier(Lasted(minutes, over=over) for minutes, over in rows)
    chart = step_chart([Lasting("now", steps, len(rows), 0)], geometry)
    if chart is None:
        assert not any(over for _, over in rows)
        return
    (curve,) = chart.curves
    for x, y in places(f"{curve.path}{curve.band}"):
        assert chart.frame.x - ROUNDING <= x <= chart.frame.right + ROUNDING
        assert chart.frame.y - ROUNDING <= y <= chart.frame.bottom + ROUNDING
    heights = [y for _, y in places(curve.path)]
    assert heights == sorted(heights, reverse=True)


@given(
    counted=st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    target=st.one_of(st.none(), st.sampled_from([0.0, 0.5, 1.0])),
    other=st.one_of(st.none(), st.sampled_from([0.0, 1.0])),
)
@settings(max_examples=30)
def test_an_interval_lies_inside_its_strip(counted: tuple[int, int], target: float | None, other: float | None) -> None:
    drawn = interval_strip("Promises", *counted, target, other)
    assert drawn is not None
    across = [drawn.point_x, drawn.target_x, drawn.other_x]
    if drawn.range is not None:
        across += [drawn.range.x, drawn.range.right]
        assert 0 <= drawn.range.y <= drawn.range.bottom <= drawn.height
    assert all(0 <= x <= drawn.width for x in across if x is not None)


@GEOMETRIES
@given(rows=st.lists(st.tuples(st.sampled_from(["S1", "S4"]), moments, st.one_of(st.none(), moments)), min_size=1))
@settings(max_examples=30)
def test_incidents_of_a_year_lie_inside_their_strip_whenever_they_began_or_ended(
    rows: list[tuple[str, datetime, datetime | None]], geometry: Geometry
) -> None:
    events = [Event("HFO-2026-01", "One", severity, at, ended, was_late=False) for severity, at, ended in rows]
    chart = incident_strip(events, (BEGAN, ENDS), ZoneInfo("Europe/London"), geometry)
    assert chart is not None
    for mark in chart.points:
        assert chart.frame.y <= mark.box.centre <= chart.frame.bottom
        assert chart.frame.x - ROUNDING <= mark.box.middle <= chart.frame.right + ROUNDING
    for bar in chart.bars:
        assert chart.frame.y <= bar.centre <= chart.frame.bottom
        assert chart.frame.x - ROUNDING <= bar.x <= bar.right <= chart.frame.right + ROUNDING
