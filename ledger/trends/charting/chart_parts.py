"""Parts of drawings as markup: axes, lines, points, patterns, legends. Every text of others is escaped.

Presentation attributes carry the light look, because a page's stylesheet does not reach inline SVG in the PDF;
static/css/charts.css overrides them by class for dark mode and forced colours. No style attribute and no script: the
content security policy forbids both.
"""

from collections.abc import Iterable, Sequence
from html import escape

from ledger.trends.charting.layout import EDGE
from ledger.trends.charting.marks import Box, LegendItem, LimitLine, Mark, Tick
from ledger.trends.charting.patterns import Style
from ledger.trends.charting.sheet import Sheet

INK, MUTED, PAPER, GRID, STRIP = "#1b2126", "#595d5c", "#ffffff", "#dad4c6", "#f2eee3"
CONCERN, IMPROVEMENT, TARGET = "#b84a00", "#005eb8", "#9b1c4a"
HUES = {1: INK, 2: "#0b4f5c", 3: "#6d3fa0"}
DASHES = {"rebase": "2 4", "upper": "4 3", "lower": "4 3", "target": "8 3 2 3", "inner": "4 3"}
SWATCH = 16
_MIDDLE = SWATCH // 2


def axes(sheet: Sheet, frame: Box, y_ticks: Sequence[Tick], x_ticks: Sequence[Tick], bottom: float) -> str:
    """Draw the grid with its labels, and the labels of the periods under `bottom`; hidden from assistive technology."""
    left, right, label = sheet.x(frame.x), sheet.x(frame.right), sheet.x(frame.x - EDGE)
    font = sheet.geometry.font
    below = round(bottom + font + 3, 1)
    drawn = [
        f'<line class="chart-grid" x1="{left}" x2="{right}" y1="{tick.at}" y2="{tick.at}" stroke="{GRID}"/>'
        f'<text class="chart-muted" x="{label}" y="{tick.at}" dy="0.35em" text-anchor="end" fill="{MUTED}">{tick.label}'
        "</text>"
        for tick in y_ticks
    ]
    for tick in x_ticks:
        roomy = " chart-roomy" if tick.roomy else ""
        place = f'class="chart-muted{roomy}" x="{sheet.x(tick.at)}" text-anchor="middle" fill="{MUTED}"'
        drawn.append(f'<text {place} y="{below}">{tick.label}</text>')
        if tick.second:
            drawn.append(f'<text {place} y="{round(below + 1.2 * font, 1)}">{tick.second}</text>')
    return f'<g class="chart-axes" aria-hidden="true">{"".join(drawn)}</g>'


def unit(words: str, y: float) -> str:
    """Say over the upright axis what it counts."""
    return f'<text class="chart-muted" aria-hidden="true" x="0" y="{y}" fill="{MUTED}">{escape(words)}</text>'


def limit(line: LimitLine) -> str:
    """Draw a line of limits, a target or a funnel; the kind says how it is dashed."""
    kind = line.kind
    stroke = TARGET if kind == "target" else INK if kind in {"centre", "outer"} else MUTED
    dashes = f' stroke-dasharray="{DASHES[kind]}"' if kind in DASHES else ""
    return (
        f'<path class="chart-line-{kind}" d="{line.path}" fill="none" stroke="{stroke}"'
        f' stroke-width="{1.5 if kind in {"centre", "target"} else 1}"{dashes}/>'
    )


def toned(sheet: Sheet, tone: str, x: float, y: float, r: float) -> str:
    """Draw concern as an orange diamond, improvement as a blue square, a change of neither as a dark triangle."""
    return sheet.at(x, y, tone_shape(tone, r))


def tone_shape(tone: str, r: float) -> str:
    """Draw a tone's shape about nought."""
    if tone == "concern":
        wide = round(1.35 * r, 1)
        return f'<path class="chart-concern" d="M0-{wide}L{wide} 0L0 {wide}L-{wide} 0z" fill="{CONCERN}"/>'
    if tone == "improvement":
        size = f'x="-{r}" y="-{r}" width="{2 * r}" height="{2 * r}"'
        return f'<rect class="chart-improvement" {size} fill="{IMPROVEMENT}"/>'
    wide, down = round(1.2 * r, 1), tone == "neutral_down"
    shape = f"M0 {wide}L{wide}-{r}L-{wide}-{r}z" if down else f"M0-{wide}L{wide} {r}L-{wide} {r}z"
    return f'<path class="chart-fill-1" d="{shape}" fill="{INK}"/>'


def point(sheet: Sheet, mark: Mark) -> str:
    """Draw a point: its tone's shape, hollow while not all is due, else a grey dot."""
    r = mark.box.width / 2
    if mark.tone:
        return toned(sheet, mark.tone, mark.box.middle, mark.box.centre, r)
    look = (
        f'class="chart-point chart-hollow" fill="{PAPER}" stroke="{MUTED}" stroke-width="1.8"'
        if mark.hollow
        else f'class="chart-point" fill="{MUTED}"'
    )
    return f'<circle cx="{sheet.x(mark.box.middle)}" cy="{mark.box.centre}" r="{r}" {look}/>'


