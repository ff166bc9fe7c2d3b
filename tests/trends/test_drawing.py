"""Drawings as markup that parses, needs no style or script, and says in words what it draws."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ledger.trends.charting.charts import cost_figure, severity_figure, share_figure
from ledger.trends.charting.drawing import figure as figure_of
from ledger.trends.charting.figures import EmptyFigure, LineFigure, StackedFigure, Words
from ledger.trends.charting.small_drawings import sparkline as small
from ledger.trends.charting.sparkline import sparkline
from tests.trends.chart_rows import CODES, shares, stacks

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


def parsed(markup: str) -> ET.Element:
    """Parse as XML under one root: what is not well-formed fails."""
    return ET.fromstring(f"<root>{markup}</root>")  # noqa: S314 - our own markup, made a line above


def tree(drawn: Any, *, printed: bool = False) -> ET.Element:
    """Write a figure and parse it."""
    return parsed(figure_of(drawn, printed=printed))


def drawing(root: ET.Element) -> ET.Element:
    """Find the drawing among the signs of its legend."""
    return next(item for item in root.iter(f"{SVG}svg") if item.get("class") == "chart-svg")


FIGURES = pytest.mark.parametrize("figure", [line_figure(), severities(), costs()], ids=["line", "severity", "cost"])


@FIGURES
@pytest.mark.parametrize("printed", [False, True])
def test_a_figure_is_well_formed_and_carries_no_style_and_no_script(figure: Figure, *, printed: bool) -> None:
    root = tree(figure, printed=printed)
    assert not [item for item in root.iter() if item.tag.endswith(("style", "script"))]
    styled = [item for item in root.iter() if "style" in item.attrib]
    assert all(printed and item.get("class") == "over" for item in styled), "links over a drawing, in the PDF only"
    assert not [name for item in root.iter() for name in item.attrib if name.startswith("on")]
    assert "currentColor" not in figure_of(figure)
    assert len([item for item in root.iter(f"{SVG}svg") if item.get("class") == "chart-svg"]) == 1


@FIGURES
def test_each_mark_that_leads_somewhere_has_a_link_over_it_in_print_within_the_drawing(figure: Figure) -> None:
    root = tree(figure, printed=True)
    over = [item for item in root.iter() if item.get("class") == "over"]
    marks = [item for item in tree(figure).iter(f"{SVG}a") if item.get("class") == "chart-mark"]
    assert sorted(str(item.get("href")) for item in over) == sorted(str(item.get("href")) for item in marks)
    for item in over:
        left, top, width, height = (float(part) for part in re.findall(r":([\d.]+)%", item.get("style", "")))
        assert 0 <= left <= left + width <= 100.01
        assert 0 <= top <= top + height <= 100.01


@FIGURES
def test_every_id_is_the_charts_own_and_every_reference_leads_somewhere(figure: Figure) -> None:
    text = figure_of(figure)
    ids = re.findall(r'\bid="([^"]+)"', text)
    used = re.findall(r"url\(#([^)]+)\)", text) + re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert all(key == figure.id or key.startswith(f"{figure.id}-") for key in ids)
    assert used
    assert set(used) <= set(ids)


@FIGURES
def test_each_drawing_has_title_and_description_and_hides_its_axes(figure: Figure) -> None:
    svg = drawing(tree(figure))
    assert svg.get("role") == "group"
    assert [child.tag for child in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert svg[0].text == 'Kept & told: Finding with <b> and "quotes"'
    hidden = {text for part in svg.iter() if part.get("aria-hidden") == "true" for text in part.iter(f"{SVG}text")}
    pressed = {text for part in svg.iter() if part.get("aria-label") for text in part.iter(f"{SVG}text")}
    assert set(svg.iter(f"{SVG}text")) == hidden | pressed


def test_every_mark_is_a_link_with_a_label_and_an_area_of_full_height() -> None:
    figure = line_figure()
    assert isinstance(figure, LineFigure)
    svg = drawing(tree(figure))
    links = list(svg.iter(f"{SVG}a"))
    assert {link.get("aria-label") for link in links} == {
        mark.label for mark in (*figure.page.points, *figure.page.few)
    }
    assert {link.get("href") for link in links} == {
        f"/list?month=2026-{month}&k=1" for month in ("01", "02", "04", "05")
    }
    for link in links:
        area = link.find(f"{SVG}rect[@class='chart-hit']")
        assert area is not None
        assert float(area.attrib["height"]) >= figure.page.frame.height


def test_only_whole_columns_are_tab_stops_and_their_parts_stay_links() -> None:
    svg = drawing(tree(severities()))
    stops = [link.get("href") for link in svg.iter(f"{SVG}a") if link.get("tabindex") is None]
    others = [link.get("href") for link in svg.iter(f"{SVG}a") if link.get("tabindex") == "-1"]
    assert stops == ["/2026-01/None", "/2026-03/None"]
    assert others == ["/2026-01/S1", "/2026-01/S4", "/2026-03/S2"]


def test_parts_too_slim_to_be_pressed_are_drawn_in_the_link_of_their_column_and_listed_in_the_table() -> None:
    rows = stacks([{"S1": 1, "S4": 2}] * 24)
    root = tree(severity_figure(words("incidents"), rows, "/{}/{}".format))
    columns = list(root.iter(f"{SVG}a"))
    assert [link.get("href") for link in columns] == [f"/{period.period}/None" for period in rows.stacks]
    assert all(len(link.findall(f"{SVG}rect[@class='chart-hit']")) == 1 for link in columns)
    parts = [rect for link in columns for rect in link if "chart-part" in rect.get("class", "")]
    assert len(parts) == 24 * 2
    everywhere = {f"/{period.period}/{part}" for period in rows.stacks for part in ("S1", "S4", "None")}
    assert {link.get("href") for link in root.iter("a")} == everywhere


def test_a_hollow_point_is_drawn_hollow_and_the_rest_filled() -> None:
    svg = drawing(tree(line_figure()))
    circles = [link.find(f"{SVG}circle") for link in svg.iter(f"{SVG}a")]
    hollow = ["chart-hollow" in circle.attrib["class"] for circle in circles if circle is not None]
    assert hollow == [False, True]


def test_the_table_has_a_caption_and_heads_with_scope() -> None:
    table = tree(line_figure()).find(".//table")
    assert table is not None
    assert table.findtext("caption") == "Kept & told, by month. Months in Europe/Berlin; as of 22 Nov 2026."
    assert [head.get("scope") for head in table.iter("th")] == ["col"] * 4 + ["row"] * 5
    assert next(link.get("href") for link in table.iter("a")) == "/list?month=2026-01&k=1"


def test_an_empty_figure_keeps_its_caption_and_draws_nothing() -> None:
    root = tree(share_figure(words("none"), shares([(0, 0)])))
    assert root.find(f".//{SVG}svg") is None
    assert root.findtext(".//p[@class='chart-empty']") == "Nothing to count in these months."


@FIGURES
def test_a_print_has_the_table_open_and_nothing_to_press_because_paper_cannot_be_pressed(figure: Figure) -> None:
    root = tree(figure, printed=True)
    assert root.find(".//details") is None
    assert root.find(".//table") is not None
    svg = drawing(root)
    assert not [item for item in svg.iter() if item.get("class") in {"chart-mark", "chart-hit"}]


def test_small_drawings_are_pictures_with_a_title() -> None:
    given = sparkline(SHARES.shares)
    assert given is not None
    svg = parsed(small(given))[0]
    assert (svg.get("role"), svg[0].tag, svg[0].text) == ("img", f"{SVG}title", given.label)


def test_a_table_that_stands_elsewhere_is_led_to_without_script() -> None:
    root = parsed(figure_of(line_figure(), table_at="/trends/figures/kept?client=A&months=12"))
    assert root.find(".//table") is None
    (link,) = root.findall(".//details/p[@class='chart-elsewhere']/a")
    assert link.get("href") == "/trends/figures/kept?client=A&months=12"


def test_on_a_page_places_across_are_percentages_and_on_paper_units() -> None:
    figure = share_figure(words("kept"), shares([(7, 9)] * 4), lambda period: f"/{period}")
    page, paper = drawing(tree(figure)), drawing(tree(figure, printed=True))
    assert (page.get("viewBox"), page.get("width")) == (None, "100%")
    assert paper.get("viewBox")
    hits = [rect.attrib for rect in page.iter(f"{SVG}rect") if rect.get("class") == "chart-hit"]
    assert len(hits) == 4
    assert all(hit["x"].endswith("%") and hit["width"].endswith("%") for hit in hits)
    assert sum(float(hit["width"][:-1]) for hit in hits) < 100
    (stretched,) = [item for item in page.iter(f"{SVG}svg") if item.get("class") == "chart-lines"]
    assert stretched.get("preserveAspectRatio") == "none"
    assert "%" not in "".join(value for item in paper.iter() for value in item.attrib.values())
