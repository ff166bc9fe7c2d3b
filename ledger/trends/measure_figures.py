"""Figures that only a measure's own page has: moving ranges, the median cost, the ages of what is overdue."""

from collections.abc import Sequence
from functools import partial
from math import log10

from ledger.trends.charting.charts import stacked_figure
from ledger.trends.charting.figures import Cell, EmptyFigure, LineFigure, Row, StackedFigure, Table, Words
from ledger.trends.charting.marks import LineChart
from ledger.trends.charting.patterns import Style
from ledger.trends.charting.scales import PAGE, Geometry, money_text, percent
from ledger.trends.charting.stacked_columns import StackLink, Unit
from ledger.trends.charting.value_chart import Valued, value_chart
from ledger.trends.cost_median import CostTrend
from ledger.trends.judging import Judged
from ledger.trends.measure_rows import Part, Stack, StackSeries
from ledger.trends.months import period_label
from ledger.trends.moving_range import moving_ranges
from ledger.trends.signals import Band

WAY = "% of the way to a limit"
AGES = (
    Style("0-30", "up to 30 days", "plain", 1),
    Style("31-60", "31 to 60", "dots", 2),
    Style("61-90", "61 to 90", "rising", 2),
    Style("91-180", "91 to 180", "grid", 3),
    Style("over-180", "over 180", "solid", 1),
)


def moving_range_figure(words: Words, found: Judged) -> LineFigure | None:
    """Draw how far each point moved from the one before; none where nothing has limits."""
    points = moving_ranges(found)
    page = value_chart(points, WAY, PAGE) if points else None
    if page is None:
        return None
    rows = tuple(
        Row(period_label(point.period), (Cell("none" if point.value is None else f"{round(point.value)}%"),))
        for point in points
    )
    desc = "How far each point moved from the one before it. The same figures stand in the table below."
    table = Table(f"{words.title}. {words.note}", ("Period", "Moved"), rows)
    return LineFigure(
        words.id, words.title, words.caption, desc, words.note, page, partial(value_chart, points, WAY), lambda: table
    )


def median_figure(words: Words, trend: CostTrend, currency: str, exponent: int) -> LineFigure | EmptyFigure:
    """Draw the median cost of an incident by month, with limits reckoned on its logarithm."""
    points = [
        Valued(
            month.period,
            None if month.median is None else log10(month.median) - exponent,
            _label(month.period, month.median, currency, exponent),
            len(month.costs),
            hollow=not month.mature,
            tone="" if flag is None else "concern" if flag.side > 0 else "improvement",
            band=band and Band(band.centre - exponent, band.lower - exponent, band.upper - exponent),
        )
        for month, band, flag in zip(trend.months, trend.bands, trend.flags, strict=True)
    ]
    trial = trend.standing == "trial"

    def draw(geometry: Geometry) -> LineChart | None:
        return value_chart(points, currency, geometry, trial=trial, log=True)

    page = draw(PAGE)
    if page is None:
        return EmptyFigure(words.id, words.title, words.caption, words.note, "Nothing was booked in these months.")
    rows = tuple(
        Row(
            period_label(month.period) + ("" if month.mature else ", not over yet"),
            (
                Cell(str(len(month.costs))),
                Cell(_amount(month.median, exponent)),
                Cell(_amount(month.total, exponent)),
                Cell("too few" if month.dearest_share is None else f"{round(100 * month.dearest_share)}%"),
            ),
        )
        for month in trend.months
    )
    heads = ("Month", "Incidents with a cost", "Median", "Total", "Share of the three dearest")
    desc = "What half of a month's incidents cost at most. The same figures stand in the table below."
    table = Table(f"{words.title}. {words.note}", heads, rows)
    return LineFigure(words.id, words.title, words.caption, desc, words.note, page, draw, lambda: table)


def age_figure(words: Words, series: StackSeries, link: StackLink | None = None) -> StackedFigure | EmptyFigure:
    """Draw how many actions were overdue at each month's end, by how long."""
    return stacked_figure(words, series, AGES, Unit(noun="actions"), link)


def median_sentence(trend: CostTrend, currency: str, exponent: int) -> str:
    """Say median, total and the share of the three dearest over all months, and whether the median has changed."""
    every = trend.every
    if every.median is None:
        return f"No incident of these months has a cost in {currency}."
    said = (
        f"Half of {len(every.costs)} incidents cost {_amount(every.median, exponent)} {currency} or less,"
        f" {_amount(every.total, exponent)} together"
    )
    if every.dearest_share is not None:
        said += f"; the three dearest make up {round(100 * every.dearest_share)}%"
    if trend.standing == "dots":
        return f"{said}; too few months to say more."
    if trend.flag is None:
        return f"{said}; no change beyond chance."
    return f"{said}; the median has {'risen' if trend.flag.side > 0 else 'fallen'} beyond chance."


def by_sentence(what: str, done: tuple[float, float, float], counted: int) -> str:
    """Say a share of a survival curve at one moment with its band; below five only how many were counted."""
    if percent(0, counted) is None:
        return f"{what}: too few to say ({counted} counted)"
    share, low, high = (round(100 * one) for one in done)
    return f"{what}: {share}% of {counted}, plausibly {low}% to {high}%"


def _label(period: str, middle: float | None, currency: str, exponent: int) -> str:
    said = "no cost" if middle is None else f"half cost {_amount(middle, exponent)} {currency} or less"
    return f"{period_label(period)}: {said}"


def _amount(minor: float | None, exponent: int) -> str:
    return "none" if minor is None else money_text(round(minor), exponent)


def age_key(words: str) -> str:
    """Give the key of an age's pattern: an id in a drawing holds no spaces."""
    return "over-180" if words.startswith(">") else words


def ages_of(counts: Sequence[tuple[str, bool, Sequence[tuple[str, str]]]]) -> StackSeries:
    """Stack month ends, each with whether it is over and the (id, age band) of what was overdue then."""
    stacks = tuple(
        Stack(
            month,
            tuple(
                Part(style.key, len(ids), len(ids))
                for style in AGES
                for ids in [tuple(one for one, words in members if age_key(words) == style.key)]
            ),
            mature,
        )
        for month, mature, members in counts
    )
    return StackSeries(tuple(style.key for style in AGES), stacks)
