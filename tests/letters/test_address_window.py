"""An address shows in the envelope's window: set smaller where it is long, refused where no size helps."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from ledger.letters.address_window import size_of, too_long
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.pdf import render_letter
from ledger.letters.prefill import prefill
from tests.letters.factories import final_facts

LOWER_EDGE = 81.0
"""Millimetres from the sheet's top to the lower edge of what a BS 4264 window shows (see print.css)."""

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

    def note(text: str, _cm: object, matrix: list[float], *_: object) -> None:
        if text.strip():
            found.setdefault(text.strip(), matrix[5] * 25.4 / 96)

    PdfReader(io.BytesIO(render_letter(facts, prefill(facts)))).pages[0].extract_text(visitor_text=note)
    down = found[next(text for text in found if lines[-1] in text)]
    assert 60 < down < LOWER_EDGE - 1, "the line on which the last words stand, from the top of the sheet"
