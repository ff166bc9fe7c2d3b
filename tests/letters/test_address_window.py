"""An address shows in the envelope's window: set smaller where it is long, refused where no size helps."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from ledger.kernel.glyphs import width_of
from ledger.letters.address_window import LARGE_SIZES, SIZES, WIDTH, size_of, too_long
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.pdf import render_letter
from ledger.letters.prefill import prefill
from tests.letters.factories import final_facts

LOWER_EDGE = 81.0
"""Millimetres from the sheet's top to the lower edge of what a BS 4264 window shows (see print.css)."""
LEFT_EDGE, RIGHT_EDGE = 20.0, 105.0
"""Millimetres from the sheet's left to the edges of the address field of DIN 5008; a BS 4264 window is wider."""
CSS_PIXEL = 25.4 / 96
STYLES = Path(__file__).parents[2] / "templates" / "letters"

TOWN = ("Unit 4, Harbour Works", "12 Quay Street", "Portside", "Dorset", "BH15 1AA", "United Kingdom")
LONG = ("The Old Granary Business Centre, second floor, room 214, behind the railway station", *TOWN)
WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"


def to(*lines: str, large_print: bool = False) -> LetterFacts:
    """Return the facts of a letter to this address."""
    facts = final_facts(large_print=large_print)
    return replace(facts, addressee=replace(facts.addressee, address_lines=lines))


@pytest.mark.parametrize(
    ("lines", "size"),
    [(TOWN[:3], ""), (TOWN[:4], "address-close"), (TOWN, "address-closer"), (LONG, None), ((WORD,), "")],
)
def test_an_address_is_set_in_the_first_size_that_fits(lines: tuple[str, ...], size: str | None) -> None:
    assert size_of(to(*lines).addressee, large_print=False) == size


def test_an_address_for_no_window_is_refused_with_what_to_do() -> None:
    (sentence,) = too_long(to(*LONG))
    assert "shorten it" in sentence
    assert too_long(to(*TOWN)) == []


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("lines", [TOWN[:3], TOWN[:4], (WORD, *TOWN[:3])])
def test_all_of_the_address_stands_in_the_window(lines: tuple[str, ...], *, large_print: bool) -> None:
    facts = to(*lines, large_print=large_print)
    assert too_long(facts) == []
    found: dict[str, float] = {}
    across: dict[str, tuple[float, float]] = {}

    def note(text: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
        if said := text.strip():
            found.setdefault(said, matrix[5] * CSS_PIXEL)
            across.setdefault(said, (matrix[4] * CSS_PIXEL, (matrix[4] + width_of(said) * size) * CSS_PIXEL))

    PdfReader(io.BytesIO(render_letter(facts, prefill(facts)))).pages[0].extract_text(visitor_text=note)
    down = found[next(text for text in found if lines[-1] in text)]
    assert 60 < down < LOWER_EDGE - 1, "the line on which the last words stand, from the top of the sheet"
    of_field = [text for text, at in found.items() if 55 < at <= down]
    assert len(of_field) >= 2 + len(lines)
    assert all(across[text][0] > LEFT_EDGE and across[text][1] < RIGHT_EDGE for text in of_field)


def test_the_sizes_that_are_reckoned_with_are_those_of_the_style_sheets() -> None:
    normal = (STYLES / "print.css").read_text()
    large = normal + (STYLES / "large.css").read_text()
    assert f"--address-width: {WIDTH:g}mm;" in normal
    for sheets, sizes in ((normal, SIZES), (large, LARGE_SIZES)):
        for name, (points, line_height) in sizes.items():
            variable = f"{name.removeprefix('address-') or 'address'}-size"
            assert re.findall(rf"--{variable}: ([\d.]+)pt;", sheets)[-1] == f"{points:g}", name
            rule = re.findall(rf"^\.{name or 'address'} {{(.*)}}$", sheets, re.MULTILINE)[-1]
            assert f"font-size: var(--{variable});" in rule
            assert f"line-height: {line_height:g};" in rule
