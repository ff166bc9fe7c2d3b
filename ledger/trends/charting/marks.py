"""What a drawing is made of: places and words in the drawing's own units, ready to be written down."""

from dataclasses import dataclass

from ledger.trends.charting.paths import Run
from ledger.trends.charting.patterns import Style
from ledger.trends.charting.scales import Geometry

PRESSABLE = 24
"""The least width, in pixels, of what is meant to be pressed (WCAG 2.2, 2.5.8)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `x` and `y` are its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return round(self.x + self.width, 1)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return round(self.y + self.height, 1)

    @property
    def middle(self) -> float:
        """The x halfway between left and right."""
        return round(self.x + self.width / 2, 1)

    @property
    def centre(self) -> float:
        """The y halfway between top and bottom."""
        return round(self.y + self.height / 2, 1)

    @property
    def point(self) -> tuple[float, float]:
        """The place in the middle of it."""
        return self.middle, self.centre


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to look at and press: the box it is drawn in and the box that can be hit.

    `label` is the sentence for those who cannot see it, `text` what stands beside or in it, `value` is the percentage
    (None below five), the count or the amount in minor units. `hollow`: not everything in its period is due yet.
    """

    period: str
    series: str
    box: Box
    hit: Box
    label: str
    href: str | None
    k: int
    n: int
    value: int | None
    hollow: bool
    text: str = ""
    style: Style | None = None
    tone: str = ""
    """`concern` is an orange diamond, `improvement` a blue square, all else a grey dot: never by colour alone."""
    roomy: bool = False
    """Whether its text is only shown where there is room."""


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A line across the plot: `centre`, `upper`, `lower` or `target`, in steps where it moves."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One label at an axis, with a second line (the year) where it begins."""

    at: float
    label: str
    second: str = ""
    roomy: bool = False
    """Whether it is only shown where there is room."""


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry of the legend: a swatch at `x`, `y` (its top left corner) and its words."""

    x: float
    y: float
    swatch: str
    text: str
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """The line at the average of all mature periods, k of n."""

    y: float
    k: int
    n: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What every chart with axes has; `unit` says what the upright axis counts, at `unit_y`."""

    geometry: Geometry
    height: float
    frame: Box
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    legend: tuple[LegendItem, ...]
    unit: str = ""
    unit_y: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(Plot):
    """A share per period in percent: points, the lines between them, their mean, and a strip for what is too few."""

    points: tuple[Mark, ...]
    few: tuple[Mark, ...]
    strip: Box | None
    runs: tuple[Run, ...]
    mean: Mean | None
    lines: tuple[LimitLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """One step curve and its band, as paths ready to be drawn, and where its words stand."""

    name: str
    words: str
    path: str
    band: str
    dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChart(Plot):
    """How much is over after so long: one or two curves with their bands."""

    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelChart(Plot):
    """Shares of many by their size, between exact limits; of very many, those within them are `dots` without links."""

    points: tuple[Mark, ...]
    dots: str
    lines: tuple[LimitLine, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with its plausible range and what was promised, on a bar from 0 to 100 %; without a point where few."""

    width: float
    height: float
    track: Box
    range: Box | None
    point_x: float | None
    target_x: float | None
    other_x: float | None
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Column:
    """One period: the column as a whole, its parts from the bottom up, and where its total stands."""

    mark: Mark
    segments: tuple[Mark, ...]
    total_y: float

    @property
    def slim(self) -> bool:
        """Whether nobody can press one part: then the column is one link, and the table leads to the parts' lists."""
        return self.mark.hit.width < PRESSABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedColumns(Plot):
    """Parts that add up, per period, told apart by patterns."""

    columns: tuple[Column, ...]
    zero_y: float
    styles: tuple[Style, ...]


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Months without axes or links: one picture, one label; `dots` are points that no line joins, `toned` its flags."""

    width: float
    height: float
    dots: str
    hollow: tuple[tuple[float, float], ...]
    runs: tuple[Run, ...]
    mean_y: float | None
    label: str
    band: str = ""
    """Between the limits, as one path."""
    target_y: float | None = None
    toned: tuple[tuple[float, float, str], ...] = ()
    """Flagged points: x, y and tone."""
