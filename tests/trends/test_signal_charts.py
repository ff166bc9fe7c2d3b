"""The drawings of judged measures: everything lies inside, limits are cut to the axis, and each point says itself."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.trends.catalogue import MEASURES
from ledger.trends.charting.drawing import CHARTS
from ledger.trends.charting.figures import FunnelFigure, LineFigure, StepFigure, Words
from ledger.trends.charting.funnel_chart import funnel_chart
from ledger.trends.charting.interval_strip import interval_strip, verdict
from ledger.trends.charting.limit_lines import band_lines
from ledger.trends.charting.marks import Box, FunnelChart, LimitLine, StepChart
from ledger.trends.charting.scales import PAGE, PAPER, Geometry, Scale, text_width
from ledger.trends.charting.small_drawings import change_icon, interval, outlook_icon
from ledger.trends.charting.step_chart import RISE, Lasting, duration, step_chart
from ledger.trends.gap_figure import gap_words, gaps_figure
from ledger.trends.judging import judged
from ledger.trends.measure_rows import Rare, Share, ShareSeries
from ledger.trends.page_figures import lasting_figure
from ledger.trends.scope import Scope
from ledger.trends.signal_figures import funnel_figure, judged_figure, step_figure
from ledger.trends.signals import Band
from ledger.trends.survival import Lasted, kaplan_meier
from tests.trends.chart_rows import any_shares, places
from tests.trends.test_drawing import SVG, parsed, tree
from tests.trends.test_judging import months, steady

GEOMETRIES = pytest.mark.parametrize("geometry", [PAPER, PAGE], ids=lambda geometry: geometry.name)
AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
WORDS = Words("one", "Kept & told", "A finding.", "Months of UTC.")


def ys(path: str) -> list[float]:
    """Give the heights of a line's points."""
    return [y for _, y in places(path)]


def inside(frame: Box, lines: tuple[LimitLine, ...]) -> bool:
    """Say whether every point of every line lies within the frame."""
    return all(frame.y - 0.2 <= y <= frame.bottom + 0.2 for line in lines for y in ys(line.path))


@given(any_shares)
@settings(max_examples=40)
def test_limits_of_any_series_lie_inside_the_frame(series: ShareSeries) -> None:
    figure = judged_figure(WORDS, judged(MEASURES["promises_kept"], series.shares))
    if isinstance(figure, LineFigure):
        assert all(inside(chart.frame, chart.lines) for chart in (figure.page, figure.paper))


@given(any_shares)
@settings(max_examples=25)
def test_counts_and_their_limits_lie_inside_the_frame(series: ShareSeries) -> None:
    counts = [Share(share.period, share.n, share.n, share.mature) for share in series.shares]
    figure = judged_figure(WORDS, judged(MEASURES["incidents"], counts, people=300))
    if isinstance(figure, LineFigure):
        for chart in (figure.page, figure.paper):
            assert inside(chart.frame, chart.lines)
            assert all(chart.frame.y - 0.2 <= mark.box.centre <= chart.frame.bottom + 0.2 for mark in chart.points)


def test_limits_break_where_a_period_has_none_and_are_cut_at_the_axis() -> None:
    boxes = [Box(10.0 * place, 0, 10, 100) for place in range(4)]
    band = Band(0.9, 0.7, 1.2)
    lines = band_lines([band, None, band, band], boxes, Scale(0, 1, 100, 0))
    assert [line.kind for line in lines] == ["lower", "upper", "centre"] * 2
    assert lines[1].path == "M0 0H10"


def test_a_flagged_point_has_a_shape_of_its_own_and_says_so() -> None:
    figure = judged_figure(
        WORDS, judged(MEASURES["promises_kept"], months([*steady(90, 100, 16), (40, 100)])), "/x/{}".format
    )
    assert isinstance(figure, LineFigure)
    bad = figure.paper.points[-1]
    assert (bad.tone, bad.label) == ("concern", "March 2026: 40 of 100, 40%, worse than chance")
    assert "worse than chance" in [item.text for item in figure.paper.legend]
    drawn = [item for item in tree(figure).iter() if item.get("class") == "chart-concern"]
    assert len(drawn) == 2, "point and legend"