def unfinished(sheet: Sheet, box: Box) -> str:
    """Draw the dashed frame of what is not all due yet; it cannot be pressed."""
    return (
        f'<rect class="chart-unfinished" {sheet.box(box)} fill="none" stroke="{MUTED}" stroke-dasharray="3 3"'
        ' pointer-events="none"/>'
    )


def patterned(sheet: Sheet, style: Style, look: str = "") -> str:
    """Write the attributes of what a series fills; a solid one is plain, for the seams of tiles show on paper."""
    classes, fill = f"chart-stroke-{style.hue}", f"url(#{sheet.id}-{style.key})"
    if style.pattern == "solid":
        classes, fill = f"{classes} chart-fill-{style.hue}", HUES[style.hue]
    return f'class="{look}{classes}" fill="{fill}" stroke="{HUES[style.hue]}"'


def pattern(sheet: Sheet, style: Style) -> str:
    """Define a series' pattern; in each drawing anew, for WeasyPrint finds none of another's."""
    shape = style.shape
    drawn = ""
    if shape.path and shape.stroke:
        stroke = f'stroke="{HUES[style.hue]}" stroke-width="{shape.stroke}"'
        drawn = f'<path class="chart-stroke-{style.hue}" d="{shape.path}" fill="none" {stroke}/>'
    elif shape.path:
        drawn = f'<path class="chart-fill-{style.hue}" d="{shape.path}" fill="{HUES[style.hue]}"/>'
    return (
        f'<pattern id="{sheet.id}-{style.key}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect class="chart-paper" width="8" height="8" fill="{PAPER}"/>{drawn}</pattern>'
    )


def legend(sheet: Sheet, items: Iterable[LegendItem]) -> str:
    """Name what is drawn: on a page a list that wraps, before the drawing; on paper texts within it."""
    if not sheet.geometry.room:
        return "".join(
            f'<g aria-hidden="true"><g transform="translate({item.x} {item.y})">{_swatch(sheet, item)}</g>'
            f'<text class="chart-ink" x="{round(item.x + SWATCH + 6, 1)}" y="{item.y + sheet.geometry.font - 1}"'
            f' fill="{INK}">{escape(item.text)}</text></g>'
            for item in items
        )
    named = "".join(
        f'<li><svg width="{SWATCH}" height="{SWATCH}">{_swatch(sheet, item)}</svg>{escape(item.text)}</li>'
        for item in items
    )
    return f'<ul class="chart-legend" aria-hidden="true">{named}</ul>' if named else ""


def _swatch(sheet: Sheet, item: LegendItem) -> str:
    """Draw a legend's sign in a square of `SWATCH`, from its top left corner."""
    kind = item.swatch
    if kind in _LINES:
        return limit(LimitLine(_LINES[kind], f"M0 {_MIDDLE}h{SWATCH}"))
    if kind in {"concern", "improvement", "neutral", "neutral_down"}:
        return f'<g transform="translate({_MIDDLE} {_MIDDLE})">{tone_shape(kind, 4.5)}</g>'
    if item.style:
        return f'<rect {patterned(sheet, item.style)} x="0.5" y="0.5" width="15" height="14"/>'
    return _SWATCHES[kind]


def curve(place: int) -> str:
    """Say how a curve is drawn: the first solid, the second dashed."""
    dashes = ' stroke-dasharray="5 3"' if place > 1 else ""
    return f'class="chart-curve-{place}" fill="none" stroke="{HUES[place + 1]}" stroke-width="2"{dashes}'


_LINES = {
    "mean": "centre", "limit": "upper", "inner": "inner", "outer": "outer", "target": "target", "rebase": "rebase"
}  # fmt: skip
_SWATCHES = {
    "curve-1": f'<path d="M0 {_MIDDLE}h{SWATCH}" {curve(1)}/>',
    "curve-2": f'<path d="M0 {_MIDDLE}h{SWATCH}" {curve(2)}/>',
    "hollow": (
        f'<circle class="chart-point chart-hollow" cx="{_MIDDLE}" cy="{_MIDDLE}" r="4.5" fill="{PAPER}"'
        f' stroke="{MUTED}" stroke-width="1.8"/>'
    ),
    "strip": f'<rect class="chart-strip" y="1" width="{SWATCH}" height="14" fill="{STRIP}"/>',
    "unfinished": (
        f'<rect class="chart-unfinished" x="1" y="1" width="14" height="14" fill="none" stroke="{MUTED}"'
        ' stroke-dasharray="3 3"/>'
    ),
}
