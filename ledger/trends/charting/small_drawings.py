"""Pictures the size of a word, as markup: a sparkline, an interval, and two icons; each is said by one label."""

from html import escape

from markupsafe import Markup

from ledger.trends.charting.chart_parts import CONCERN, IMPROVEMENT, INK, MUTED, PAPER, TARGET, tone_shape
from ledger.trends.charting.marks import Box, Interval, Sparkline

_RINGS = {"concern": CONCERN, "improvement": IMPROVEMENT, "neutral": INK}
_OUTLOOKS = {"missed": "concern", "reached": "improvement"}
_MISSED = f'<path class="chart-ring-concern" d="M8 8l8 8M16 8l-8 8" fill="none" stroke="{CONCERN}" stroke-width="2"/>'
_REACHED = (
    f'<path class="chart-ring-improvement" d="M7 12.5l3.5 3.5L17 8.5" fill="none" stroke="{IMPROVEMENT}"'
    ' stroke-width="2"/>'
)
_BY_CHANCE = (
    '<text class="chart-muted" x="12" y="12" dy="0.36em" text-anchor="middle" font-size="14" font-weight="600"'
    f' font-family="Source Sans Pro, system-ui, sans-serif" fill="{MUTED}">?</text>'
)
_NOBODY_KNOWS = f'<path class="chart-run" d="M8 12h8" fill="none" stroke="{MUTED}" stroke-width="2"/>'
_WAVE = f'<path class="chart-run" d="M6 13q1.5-5 3 0t3 0t3 0t3 0" fill="none" stroke="{MUTED}" stroke-width="1.8"/>'
_DASH = f'<path class="chart-run" d="M7 12h10" stroke="{INK}" stroke-width="2"/>'
_HOLLOW = f'class="chart-point chart-hollow" fill="{PAPER}" stroke="{MUTED}" stroke-width="1.8"'
_WAYS = {1: "M12 7l5 9h-10z", -1: "M12 17l5-9h-10z"}


def sparkline(drawn: Sparkline) -> Markup:
    """Draw months in a cell: what chance does, the target, their mean, the line, dots, hollow ones, flags."""
    inner = []
    if drawn.band:
        inner.append(f'<path class="chart-range" d="{drawn.band}" fill="{MUTED}" fill-opacity="0.2"/>')
    if drawn.target_y is not None:
        look = f'stroke="{TARGET}" stroke-dasharray="3 2"'
        inner.append(f'<path class="chart-line-target" d="M0 {drawn.target_y:g}h{drawn.width}" {look}/>')
    if drawn.mean_y is not None:
        inner.append(
            f'<path class="chart-mean" d="M0 {drawn.mean_y}h{drawn.width}" stroke="{INK}" stroke-width="0.8"/>'
        )
    for run in drawn.runs:
        dashes = ' stroke-dasharray="2 2"' if run.dashed else ""
        look = f'fill="none" stroke="{MUTED}" stroke-width="1.2"{dashes}'
        inner.append(f'<path class="chart-run" d="{run.path}" {look}/>')
    if drawn.dots:
        look = f'fill="none" stroke="{MUTED}" stroke-width="4" stroke-linecap="round"'
        inner.append(f'<path class="chart-dots" d="{drawn.dots}" {look}/>')
    inner += [f'<circle {_HOLLOW} cx="{x:g}" cy="{y:g}" r="2"/>' for x, y in drawn.hollow]
    inner += [f'<g transform="translate({x:g} {y:g})">{tone_shape(tone, 2.5)}</g>' for x, y, tone in drawn.toned]
    return _picture("chart-spark", drawn.label, drawn.width, drawn.height, "".join(inner))


def interval(drawn: Interval) -> Markup:
    """Draw a share with its plausible range (bar), the share itself (dot), and what was promised (tall line)."""
    height = drawn.height
    inner = f'<rect class="chart-track-fill" {_placed(drawn.track)} fill="{MUTED}"/>'
    if drawn.range:
        inner += f'<rect class="chart-range" {_placed(drawn.range)} fill="{MUTED}" fill-opacity="0.35"/>'
    if drawn.other_x is not None:
        inner += f'<path class="chart-mean" d="M{drawn.other_x} 4v{height - 8}" stroke="{INK}" stroke-width="2"/>'
    if drawn.target_x is not None:
        look = f'stroke="{TARGET}" stroke-width="2" stroke-dasharray="3 2"'
        inner += f'<path class="chart-line-target" d="M{drawn.target_x} 1v{height - 2}" {look}/>'
    if drawn.point_x is not None and drawn.tone:
        inner += f'<g transform="translate({drawn.point_x} {height / 2})">{tone_shape(drawn.tone, 4.5)}</g>'
    elif drawn.point_x is not None:
        inner += f'<circle class="chart-point" cx="{drawn.point_x}" cy="{height / 2}" r="4.5" fill="{MUTED}"/>'
    return _picture("chart-spark chart-interval", drawn.label, drawn.width, height, inner)


def change_icon(tone: str, side: int, words: str = "") -> Markup:
    """Draw what has changed as a sign in a ring; `words` where none stand beside it that say so."""
    look = "fill-1" if tone == "neutral" else tone
    way = f'<path class="chart-{look}" d="{_WAYS[side]}" fill="{_RINGS[tone]}"/>' if tone and side in _WAYS else _DASH
    return _ringed(tone, words, way if tone else _WAVE)


def outlook_icon(outlook: str | None, words: str = "") -> Markup:
    """Draw whether the target lies within reach, a dash where nobody can say; `words` as above.

    A full ring is of limits, a broken one (`missed_so_far`, `reached_so_far`) of all that was decided so far.
    """
    said = (outlook or "").removesuffix("_so_far")
    signs = {"missed": _MISSED, "reached": _REACHED, "by_chance": _BY_CHANCE}
    return _ringed(_OUTLOOKS.get(said, ""), words, signs.get(said, _NOBODY_KNOWS), is_broken=said != (outlook or ""))


def _ringed(tone: str, words: str, sign: str, *, is_broken: bool = False) -> Markup:
    look = f"chart-ring chart-ring-{tone}" if tone else "chart-ring"
    dashes = ' stroke-dasharray="4 2.3"' if is_broken else ""
    stroke = f'stroke="{_RINGS.get(tone, MUTED)}" stroke-width="2"{dashes}'
    ring = f'<circle class="{look}" cx="12" cy="12" r="10" fill="{PAPER}" {stroke}/>'
    return _picture("chart-icon chart-spark", words, 24, 24, ring + sign)


def _picture(look: str, words: str, width: float, height: float, inner: str) -> Markup:
    said, title = 'aria-hidden="true"', ""
    if words:
        said, title = f'role="img" aria-label="{escape(words)}"', f"<title>{escape(words)}</title>"
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" class="{look}" {said} {size}>'
    return Markup(f"{opened}{title}{inner}</svg>")  # noqa: S704 words are escaped, all else is ours


def _placed(box: Box) -> str:
    return f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'