@GEOMETRIES
def test_a_curve_rises_inside_its_band_and_frame(geometry: Geometry) -> None:
    steps = kaplan_meier(Lasted(float(m), over=m % 5 != 0) for m in range(7, 900, 13))
    chart = step_chart([Lasting("now", steps, 69, 14), Lasting("before", (), 0, 0)], geometry)
    assert chart is not None
    (curve,) = chart.curves
    heights = ys(curve.path)
    assert heights == sorted(heights, reverse=True)
    assert inside(chart.frame, (LimitLine("band", curve.band), LimitLine("line", curve.path)))
    assert step_chart([Lasting("now", (), 0, 0)], geometry) is None


def test_a_curve_ends_with_the_last_that_was_observed_and_its_axis_says_of_what() -> None:
    steps = kaplan_meier([Lasted(600, over=True), Lasted(1500, over=False)])
    ended = step_chart([Lasting("Fixes", steps, 2, 1, until=600)], PAPER, "came back")
    going_on = step_chart([Lasting("Fixes", steps, 2, 1)], PAPER)
    assert ended is not None
    assert going_on is not None
    assert (ended.unit, going_on.unit) == ("came back after", "over after")
    ends = [max(x for x, _ in places(chart.curves[0].path)) for chart in (ended, going_on)]
    assert ends[0] < going_on.frame.right == ends[1]


def test_what_rises_less_than_can_be_seen_waits_for_the_next_step() -> None:
    rows = [Lasted(10.0, over=True, count=900), *(Lasted(60.0 * hour, over=True) for hour in range(1, 24))]
    steps = kaplan_meier([*rows, Lasted(24 * 60.0, over=False, count=20)])
    chart = step_chart([Lasting("now", steps, 943, 20)], PAPER)
    assert chart is not None
    drawn = ys(chart.curves[0].path)
    assert len(drawn) < len(steps)
    assert abs(drawn[-1] - (chart.frame.bottom - steps[-1].done * chart.frame.height)) < RISE


def test_durations_are_said_as_people_say_them() -> None:
    assert [duration(m) for m in (0.4, 45, 60, 150, 4319, 10_000)] == [
        "0 min",
        "45 min",
        "1 h",
        "2 h 30 min",
        "71 h 59 min",
        "7 days",
    ]


@GEOMETRIES
@given(
    st.lists(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=12)
)
@settings(max_examples=25)
def test_a_funnels_points_and_limits_lie_inside(geometry: Geometry, counts: list[tuple[int, int]]) -> None:
    chart = funnel_chart([(f"C{place}", k, n) for place, (k, n) in enumerate(counts)], geometry, -1)
    assert chart is not None
    assert inside(chart.frame, chart.lines)
    assert all(chart.frame.y - 0.2 <= mark.box.centre <= chart.frame.bottom + 0.2 for mark in chart.points)
    assert all(chart.frame.x <= mark.box.middle <= chart.frame.right for mark in chart.points)


