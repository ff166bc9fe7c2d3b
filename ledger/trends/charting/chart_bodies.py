"""Each kind of chart as the inside of an SVG: axes, what cannot be pressed, then the marks."""

from collections.abc import Iterator
from html import escape

from ledger.trends.charting.chart_parts import (
    GRID,
    HUES,
    INK,
    MUTED,
    STRIP,
    axes,
    curve,
    limit,
    pattern,
    patterned,
    point,
    unfinished,
    unit,
)
from ledger.trends.charting.incident_strip import IncidentStrip
from ledger.trends.charting.layout import EDGE
from ledger.trends.charting.marks import Box, Column, FunnelChart, LineChart, Mark, StackedColumns, StepChart
from ledger.trends.charting.paths import Run
from ledger.trends.charting.sheet import Sheet

_LEVELS = {"chart-mean": (INK, 1.5), "chart-axis": (MUTED, 1.5), "chart-grid": (GRID, 1)}


def line(chart: LineChart, sheet: Sheet) -> str:
    """Draw points, the lines between them, limits, mean, and the strip of what is too few for a percentage."""
    strip, frame = chart.strip, chart.frame
    drawn = [axes(sheet, frame, chart.y_ticks, chart.x_ticks, strip.bottom if strip else frame.bottom)]
    if strip:
        drawn.append(
            f'<rect class="chart-strip" aria-hidden="true" {sheet.box(strip)} fill="{STRIP}"/>'
            f'<text class="chart-muted" aria-hidden="true" x="{sheet.x(strip.x - EDGE)}" y="{strip.centre}" dy="0.35em"'
            f' text-anchor="end" fill="{MUTED}">few</text>'
        )
    if chart.unit:
        drawn.append(unit(chart.unit, chart.unit_y))
    drawn.append('<g aria-hidden="true">')
    if chart.mean:
        drawn.append(_level(sheet, frame, chart.mean.y, "chart-mean"))
    drawn += [sheet.lines([*map(limit, chart.lines), *map(_run, chart.runs)]), "</g>"]
    drawn += [sheet.pressable(mark, _few(mark, sheet)) for mark in chart.few]
    drawn += [sheet.pressable(mark, point(sheet, mark)) for mark in chart.points]
    return "".join(drawn)


def steps(chart: StepChart, sheet: Sheet) -> str:
    """Draw one or two curves over their bands; the first lies on top."""
    placed = list(reversed(list(enumerate(chart.curves, 1))))
    bands = (
        f'<path class="chart-band-{at}" d="{one.band}" fill="{HUES[at + 1]}" fill-opacity="0.15"/>'
        for at, one in placed
    )
    curves = (f'<path d="{one.path}" {curve(at)}/>' for at, one in placed)
    return (
        f"{axes(sheet, chart.frame, chart.y_ticks, chart.x_ticks, chart.frame.bottom)}{unit(chart.unit, chart.unit_y)}"
        f'<g aria-hidden="true">{sheet.lines([*bands, *curves])}</g>'
    )


def funnel(chart: FunnelChart, sheet: Sheet) -> str:
    """Draw limits, dots that cannot be pressed where there are very many, and the points that can."""
    lines = [limit(one) for one in chart.lines]
    if chart.dots:
        look = f'fill="none" stroke="{MUTED}" stroke-width="9" stroke-linecap="round"'
        lines.append(f'<path class="chart-dots" d="{chart.dots}" {look}/>')
    return (
        f"{axes(sheet, chart.frame, chart.y_ticks, chart.x_ticks, chart.frame.bottom)}{unit(chart.unit, chart.unit_y)}"
        f'<g aria-hidden="true">{sheet.lines(lines)}</g>'
        f"{''.join(sheet.pressable(mark, point(sheet, mark) + _named(mark, sheet)) for mark in chart.points)}"
    )


def stacked(chart: StackedColumns, sheet: Sheet) -> str:
    """Draw columns of patterned parts; the whole column is a tab stop, its parts are links beside it."""
    frame = chart.frame
    drawn = [f"<defs>{''.join(pattern(sheet, style) for style in chart.styles if style.pattern != 'solid')}</defs>"]
    drawn += [axes(sheet, frame, chart.y_ticks, chart.x_ticks, frame.bottom), unit(chart.unit, chart.unit_y)]
    for column in chart.columns:
        if column.mark.k:
            drawn += _column(column, sheet)
    drawn.append(_level(sheet, frame, chart.zero_y, "chart-axis"))
    return "".join(drawn)


