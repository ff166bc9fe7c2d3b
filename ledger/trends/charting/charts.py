"""Figures of shares and of parts that add up: a chart with its words and its table.

The caller passes the finding that the caption states and the note that names zone and as-of. A figure without anything
to show says so instead of drawing empty axes.
"""

from collections.abc import Iterable, Sequence

from ledger.trends.charting.figures import Cell, EmptyFigure, LineFigure, Row, StackedFigure, Table, Words
from ledger.trends.charting.layout import span_label
from ledger.trends.charting.line_chart import Link, Signals, line_chart, mature_mean
from ledger.trends.charting.marks import LineChart, StackedColumns
from ledger.trends.charting.patterns import FUNDERS, REMEDIES, SEVERITIES, Style, styles_for
from ledger.trends.charting.scales import FEW, PAGE, Geometry, percent
from ledger.trends.charting.stacked_columns import StackLink, Unit, stacked_columns
from ledger.trends.measure_rows import Share, ShareSeries, Stack, StackSeries
from ledger.trends.months import is_quarter, period_label

NOTHING = "Nothing to count in these {periods}."


def share_figure(
    words: Words, series: ShareSeries, link: Link | None = None, signals: Signals | None = None
) -> LineFigure | EmptyFigure:
    """Draw a share per period as a line of points, with its limits where there are any."""

    def draw(geometry: Geometry) -> LineChart | None:
        return line_chart(series.shares, geometry, link, signals)

    page = draw(PAGE)
    if page is None:
        return _empty(words, [share.period for share in series.shares])
    return LineFigure(
        id=words.id,
        title=words.title,
        caption=words.caption,
        desc=_share_desc(series),
        note=words.note,
        page=page,
        again=draw,
        tabled=lambda: _share_table(words, series.shares, link),
    )


def severity_figure(words: Words, series: StackSeries, link: StackLink | None = None) -> StackedFigure | EmptyFigure:
    """Draw counts of incidents by severity as stacked columns."""
    return stacked_figure(words, series, SEVERITIES, Unit(noun="incidents"), link)


def cost_figure(
    words: Words, series: StackSeries, currency: str, exponent: int, link: StackLink | None = None
) -> StackedFigure | EmptyFigure:
    """Draw amounts of one currency by remedy code as stacked columns."""
    return stacked_figure(words, series, REMEDIES, Unit(currency=currency, exponent=exponent), link)


def funded_figure(
    words: Words, series: StackSeries, currency: str, exponent: int, link: StackLink | None = None
) -> StackedFigure | EmptyFigure:
    """Draw amounts of one currency by who bore them as stacked columns."""
    return stacked_figure(words, series, FUNDERS, Unit(currency=currency, exponent=exponent), link)


def stacked_figure(
    words: Words, series: StackSeries, palette: Sequence[Style], unit: Unit, link: StackLink | None
) -> StackedFigure | EmptyFigure:
    """Draw parts that add up, in the patterns of a palette, as stacked columns."""

    def draw(geometry: Geometry) -> StackedColumns | None:
        return stacked_columns(series, palette, unit, geometry, link)

    page = draw(PAGE)
    periods = [stack.period for stack in series.stacks]
    if page is None:
        return _empty(words, periods)
    noun = unit.noun or f"cost in {unit.currency}"
    return StackedFigure(
        id=words.id,
        title=words.title,
        caption=words.caption,
        desc=f"Stacked columns of {noun}, {span_label(periods)}. The same figures stand in the table below.",
        note=words.note,
        page=page,
        again=draw,
        tabled=lambda: _stack_table(words, series, styles_for(series.series, palette), unit, link),
    )


def _empty(words: Words, periods: Sequence[str]) -> EmptyFigure:
    reason = NOTHING.format(periods=_noun(periods) + "s")
    return EmptyFigure(words.id, words.title, words.caption, words.note, reason)


def _noun(periods: Sequence[str]) -> str:
    return "quarter" if periods and is_quarter(periods[0]) else "month"


def _share_desc(series: ShareSeries) -> str:
    """Say what the picture shows, and what its mean is made of."""
    k, n = mature_mean(series.shares)
    periods = [share.period for share in series.shares]
    said = f"Share for each {_noun(periods)} in percent, {span_label(periods)}."
    mean = f" The line across is the average of what is all due, {k} of {n}." if n >= FEW else ""
    return f"{said}{mean} The same figures stand in the table below."


def _share_table(words: Words, shares: Sequence[Share], link: Link | None) -> Table:
    noun = _noun([share.period for share in shares])
    rows = tuple(
        Row(
            period_label(share.period) + ("" if share.mature else ", not all due yet"),
            (
                Cell(str(share.k)),
                Cell(str(share.n), link(share.period) if link and share.n else None),
                Cell(share_text(share.k, share.n)),
            ),
        )
        for share in shares
    )
    return Table(_table_caption(words, noun), (noun.capitalize(), "Met", "Out of", "Share"), rows)


def share_text(k: int, n: int) -> str:
    """Write a share for a table: in percent, or why there is none."""
    if not n:
        return "none"
    said = percent(k, n)
    return "too few" if said is None else f"{said}%"


def _stack_table(
    words: Words, series: StackSeries, styles: Iterable[Style], unit: Unit, link: StackLink | None
) -> Table:
    shown = tuple(styles)
    noun = _noun([stack.period for stack in series.stacks])
    rows = tuple(
        Row(period_label(stack.period) + ("" if stack.mature else ", not over yet"), _cells(stack, shown, unit, link))
        for stack in series.stacks
    )
    return Table(_table_caption(words, noun), (noun.capitalize(), *(style.name for style in shown), "Total"), rows)


def _cells(stack: Stack, styles: Iterable[Style], unit: Unit, link: StackLink | None) -> tuple[Cell, ...]:
    parts = {part.series: part for part in stack.parts}

    def cell(value: int, count: int, series: str | None) -> Cell:
        return Cell(unit.text(value), link(stack.period, series) if link and count else None)

    everything = sum(part.count for part in stack.parts)
    shown = (cell(parts[style.key].value, parts[style.key].count, style.key) for style in styles)
    return (*shown, cell(stack.total, everything, None))


def _table_caption(words: Words, noun: str) -> str:
    said = words.title if f"by {noun}" in words.title else f"{words.title}, by {noun}"
    return f"{said}. {words.note}".strip()
