"""Counts or amounts that add up, per period, as columns of patterned parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger.trends.layout import LegendEntry, bands, below_axis, frame_for, period_ticks, place_legend
from ledger.trends.marks import Box, Column, Mark, StackedColumns, Tick
from ledger.trends.measure_rows import Part, Stack, StackSeries
from ledger.trends.months import period_label
from ledger.trends.patterns import Style, styles_for
from ledger.trends.scales import Geometry, Scale, money_text, money_ticks, text_width, whole_ticks

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
    if not any(part.count for stack in series.stacks for part in stack.parts):
        return None
    styles = styles_for(series.series, palette)
    ticks = whole_ticks(min(map(_depth, series.stacks)), max(map(_rise, series.stacks)))
    words, labels = unit.axis(ticks)
    legend, top = place_legend(_legend(series, styles), geometry)
    frame = frame_for(geometry, top + 2.4 * geometry.font, labels)
    scale = Scale(ticks[0], ticks[-1], frame.bottom, frame.y)
    places = bands(frame, len(series.stacks))
    painter = _Painter(styles, unit, scale, geometry, link)
    return StackedColumns(
        geometry=geometry,
        height=round(frame.bottom + below_axis(geometry), 1),
        frame=frame,
        columns=tuple(painter.column(stack, band) for stack, band in zip(series.stacks, places, strict=True)),
        zero_y=scale.at(0),
        unit=words,
        unit_y=round(top + geometry.font, 1),
        x_ticks=period_ticks([stack.period for stack in series.stacks], places, geometry),
        y_ticks=tuple(Tick(scale.at(tick), label) for tick, label in zip(ticks, labels, strict=True)),
        legend=legend,
        styles=styles,
    )


def stack_label(stack: Stack, styles: Sequence[Style], unit: Unit) -> str:
    """Say one period in words: "March 2026: 7 incidents (S1 1, S2 6)"."""
    parts = {part.series: part for part in stack.parts}
    said = [f"{style.name} {unit.text(parts[style.key].value)}" for style in styles if parts[style.key].count]
    noun = unit.noun[:-1] if stack.total == 1 and unit.noun.endswith("s") else unit.noun
    total = f"{unit.text(stack.total)} {noun}".strip()
    detail = f" ({', '.join(said)})" if said else ""
    return f"{_period_words(stack)}: {total}{detail}"


def _period_words(stack: Stack) -> str:
    words = period_label(stack.period)
    return words if stack.mature else f"{words}, {_NOT_OVER}"


def _rise(stack: Stack) -> int:
    return sum(part.value for part in stack.parts if part.value > 0)


def _depth(stack: Stack) -> int:
    return sum(part.value for part in stack.parts if part.value < 0)


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

    def column(self, stack: Stack, band: Box) -> Column:
        """Lay out one period: its column, which the whole band hits, and the parts on it."""
        width = round(min(band.width * _COLUMN_SHARE, _WIDEST_COLUMN), 1)
        top, bottom = self.scale.at(_rise(stack)), self.scale.at(_depth(stack))
        box = Box(round(band.middle - width / 2, 1), top, width, round(bottom - top, 1))
        count = sum(part.count for part in stack.parts)
        mark = Mark(
            period=stack.period,
            series="",
            box=box,
            hit=band,
            label=stack_label(stack, self.styles, self.unit),
            href=self.link(stack.period, None) if self.link and count else None,
            k=count,
            n=count,
            value=stack.total,
            hollow=not stack.mature,
            text=self._total(stack, band),
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
        return Mark(
            period=stack.period,
            series=style.key,
            box=box,
            hit=box,
            label=f"{_period_words(stack)}, {style.name}: {self.unit.text(part.value)}",
            href=self.link(stack.period, style.key) if self.link else None,
            k=part.count,
            n=count,
            value=part.value,
            hollow=not stack.mature,
            style=style,
        )

    def _total(self, stack: Stack, band: Box) -> str:
        """Write the total over the column where it fits and is not money, whose digits never do."""
        text = str(stack.total)
        fits = not self.unit.currency and text_width(text, self.geometry.font) <= band.width
        return text if fits and stack.total else ""