def incidents(chart: IncidentStrip, sheet: Sheet) -> str:
    """Draw a client's year: a lane a severity, bars as long as things lasted, a point each."""
    frame = chart.frame
    lanes = "".join(
        f'{_level(sheet, frame, lane.y, "chart-grid")}<text class="chart-muted" x="{sheet.x(frame.x - EDGE)}"'
        f' y="{lane.y}" dy="0.35em" text-anchor="end" fill="{MUTED}">{lane.name}</text>'
        for lane in chart.lanes
    )
    bars = "".join(
        f'<rect class="chart-range" {sheet.box(bar)} fill="{MUTED}" fill-opacity="0.35"/>' for bar in chart.bars
    )
    return (
        f"{axes(sheet, frame, chart.y_ticks, chart.x_ticks, frame.bottom)}"
        f'<g aria-hidden="true">{lanes}{bars}</g>'
        f"{''.join(sheet.pressable(mark, point(sheet, mark)) for mark in chart.points)}"
    )


def _level(sheet: Sheet, frame: Box, y: float, look: str) -> str:
    """Draw a line across the plot: the mean, nought, or one of the grid."""
    stroke, width = _LEVELS[look]
    across = f'x1="{sheet.x(frame.x)}" x2="{sheet.x(frame.right)}" y1="{y}" y2="{y}"'
    return f'<line class="{look}" aria-hidden="true" {across} stroke="{stroke}" stroke-width="{width}"/>'


def _run(run: Run) -> str:
    dashes = ' stroke-dasharray="3 3"' if run.dashed else ""
    return f'<path class="chart-run" d="{run.path}" fill="none" stroke="{MUTED}" stroke-width="1.5"{dashes}/>'


def _few(mark: Mark, sheet: Sheet) -> str:
    """Write "k of n", or a stroke where even "k/n" does not fit."""
    box = mark.box
    drawn = unfinished(sheet, Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)) if mark.hollow else ""
    middle = sheet.x(box.middle)
    if mark.text:
        words = f'dy="0.35em" text-anchor="middle" fill="{INK}">{mark.text}</text>'
        return f'{drawn}<text class="chart-ink" x="{middle}" y="{box.centre}" {words}'
    across = f'x1="{middle}" x2="{middle}" y1="{box.y + 4}" y2="{round(box.bottom - 4, 1)}"'
    return f'{drawn}<line class="chart-run" {across} stroke="{MUTED}" stroke-width="2"/>'


def _named(mark: Mark, sheet: Sheet) -> str:
    if not mark.text:
        return ""
    place = f'x="{sheet.x(mark.box.middle)}" y="{mark.box.centre}" dx="9" dy="0.35em"'
    return f'<text class="chart-ink" {place} fill="{INK}">{escape(mark.text)}</text>'


def _column(column: Column, sheet: Sheet) -> Iterator[str]:
    mark, box = column.mark, column.mark.box
    inner = "".join(_part(part, sheet) for part in column.segments) if column.slim else ""
    if mark.text:
        roomy = " chart-roomy" if mark.roomy else ""
        place = f'x="{sheet.x(box.middle)}" y="{column.total_y}" text-anchor="middle"'
        inner += f'<text class="chart-ink{roomy}" {place} fill="{INK}">{mark.text}</text>'
    yield sheet.pressable(mark, inner)
    for part in () if column.slim else column.segments:
        yield sheet.pressable(part, _part(part, sheet), is_stop=False)
    if mark.hollow:
        frame = Box(round(box.x - 3, 1), round(box.y - 3, 1), box.width + 6, box.height + 6)
        yield f'<g aria-hidden="true">{unfinished(sheet, frame)}</g>'


def _part(mark: Mark, sheet: Sheet) -> str:
    style = mark.style
    if style is None:
        return ""
    return f"<rect {patterned(sheet, style, 'chart-part ')} {sheet.box(mark.box)}/>"
