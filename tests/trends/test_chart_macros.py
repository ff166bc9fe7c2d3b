"""Macros: markup that parses, needs no style or script, and says in words what it draws."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ledger.trends.charts import cost_figure, severity_figure, share_figure
from ledger.trends.figures import EmptyFigure, LineFigure, StackedFigure, Words
from ledger.trends.sparkline import sparkline
from tests.trends.chart_rows import CODES, shares, stacks

HOME = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
Figure = LineFigure | StackedFigure | EmptyFigure
SHARES = shares([(7, 9), (2, 3), (0, 0), (5, 5), (1, 2)], immature=2)


def words(key: str) -> Words:
    """Name a figure, with characters that markup must escape."""
    return Words(key, "Kept & told", 'Finding with <b> and "quotes"', "Months in Europe/Berlin; as of 22 Nov 2026.")


def line_figure() -> Figure:
    """Draw shares of every sort."""
    return share_figure(words("kept"), SHARES, lambda period: f"/list?month={period}&k=1")


def severities() -> Figure:
    """Draw counts."""
    return severity_figure(words("incidents"), stacks([{"S1": 1, "S4": 2}, {}, {"S2": 3}], immature=1), "/{}/{}".format)


def costs() -> Figure:
    """Draw every remedy."""
    rows = [dict.fromkeys(CODES, 12345), {"RW": -5}]
    return cost_figure(words("cost"), stacks(rows, first="2026-Q1"), "EUR", 2)


def draw(call: str, **given: object) -> str:
    """Render one call of a macro in a bare environment."""
    bare = Environment(loader=FileSystemLoader(HOME / "templates"), autoescape=True, undefined=StrictUndefined)
    return bare.from_string('{% import "trends/_charts.html" as charts %}{{ charts.' + call + " }}").render(given)


def tree(call: str, **given: object) -> ET.Element:
    """Render, and parse as XML under one root: what is not well-formed fails."""
    return ET.fromstring(f"<root>{draw(call, **given)}</root>")  # noqa: S314 - our own markup, made a line above


FIGURES = pytest.mark.parametrize("figure", [line_figure(), severities(), costs()], ids=["line", "severity", "cost"])


@FIGURES
@pytest.mark.parametrize("printed", [False, True])
def test_a_figure_is_well_formed_and_carries_no_style_and_no_script(figure: Figure, *, printed: bool) -> None:
    root = tree("figure(f, print=printed)", f=figure, printed=printed)
    assert not [item for item in root.iter() if item.tag.endswith(("style", "script"))]
    styled = [item for item in root.iter() if "style" in item.attrib]
    assert all(printed and item.get("class") == "over" for item in styled), "links over a drawing, in the PDF only"
    assert not [name for item in root.iter() for name in item.attrib if name.startswith("on")]
    assert "currentColor" not in draw("figure(f)", f=figure)
    assert len(root.findall(f".//{SVG}svg")) == (1 if printed else 2)


@FIGURES
def test_each_mark_that_leads_somewhere_has_a_link_over_it_in_print_within_the_drawing(figure: Figure) -> None:
    root = tree("figure(f, print=true)", f=figure)
    over = [item for item in root.iter() if item.get("class") == "over"]
    wide = next(tree("figure(f)", f=figure).iter(f"{SVG}svg"))
    marks = [item for item in wide.iter(f"{SVG}a") if item.get("class") == "chart-mark"]
    assert sorted(str(item.get("href")) for item in over) == sorted(str(item.get("href")) for item in marks)
    for item in over:
        left, top, width, height = (float(part) for part in re.findall(r":([\d.]+)%", item.get("style", "")))
        assert 0 <= left <= left + width <= 100.01
        assert 0 <= top <= top + height <= 100.01


@FIGURES
def test_every_id_is_the_charts_own_and_every_reference_leads_somewhere(figure: Figure) -> None:
    text = draw("figure(f)", f=figure)
    ids = re.findall(r'\bid="([^"]+)"', text)
    used = re.findall(r"url\(#([^)]+)\)", text) + re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert all(key == figure.id or key.startswith(f"{figure.id}-") for key in ids)
    assert used
    assert set(used) <= set(ids)


@FIGURES
def test_each_drawing_has_title_and_description_and_hides_its_axes(figure: Figure) -> None:
    for svg in tree("figure(f)", f=figure).iter(f"{SVG}svg"):
        assert svg.get("role") == "group"
        assert [child.tag for child in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
        assert svg[0].text == 'Kept & told: Finding with <b> and "quotes"'
        hidden = {text for part in svg.iter() if part.get("aria-hidden") == "true" for text in part.iter(f"{SVG}text")}
        pressed = {text for part in svg.iter() if part.get("aria-label") for text in part.iter(f"{SVG}text")}
        assert set(svg.iter(f"{SVG}text")) == hidden | pressed


def test_every_mark_is_a_link_with_a_label_and_an_area_of_full_height() -> None:
    figure = line_figure()
    assert isinstance(figure, LineFigure)
    svg = next(tree("figure(f)", f=figure).iter(f"{SVG}svg"))
    links = list(svg.iter(f"{SVG}a"))
    assert {link.get("aria-label") for link in links} == {
        mark.label for mark in (*figure.wide.points, *figure.wide.few)
    }
    assert {link.get("href") for link in links} == {
        f"/list?month=2026-{month}&k=1" for month in ("01", "02", "04", "05")
    }
    for link in links:
        area = link.find(f"{SVG}rect[@class='chart-hit']")
        assert area is not None
        assert float(area.attrib["height"]) >= figure.wide.frame.height


def test_only_whole_columns_are_tab_stops_and_their_parts_stay_links() -> None:
    svg = next(tree("figure(f)", f=severities()).iter(f"{SVG}svg"))
    stops = [link.get("href") for link in svg.iter(f"{SVG}a") if link.get("tabindex") is None]
    others = [link.get("href") for link in svg.iter(f"{SVG}a") if link.get("tabindex") == "-1"]
    assert stops == ["/2026-01/None", "/2026-03/None"]
    assert others == ["/2026-01/S1", "/2026-01/S4", "/2026-03/S2"]


def test_parts_too_slim_to_be_pressed_are_drawn_in_the_link_of_their_column_and_listed_in_the_table() -> None:
    rows = stacks([{"S1": 1, "S4": 2}] * 24)
    root = tree("figure(f)", f=severity_figure(words("incidents"), rows, "/{}/{}".format))
    wide, narrow = root.iter(f"{SVG}svg")
    assert len(list(wide.iter(f"{SVG}a"))) == 24 * 3
    columns = list(narrow.iter(f"{SVG}a"))
    assert [link.get("href") for link in columns] == [f"/{period.period}/None" for period in rows.stacks]
    assert all(len(link.findall(f"{SVG}rect[@class='chart-hit']")) == 1 for link in columns)
    parts = [rect for link in columns for rect in link if "chart-part" in rect.get("class", "")]
    assert len(parts) == 24 * 2
    assert {link.get("href") for link in root.iter("a")} == {link.get("href") for link in wide.iter(f"{SVG}a")}


def test_a_hollow_point_is_drawn_hollow_and_the_rest_filled() -> None:
    svg = next(tree("figure(f)", f=line_figure()).iter(f"{SVG}svg"))
    circles = [link.find(f"{SVG}circle") for link in svg.iter(f"{SVG}a")]
    hollow = ["chart-hollow" in circle.attrib["class"] for circle in circles if circle is not None]
    assert hollow == [False, True]


def test_the_table_has_a_caption_and_heads_with_scope() -> None:
    table = tree("figure(f)", f=line_figure()).find(".//table")
    assert table is not None
    assert table.findtext("caption") == "Kept & told by month. Months in Europe/Berlin; as of 22 Nov 2026."
    assert [head.get("scope") for head in table.iter("th")] == ["col"] * 4 + ["row"] * 5
    assert next(link.get("href") for link in table.iter("a")) == "/list?month=2026-01&k=1"


def test_an_empty_figure_keeps_its_caption_and_draws_nothing() -> None:
    root = tree("figure(f)", f=share_figure(words("none"), shares([(0, 0)])))
    assert root.find(f".//{SVG}svg") is None
    assert root.findtext(".//p[@class='chart-empty']") == "Nothing to count in these months."


@FIGURES
def test_a_print_has_the_table_open_and_nothing_to_press_because_paper_cannot_be_pressed(figure: Figure) -> None:
    root = tree("figure(f, print=true)", f=figure)
    assert root.find(".//details") is None
    assert root.find(".//table") is not None
    drawing = next(root.iter(f"{SVG}svg"))
    assert not [item for item in drawing.iter() if item.get("class") in {"chart-mark", "chart-hit"}]


def test_small_drawings_are_pictures_with_a_title() -> None:
    given = sparkline(SHARES.shares)
    assert given is not None
    svg = tree("sparkline(drawn, 'spark')", drawn=given).find(f".//{SVG}svg")
    assert svg is not None
    assert (svg.get("role"), svg[0].tag, svg[0].text) == ("img", f"{SVG}title", given.label)
