"""Figures as data: a chart in two geometries with its words and its table, ready for a page or a PDF."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ledger.trends.marks import FunnelChart, LineChart, StackedColumns, StepChart

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


@dataclass(frozen=True, slots=True)
class Figure(Generic[Chart]):
    """A chart in both geometries and what stands around it."""

    id: str
    title: str
    caption: str
    desc: str
    note: str
    wide: Chart
    narrow: Chart
    table: Table


@dataclass(frozen=True, slots=True)
class LineFigure(Figure[LineChart]):
    """A line chart and its words."""

    kind: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class StackedFigure(Figure[StackedColumns]):
    """Stacked columns and their words."""

    kind: Literal["stacked"] = "stacked"


@dataclass(frozen=True, slots=True)
class StepFigure(Figure[StepChart]):
    """Step curves and their words."""

    kind: Literal["steps"] = "steps"


@dataclass(frozen=True, slots=True)
class FunnelFigure(Figure[FunnelChart]):
    """A funnel and its words."""

    kind: Literal["funnel"] = "funnel"


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
