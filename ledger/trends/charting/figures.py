"""Figures as data: a chart with its words and its table, ready for a page or a PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from ledger.trends.charting.marks import FunnelChart, LineChart, StackedColumns, StepChart
from ledger.trends.charting.scales import PAPER, Geometry

Chart = TypeVar("Chart")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `href` leads to the list behind its number."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One period of a table: the head of the row and its cells."""

    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures as the chart, to be read: a caption, column heads (the first over the row heads), rows."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Figure(Generic[Chart]):
    """A chart as a page shows it and what stands around it; on paper and as a table only where that is asked for."""

    id: str
    title: str
    caption: str
    desc: str
    note: str
    page: Chart
    again: Callable[[Geometry], Chart | None]
    """Draws the same in another geometry."""
    tabled: Callable[[], Table]
    """Makes the table: hundreds of cells and links that a page of many figures does not show at once."""

    @cached_property
    def paper(self) -> Chart:
        """The chart as paper shows it."""
        drawn = self.again(PAPER)
        return self.page if drawn is None else drawn

    @cached_property
    def table(self) -> Table:
        """The same figures to be read."""
        return self.tabled()


@dataclass(frozen=True)
class LineFigure(Figure[LineChart]):
    """A line chart and its words."""

    kind: Literal["line"] = "line"


@dataclass(frozen=True)
class StackedFigure(Figure[StackedColumns]):
    """Stacked columns and their words."""

    kind: Literal["stacked"] = "stacked"


@dataclass(frozen=True)
class StepFigure(Figure[StepChart]):
    """Step curves and their words."""

    kind: Literal["steps"] = "steps"


@dataclass(frozen=True)
class FunnelFigure(Figure[FunnelChart]):
    """A funnel and its words."""

    kind: Literal["funnel"] = "funnel"


Drawn = LineFigure | StackedFigure | StepFigure | FunnelFigure


@dataclass(frozen=True, slots=True)
class EmptyFigure:
    """A figure with nothing to draw, and the sentence that says so."""

    id: str
    title: str
    caption: str
    note: str
    reason: str
    kind: Literal["empty"] = "empty"


@dataclass(frozen=True, slots=True)
class Words:
    """What the caller says about a figure: its id (unique on the page), title, finding, and zone with as-of."""

    id: str
    title: str
    caption: str
    note: str
