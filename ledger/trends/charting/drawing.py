"""Drawings as markup, for templates of pages and of printed reports alike: `charts` in both.

figure(f)            a figure with its caption, drawing and table; printed=True for paper
strip(chart, words)  a client's year
sparkline, interval, change_icon, outlook_icon: pictures the size of a word
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from markupsafe import Markup

from ledger.trends.charting import chart_bodies
from ledger.trends.charting.chart_parts import legend
from ledger.trends.charting.figures import Cell, Drawn, EmptyFigure, Table, Words
from ledger.trends.charting.incident_strip import IncidentStrip
from ledger.trends.charting.over_links import over_links
from ledger.trends.charting.sheet import Sheet
from ledger.trends.charting.small_drawings import change_icon, interval, outlook_icon, sparkline

BESIDE, MANY = 4, 12
"""In print a table of at most so many columns, or of many rows, stands beside its drawing."""
STRIP_DESC = (
    "One point for each incident, in a row for each severity; a bar as long as it lasted. The list below says the same."
)
Files = Sequence[tuple[str, str]]
"""Kinds of file and where each is."""
FilesOf = Callable[[str], Files]
_BODIES: Mapping[str, Callable[[Any, Sheet], str]] = {
    "line": chart_bodies.line,
    "steps": chart_bodies.steps,
    "funnel": chart_bodies.funnel,
    "stacked": chart_bodies.stacked,
}


def figure(
    drawn: Drawn | EmptyFigure, *, printed: bool = False, files: FilesOf | None = None, table_at: str = ""
) -> Markup:
    """Write a figure: caption, drawing, table and note; `files` gives, by its id, where its table is had as a file.

    `table_at` is where its table is: a page fetches it from there when it is opened, and leads there without script.
    """
    look, inner = "chart", ""
    if isinstance(drawn, EmptyFigure):
        inner = f'<p class="chart-empty">{escape(drawn.reason)}</p>'
    elif printed:
        shown = drawn.table
        look += " side" if len(shown.heads) <= BESIDE or len(shown.rows) > MANY else ""
        body = _svg(drawn, drawn.desc, drawn.paper, _BODIES[drawn.kind], printed=True)
        inner = f'<div class="drawn">{body}{over_links(drawn.paper)}</div>{_rows(shown)}'
    else:
        body = _svg(drawn, drawn.desc, drawn.page, _BODIES[drawn.kind], printed=False)
        inner = body + _fold(_elsewhere(table_at) if table_at else table(drawn.table, files(drawn.id) if files else ()))
    note = f'<p class="chart-note">{escape(drawn.note)}</p>' if drawn.note else ""
    caption = f"<strong>{escape(drawn.title)}.</strong> {escape(drawn.caption)}"
    return Markup(  # noqa: S704 every word in it is escaped
        f'<figure class="{look}" id="{drawn.id}"><figcaption class="chart-caption">{caption}</figcaption>{inner}{note}'
        "</figure>"
    )


def strip(draw: Callable[..., IncidentStrip | None], words: Words, *, printed: bool = False) -> Markup:
    """Write the drawing of a client's year; nothing where nothing happened."""
    chart = draw(printed=printed)
    if chart is None:
        return Markup()
    return Markup(_svg(words, STRIP_DESC, chart, chart_bodies.incidents, printed=printed))  # noqa: S704 escaped there


def table(shown: Table, files: Files = ()) -> Markup:
    """Write a figure's table, which scrolls where it is too wide, and where it is had as a file."""
    opened = f'<div class="chart-scroll" role="region" aria-label="{escape(shown.caption)}" tabindex="0">'
    below = as_file(files) if files else ""
    return Markup(f'<div class="chart-shown">{opened}{_rows(shown)}</div>{below}</div>')  # noqa: S704 all is escaped


def as_file(files: Files) -> Markup:
    """Say where a table is had as a file."""
    links = ", ".join(f'<a href="{escape(address)}">{escape(kind)}</a>' for kind, address in files)
    return Markup(f'<p class="chart-note">As a file: {links}.</p>')  # noqa: S704 all is escaped


def _svg(said: Any, desc: str, chart: Any, body: Callable[[Any, Sheet], str], *, printed: bool) -> str:
    """Write the legend and the drawing; `said` has its id, title and caption."""
    geometry = chart.geometry
    key = f"{said.id}-{geometry.name}"
    sheet = Sheet(key, geometry, chart.height, printed)
    named = legend(sheet, chart.legend)
    inside, before = ("", named) if geometry.room else (named, "")
    size = f'width="100%" height="{chart.height}"'
    if not geometry.room:
        size = f'viewBox="0 0 {geometry.width} {chart.height}" width="{geometry.width}" height="{chart.height}"'
    return (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" class="chart-svg" role="group" aria-labelledby="{key}-title"'
        f' aria-describedby="{key}-desc" {size} font-family="Source Sans Pro, system-ui, sans-serif"'
        f' font-size="{geometry.font}"><title id="{key}-title">{escape(said.title)}: {escape(said.caption)}</title>'
        f'<desc id="{key}-desc">{escape(desc)}</desc>{inside}{body(chart, sheet)}</svg>'
    )


def _fold(inner: str) -> str:
    return f'<details class="chart-data"><summary>Data table</summary>{inner}</details>'


def _elsewhere(table_at: str) -> str:
    return f'<p class="chart-elsewhere"><a href="{escape(table_at)}">Open the data table</a></p>'


def _rows(shown: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in shown.heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row.head)}</th>{"".join(map(_cell, row.cells))}</tr>' for row in shown.rows
    )
    return (
        f'<table class="chart-table"><caption>{escape(shown.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    return f'<td><a href="{escape(cell.href)}">{text}</a></td>' if cell.href else f"<td>{text}</td>"


CHARTS: Mapping[str, Callable[..., Markup]] = {
    "figure": figure, "strip": strip, "table": table, "as_file": as_file,
    "sparkline": sparkline, "interval": interval, "change_icon": change_icon, "outlook_icon": outlook_icon,
}  # fmt: skip
"""What templates know as `charts`."""
