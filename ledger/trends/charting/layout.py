"""What every chart with axes shares: the legend above, bands for the periods, labels below."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from ledger.trends.charting.marks import Box, LegendItem, Tick
from ledger.trends.charting.patterns import Style
from ledger.trends.charting.scales import Geometry, text_width
from ledger.trends.months import first_day, is_quarter, period_label, short_label

EDGE = 8
"""Room between the plot and the edge of the drawing, and between an axis and its labels."""
_SWATCH = 16
_LINE = 1.6
_GAP = 4
"""Room between two labels, at least."""
_MONTH_STRIDES = (1, 2, 3, 6, 12, 24, 60, 120)
_QUARTER_STRIDES = (1, 2, 4, 8, 20, 40)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a legend says, before it has a place."""

    swatch: str
    text: str
    style: Style | None = None


def place_legend(entries: Sequence[LegendEntry], geometry: Geometry) -> tuple[tuple[LegendItem, ...], float]:
    """Set entries in rows from the top left; give them and the height they take, in units.

    Before a drawing that stretches they stand in a list of the page, and take no room in it.
    """
    if geometry.room:
        return tuple(LegendItem(0, 0, entry.swatch, entry.text, entry.style) for entry in entries), 0.0
    row = geometry.font * _LINE
    x, y = 0.0, 2.0
    placed = []
    for entry in entries:
        width = _SWATCH + 6 + text_width(entry.text, geometry.font)
        if x and x + width > geometry.width:
            x, y = 0.0, y + row
        placed.append(LegendItem(round(x, 1), round(y, 1), entry.swatch, entry.text, entry.style))
        x += width + 12
    return tuple(placed), (y + row if placed else 0.0)


def frame_for(geometry: Geometry, top: float, y_labels: Sequence[str], last: str = "") -> Box:
    """Give the plot's box: right of the widest label of the value axis, below `top`.

    `last` is the label that stands below its right edge, half of it beyond.
    """
    left = max(text_width(label, geometry.font) for label in y_labels) + EDGE
    right = max(EDGE, ceil(text_width(last, geometry.font) / 2))
    return Box(round(left, 1), round(top, 1), round(geometry.width - left - right, 1), geometry.plot_height)


def apart(ticks: Sequence[Tick], geometry: Geometry) -> tuple[Tick, ...]:
    """Keep of labels below an axis, from the left, those that neither touch the one before nor leave the drawing."""
    kept: list[Tick] = []
    free = 0.0
    for tick in ticks:
        half = text_width(tick.label, geometry.font) / 2
        if tick.at - half >= free and tick.at + half <= geometry.width:
            kept.append(tick)
            free = tick.at + half + _GAP
    return tuple(kept)


def bands(frame: Box, periods: int) -> tuple[Box, ...]:
    """Cut a frame into equal bands from left to right, one a period."""
    edges = [round(frame.x + frame.width * place / periods, 1) for place in range(periods + 1)]
    return tuple(Box(left, frame.y, round(right - left, 1), frame.height) for left, right in pairwise(edges))


def period_ticks(periods: Sequence[str], places: Sequence[Box], geometry: Geometry) -> tuple[Tick, ...]:
    """Label as many periods as fit, always the same ones of a year; the year stands below the first label of each.

    Where a drawing stretches more are labelled, which wait for room.
    """
    stride = _stride(periods, places[0].width, geometry.font)
    roomy = _roomy_stride(periods, places[0].width, geometry, stride)
    shown = [_ordinal(period) % stride == 0 for period in periods]
    years = {period[:4] for period, one in zip(periods, shown, strict=True) if one}
    ticks: list[Tick] = []
    said = ""
    for period, band, always in zip(periods, places, shown, strict=True):
        if _ordinal(period) % roomy:
            continue
        year = period[:4]
        says_year = year != said and (always or year not in years)
        said = year if says_year else said
        ticks.append(Tick(band.middle, short_label(period), year if says_year else "", roomy=not always))
    return tuple(ticks)


def fits(text: str, width: float, geometry: Geometry) -> tuple[bool, bool]:
    """Say whether a text fits into a width, always and where there is room."""
    needed = text_width(text, geometry.font)
    return needed <= width, needed <= width * max(1.0, geometry.room / geometry.width)


def below_axis(geometry: Geometry) -> float:
    """Give the height of the two lines of labels under a plot."""
    return round(geometry.font * 2.5 + EDGE, 1)


def span_label(periods: Sequence[str]) -> str:
    """Say from when to when: "December 2025 to November 2026"."""
    first, last = period_label(periods[0]), period_label(periods[-1])
    return first if first == last else f"{first} to {last}"


def _stride(periods: Sequence[str], band: float, font: float) -> int:
    """Find how many periods apart labels may stand without touching."""
    strides = _QUARTER_STRIDES if is_quarter(periods[0]) else _MONTH_STRIDES
    needed = text_width("2026", font) + _GAP
    return next((stride for stride in strides if stride * band >= needed), strides[-1])


def _roomy_stride(periods: Sequence[str], band: float, geometry: Geometry, stride: int) -> int:
    """Find the stride of labels where there is room: one that always meets the labels shown without."""
    if not geometry.room:
        return stride
    wide = _stride(periods, band * geometry.room / geometry.width, geometry.font)
    strides = _QUARTER_STRIDES if is_quarter(periods[0]) else _MONTH_STRIDES
    return next(one for one in strides if one >= wide and stride % one == 0)


def _ordinal(period: str) -> int:
    """Count the periods since year nought, so that January and the first quarter fall on the same strides."""
    day = first_day(period)
    return day.year * 4 + (day.month - 1) // 3 if is_quarter(period) else day.year * 12 + day.month - 1