def test_only_what_lies_beyond_the_outer_limits_is_named() -> None:
    chart = funnel_chart([("BAD", 30, 40), *((f"C{n}", n // 10, n) for n in range(40, 200, 20))], PAPER, -1)
    assert chart is not None
    assert [mark.text for mark in chart.points if mark.text] == ["BAD"]
    assert chart.points[0].tone == "concern"
    assert funnel_chart([("ONE", 1, 9), ("NONE", 0, 0)], PAPER, -1) is None


@GEOMETRIES
@pytest.mark.parametrize("largest", [9, 60, 700, 12_000, 90_000])
def test_sizes_below_a_funnel_and_its_names_neither_touch_nor_leave_the_drawing(
    geometry: Geometry, largest: int
) -> None:
    counts = [("SMALL", 0, 5), ("OTHER", largest // 20, largest - 1), ("WORST-ONE", largest * 9 // 10, largest)]
    chart = funnel_chart(counts, geometry, -1)
    assert chart is not None
    assert_apart(chart)
    for mark in chart.points:
        assert mark.box.right + 4 + text_width(mark.text, geometry.font) <= geometry.width


@GEOMETRIES
@pytest.mark.parametrize("minutes", [20, 55, 110, 230, 700, 1400, 4000, 20_000, 40_000, 200_000, 500_000])
def test_times_below_a_curve_neither_touch_nor_leave_the_drawing_and_name_its_end(
    geometry: Geometry, minutes: int
) -> None:
    steps = kaplan_meier(Lasted(minutes * part / 9, over=True) for part in range(1, 10))
    chart = step_chart([Lasting("now", steps, 9, 0)], geometry)
    assert chart is not None
    assert_apart(chart)
    assert (chart.x_ticks[0].at, chart.x_ticks[-1].at) == (chart.frame.x, chart.frame.right)


def test_the_time_to_the_first_notice_is_not_called_putting_right() -> None:
    steps = kaplan_meier([Lasted(30.0, over=True), Lasted(90.0, over=False)])
    drawn = lasting_figure((Lasting("this quarter", steps, 2, 1, still="not told yet"),), "", "first_notice")
    assert (drawn.title, drawn.table.heads[-1]) == ("Time to the first notice", "Not told yet")
    assert drawn.caption == "This quarter: half by 30 min; 1 of 2 not told yet."


def assert_apart(chart: StepChart | FunnelChart) -> None:
    """Hold the labels below a chart to their room: inside the drawing, none on another."""
    assert len(chart.x_ticks) > 1
    free = 0.0
    for tick in chart.x_ticks:
        half = text_width(tick.label, chart.geometry.font) / 2
        assert free <= tick.at - half
        free = tick.at + half
    assert free <= chart.geometry.width


def test_of_very_many_clients_those_within_the_limits_are_dots_and_the_table_leads_to_each() -> None:
    counts = [("BAD", 30, 40), *((f"C{n}", n // 10, n) for n in range(40, 200, 2))]
    figure = funnel_figure(WORDS, counts, -1, "/{}".format)
    assert isinstance(figure, FunnelFigure)
    for chart in (figure.page, figure.paper):
        assert [mark.series for mark in chart.points] == ["BAD"]
        found = places(chart.dots)
        assert len(found) == len(counts) - 1
        assert all(chart.frame.x <= x <= chart.frame.right for x, _ in found)
        assert all(chart.frame.y <= y <= chart.frame.bottom for _, y in found)
    root = tree(figure)
    assert [link.get("href") for link in root.iter("a")] == [f"/{name}" for name, _, _ in counts]
    assert "data table leads to the cases of each client" in figure.note
    in_short = funnel_figure(WORDS, counts, -1, "/{}".format, in_short=True)
    assert isinstance(in_short, FunnelFigure)
    assert [row.head for row in in_short.table.rows] == ["BAD", "The other 80 clients"]
    assert [cell.text for cell in in_short.table.rows[-1].cells] == ["920", "9520", "10%"]


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (0, 0, "nothing to count"), (1, 4, "too few to say"), (5, 20, "below our aim"),
        (17, 20, "below our aim so far, perhaps by chance"), (15, 15, "at our aim so far"),
        (99, 100, "at our aim or better"),
    ],
)  # fmt: skip
def test_a_verdict_is_given_only_where_the_whole_range_lies_on_one_side(k: int, n: int, said: str) -> None:
    assert verdict(k, n, 0.9)[0] == said
    drawn = interval_strip("Promises", k, n, 0.9)
    assert (drawn is None) == (n == 0)
    if drawn is not None and drawn.range is not None:
        assert 0 <= drawn.range.x <= (drawn.point_x or 0) <= drawn.range.right <= drawn.width


def test_days_between_say_their_dates_lead_to_what_ended_them_and_show_the_gap_that_runs() -> None:
    days = [40, 36, 44, 38, 42, 39, 41, 37, 43, 40, 38, 6, 2, 2, 1, 1, 1, 1]
    ends = [AS_OF - timedelta(days=30 + sum(days[place:])) for place in range(len(days) + 1)]
    times = tuple(Rare(at, f"{at:%Y-%m}") for at in ends)
    plain = judged(MEASURES["promises_kept"], months([(10, 10)] * 24), gaps=[float(day) for day in days])
    found = replace(plain, rare_at=times, rare_in=Counter(one.month for one in times))
    scope = Scope(AS_OF, "UTC")
    words = gap_words("gaps", found, scope, "")
    assert words.title == "Days between promises not kept on time"
    assert "On 19 days of these months" in words.caption
    assert "the last on 23 Oct 2026, 30 days ago" in words.caption
    figure = gaps_figure(words, found, scope, "/x/{}/{}".format)
    assert isinstance(figure, LineFigure)
    *over, running = figure.page.points
    assert (over[0].href, running.href) == (f"/x/{times[1].month}/not_met", None)
    assert (running.hollow, running.label) == (True, "since 23 Oct 2026: 30 days so far")
    assert over[-1].tone == "concern", "what is not kept comes ever more often"
    assert figure.page.x_ticks
    assert all(tick.second in {"2024", "2025", "2026"} for tick in figure.page.x_ticks)
    assert [row.head for row in figure.table.rows][-1] == "since 23 Oct 2026"
    undecided = gaps_figure(words, replace(found, gaps=found.gaps[:-1], gap_flags=()), scope)
    assert isinstance(undecided, LineFigure)
    assert [point.hollow for point in undecided.page.points[-3:]] == [False, True, True], "not all due yet"
    over_by_now = replace(scope, as_of=AS_OF + timedelta(days=900), ends_with=f"{AS_OF:%Y-%m}")
    assert "before these months ended" in gap_words("gaps", found, over_by_now, "").caption
    ended = gaps_figure(words, found, over_by_now)
    assert isinstance(ended, LineFigure)
    assert ended.page.points[-1].label == "since 23 Oct 2026: 39 days so far", "not to a day that is not shown"


def test_every_signal_figure_is_well_formed_and_carries_no_style() -> None:
    steps = kaplan_meier(Lasted(float(m), over=True) for m in range(5, 90))
    rare = judged(
        MEASURES["repeats"], months([(0, 10)] * 24), gaps=[9.0, 20, 31, 12, 14, 8, 30, 22, 17], rarer_is_met=True
    )
    rare = replace(rare, rare_at=tuple(Rare(AS_OF - timedelta(days=20 * ago), "2026-05") for ago in range(10, 0, -1)))
    figures = [
        judged_figure(WORDS, judged(MEASURES["incidents"], months([(20, 20)] * 13), people=0), "/{}".format),
        gaps_figure(WORDS, rare, Scope(AS_OF, "UTC")),
        step_figure(WORDS, [Lasting("now", steps, 85, 0), Lasting("before", steps, 85, 0)]),
        funnel_figure(WORDS, [("A", 1, 9), ("B", 30, 40)], -1, "/{}".format),
    ]
    assert [type(figure) for figure in figures] == [LineFigure, LineFigure, StepFigure, FunnelFigure]
    for figure in figures:
        root = tree(figure)
        assert not [item for item in root.iter() if "style" in item.attrib]
        text = CHARTS["figure"](figure)
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids))


def test_an_interval_and_an_icon_are_pictures_with_words() -> None:
    drawn = interval_strip("Promises", 17, 23, 0.9, other=0.8)
    assert drawn is not None
    for picture in (interval(drawn), change_icon("concern", -1, "worse & worse"), outlook_icon(None, "no target")):
        svg = parsed(picture)[0]
        assert svg.get("role") == "img"
        assert svg.get("aria-label") == svg.findtext(f"{SVG}title")
    beside = parsed(change_icon("concern", -1))[0]
    assert (beside.get("aria-hidden"), beside.find(f"{SVG}title")) == ("true", None), "words stand beside it"
