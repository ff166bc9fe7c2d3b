"""Counts or amounts that add up, per period, as columns of patterned parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.trends.charting.layout import LegendEntry, bands, below_axis, fits, frame_for, period_ticks, place_legend
from ledger.trends.charting.marks import PRESSABLE, Box, Column, Mark, StackedColumns, Tick
from ledger.trends.charting.patterns import Style, styles_for
from ledger.trends.charting.scales import Geometry, Scale, money_text, money_ticks, whole_ticks
from ledger.trends.measure_rows import Part, Stack, StackSeries
from ledger.trends.months import period_label

_COLUMN_SHARE = 0.68
_WIDEST_COLUMN = 48.0
_NOT_OVER = "not over yet"

StackLink = Callable[[str, str | None], str]
"""Gives the address of the list behind a period and one series, or behind the whole period (None)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """How values are written: counts of `noun`, or money of `currency` with `exponent` digits after the point."""

    noun: str = ""
    currency: str = ""
    exponent: int = 0

    def text(self, value: int) -> str:
        """Write one value in full: "7" or "1,234.50 EUR"."""
        return f"{money_text(value, self.exponent)} {self.currency}" if self.currency else str(value)

    def axis(self, ticks: Sequence[int]) -> tuple[str, tuple[str, ...]]:
        """Give the words over the value axis and the labels at it."""
        if self.currency:
            return money_ticks(ticks, self.currency, self.exponent)
        return self.noun, tuple(f"{tick:,}" for tick in ticks)


def stacked_columns(
    series: StackSeries, palette: Sequence[Style], unit: Unit, geometry: Geometry, link: StackLink | None = None
) -> StackedColumns | None:
    """Lay out stacks, at least one of which has something in it; else give None.

    Parts of a period lie on each other in the palette's order from zero upwards; negative ones (more reversed than
    booked) hang below zero. A series without a pattern raises ValueError.
    """
    sums = [_sums(stack) for stack in series.stacks]
    if not any(one.rows for one in sums):
        return None
    styles = styles_for(series.series, palette)
    ticks = whole_ticks(min(one.depth for one in sums), max(one.rise for one in sums))
    words, labels = unit.axis(ticks)
    legend, top = place_legend(_legend(series, styles), geometry)
    frame = frame_for(geometry, top + 2.4 * geometry.font, labels)
    scale = Scale(ticks[0], ticks[-1], frame.bottom, frame.y)
    places = bands(frame, len(series.stacks))
    painter = _Painter(styles, unit, scale, geometry, link, places[0].width)
    return StackedColumns(
        geometry=geometry,
        height=round(frame.bottom + below_axis(geometry), 1),
        frame=frame,
        columns=tuple(map(painter.column, series.stacks, sums, places)),
        zero_y=scale.at(0),
        unit=words,
        unit_y=round(top + geometry.font, 1),
        x_ticks=period_ticks([stack.period for stack in series.stacks], places, geometry),
        y_ticks=tuple(Tick(scale.at(tick), label) for tick, label in zip(ticks, labels, strict=True)),
        legend=legend,
        styles=styles,
    )


def _label(stack: Stack, total: int, styles: Sequence[Style], unit: Unit) -> str:
    """Say one period in words: "March 2026: 7 incidents (S1 1, S2 6)"."""
    parts = {part.series: part for part in stack.parts}
    said = [f"{style.name} {unit.text(parts[style.key].value)}" for style in styles if parts[style.key].count]
    noun = unit.noun[:-1] if total == 1 and unit.noun.endswith("s") else unit.noun
    whole = f"{unit.text(total)} {noun}".strip()
    detail = f" ({', '.join(said)})" if said else ""
    return f"{_period_words(stack)}: {whole}{detail}"


def _period_words(stack: Stack) -> str:
    words = period_label(stack.period)
    return words if stack.mature else f"{words}, {_NOT_OVER}"


class _Sums(NamedTuple):
    """How high a stack rises above nought, how deep it hangs below, and how many rows are behind it."""

    rise: int
    depth: int
    rows: int


def _sums(stack: Stack) -> _Sums:
    rise = depth = rows = 0
    for part in stack.parts:
        rows += part.count
        if part.value > 0:
            rise += part.value
        else:
            depth += part.value
    return _Sums(rise, depth, rows)


def _legend(series: StackSeries, styles: Sequence[Style]) -> list[LegendEntry]:
    entries = [LegendEntry("pattern", style.name, style) for style in styles]
    if any(part.count for stack in series.stacks if not stack.mature for part in stack.parts):
        entries.append(LegendEntry("unfinished", _NOT_OVER))
    return entries


@dataclass(frozen=True, slots=True)
class _Painter:
    """What stays the same from column to column."""

    styles: Sequence[Style]
    unit: Unit
    scale: Scale
    geometry: Geometry
    link: StackLink | None
    band: float

    def column(self, stack: Stack, sums: _Sums, band: Box) -> Column:
        """Lay out one period: its column, which the whole band hits, and the parts on it."""
        width = round(min(band.width * _COLUMN_SHARE, _WIDEST_COLUMN), 1)
        top, bottom = self.scale.at(sums.rise), self.scale.at(sums.depth)
        box = Box(round(band.middle - width / 2, 1), top, width, round(bottom - top, 1))
        count, total = sums.rows, sums.rise + sums.depth
        text, roomy = self._total(total, band)
        mark = Mark(
            period=stack.period,
            series="",
            box=box,
            hit=band,
            label=_label(stack, total, self.styles, self.unit),
            href=self.link(stack.period, None) if self.link and count else None,
            k=count,
            n=count,
            value=total,
            hollow=not stack.mature,
            text=text,
            roomy=roomy,
        )
        return Column(mark, self._segments(stack, box, count), total_y=round(top - (4 if stack.mature else 8), 1))

    def _segments(self, stack: Stack, box: Box, count: int) -> tuple[Mark, ...]:
        """Pile the parts up from zero, those below nothing downwards."""
        parts = {part.series: part for part in stack.parts}
        above = below = 0
        segments = []
        for style in self.styles:
            part = parts[style.key]
            start = above if part.value > 0 else below
            if part.value > 0:
                above += part.value
            else:
                below += part.value
            if part.value:
                segments.append(self._segment(stack, part, style, self._span(box, start, start + part.value), count))
        return tuple(segments)

    def _span(self, box: Box, start: int, end: int) -> Box:
        """Give the box of the values from one end of a part to the other."""
        top, bottom = sorted((self.scale.at(start), self.scale.at(end)))
        return Box(box.x, top, box.width, round(bottom - top, 1))

    def _segment(self, stack: Stack, part: Part, style: Style, box: Box, count: int) -> Mark:
        # A part that nobody can press is drawn in the link of its column, and said by it.
        alone = self.band >= PRESSABLE
        said = f"{_period_words(stack)}, {style.name}: {self.unit.text(part.value)}" if alone else ""
        return Mark(
            period=stack.period,
            series=style.key,
            box=box,
            hit=box,
            label=said,
            href=self.link(stack.period, style.key) if self.link and alone else None,
            k=part.count,
            n=count,
            value=part.value,
            hollow=not stack.mature,
            style=style,
        )

    def _total(self, total: int, band: Box) -> tuple[str, bool]:
        """Write the total over a column and say if that needs room; not of money, whose digits never fit."""
        if self.unit.currency or not total:
            return "", False
        text = str(total)
        always, roomy = fits(text, band.width, self.geometry)
        return (text, not always) if roomy else ("", False)
