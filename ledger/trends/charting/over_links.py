"""Links over the marks of a printed drawing, in percent of it: a link inside SVG makes none in a PDF.

Only for print: styles of elements break the page's policy.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from ledger.trends.charting.marks import Box, FunnelChart, LineChart, Mark, StackedColumns


def over_links(chart: Any) -> str:
    """Write a link over each mark of a chart that leads somewhere."""
    return "".join(_link(mark.href, mark.label, box, chart) for mark, box in _marks(chart) if mark.href)


def _marks(chart: Any) -> Iterator[tuple[Mark, Box]]:
    if isinstance(chart, LineChart):
        yield from ((mark, mark.hit) for mark in chart.points + chart.few)
    elif isinstance(chart, FunnelChart):
        yield from ((mark, mark.box) for mark in chart.points)
    elif isinstance(chart, StackedColumns):
        yield from ((column.mark, column.mark.hit) for column in chart.columns)


def _link(href: str, label: str, box: Box, chart: Any) -> str:
    width, height = chart.geometry.width, chart.height
    style = (
        f"left:{100 * box.x / width:.2f}%;top:{100 * box.y / height:.2f}%;"
        f"width:{100 * box.width / width:.2f}%;height:{100 * box.height / height:.2f}%"
    )
    said = escape(label)
    return f'<a class="over" href="{escape(href)}" title="{said}" style="{style}">{said}</a>'
