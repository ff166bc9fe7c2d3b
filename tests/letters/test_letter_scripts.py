"""Names in other scripts: drawn, in order, in a file that meets both profiles; or refused by name, never a box."""

import io
from dataclasses import replace

import page
import pytest
from pypdf import PdfReader

from ledger.kernel.glyphs import named, undrawable
from ledger.kernel.pdf import MissingGlyphs
from ledger.letters.directions import apart
from ledger.letters.letter_facts import LetterFacts, Person, TimelineEntry
from ledger.letters.pdf import letter_html, render_letter
from ledger.letters.prefill import prefill
from ledger.letters.undrawable import undrawable_in
from tests.letters.factories import ADDRESSEE, TIMELINE, at, final_facts

NOWHERE = "\N{EGYPTIAN HIEROGLYPH D010}"
"""No font of a server has it."""


def of_many_scripts() -> LetterFacts:
    """Return a letter to 東京 and Łódź, signed in Greek, with an Arabic name beside numbers."""
    return final_facts(
        addressee=replace(
            ADDRESSEE,
            name="محمد بن راشد",
            client_name="Łódź Żeglarze (شركة النور) Sp. z o.o.",
            address_lines=("東京都千代田区丸の内 1-1", "Київ, вулиця Хрещатик 22"),
        ),
        signatory=Person("Ελένη Παπαδοπούλου", "Διευθύντρια"),
        timeline=(*TIMELINE, TimelineEntry(at(9, 9, 20), "action", "We rang 山田太郎 at 12:20")),
    )


def test_greek_cyrillic_polish_arabic_and_cjk_are_drawn_in_a_conforming_file() -> None:
    facts = of_many_scripts()
    assert undrawable_in(facts, prefill(facts)) == []
    pdf = render_letter(facts, prefill(facts))
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)
    for words in ("Łódź Żeglarze", "東京都千代田区丸の内", "Київ, вулиця Хрещатик", "Ελένη Παπαδοπούλου", "山田太郎"):
        assert words in text


def test_a_character_that_no_font_has_is_named_with_its_place() -> None:
    facts = final_facts(subject=f"The {NOWHERE} sign", addressee=replace(ADDRESSEE, name="Dr Ruth Adeyemi"))
    (sentence,) = undrawable_in(facts, prefill(facts) | {"why": f"Because of {NOWHERE}."})[:1]
    assert "(U+13080) in the subject" in sentence
    assert any("“Why it happened”" in one for one in undrawable_in(facts, {"why": NOWHERE}))


def test_no_letter_is_drawn_with_a_box() -> None:
    facts = final_facts(subject=NOWHERE)
    with pytest.raises(MissingGlyphs, match=r"U\+13080"):
        render_letter(facts, prefill(facts))


def test_what_leaves_no_mark_needs_no_font() -> None:
    assert undrawable("a b\u00a0c\u200d\u2068\nd") == ()
    assert named(("漢",)) == "漢 (U+6F22)"


def test_a_name_from_right_to_left_is_set_apart_and_others_are_left_alone() -> None:
    assert apart("Ruth Adeyemi") == "Ruth Adeyemi"
    assert apart("محمد") == "\u2068محمد\u2069"
    html = letter_html(of_many_scripts(), {}, "print")
    assert "\u2068محمد بن راشد\u2069, Practice Partner" in html
