"""What a chart is written on: a page, as wide as there is room, or paper of a fixed width.

On a page places across are percentages and lines stretch with it, while texts, points and strokes keep their size in
CSS pixels: one drawing is legible on a telephone and on a desk. On paper everything is in units, because WeasyPrint 70
stretches strokes with a drawing, and nothing can be pressed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from ledger.trends.charting.marks import PRESSABLE, Box, Mark
from ledger.trends.charting.scales import Geometry


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing's sheet: the id that all of its own begin with, its size in units, and whether it is printed."""

    id: str
    geometry: Geometry
    height: float
    printed: bool = False

    def x(self, units: float) -> str:
        """Write a place or a width across."""
        if self.geometry.room:
            return f"{100 * units / self.geometry.width:.1f}%"
        return f"{round(units, 1)}"

    def box(self, box: Box) -> str:
        """Write the attributes of a rectangle that stretches."""
        return f'x="{self.x(box.x)}" y="{box.y}" width="{self.x(box.width)}" height="{box.height}"'

    def at(self, x: float, y: float, drawn: str) -> str:
        """Set what is drawn about its own middle to a place; it does not stretch."""
        if self.geometry.room:
            return f'<svg x="{self.x(x)}" y="{y}" overflow="visible">{drawn}</svg>'
        return f'<g transform="translate({x} {y})">{drawn}</g>'

    def lines(self, drawn: Iterable[str]) -> str:
        """Set lines, whose points are in units; their strokes do not stretch (the page's stylesheet says so)."""
        inner = "".join(drawn)
        if not inner or not self.geometry.room:
            return inner
        return (
            f'<svg class="chart-lines" viewBox="0 0 {self.geometry.width} {self.height}" width="100%"'
            f' height="{self.height}" preserveAspectRatio="none">{inner}</svg>'
        )

    def pressable(self, mark: Mark, drawn: str, *, is_stop: bool = True) -> str:
        """Make a mark lead to its list; without an address it is still said and shown. The whole band is hit.

        What is no tab stop is hit where it is drawn; the table leads to it for who uses the keyboard.
        """
        if self.printed:
            return drawn
        said = escape(mark.label)
        hit = f'<rect class="chart-hit" {self._hit(mark)} fill-opacity="0"/>' if is_stop else ""
        area = f"<title>{said}</title>{hit}{drawn}"
        stop = ' class="chart-mark"' if is_stop else ' tabindex="-1"'
        if not mark.href:
            return f'<g role="img"{stop if is_stop else ""} aria-label="{said}">{area}</g>'
        return f'<a href="{escape(mark.href)}"{stop} aria-label="{said}">{area}</a>'

    def _hit(self, mark: Mark) -> str:
        """Place a hit area: a band stretches, what surrounds a point that stands anywhere does not."""
        if mark.hit.width != PRESSABLE or not self.geometry.room:
            return self.box(mark.hit)
        across = f'x="{self.x(mark.box.middle)}" width="{PRESSABLE}" transform="translate(-{PRESSABLE // 2})"'
        return f'{across} y="{mark.hit.y}" height="{mark.hit.height}"'
