"""Real letters are the same bytes with our stand-ins for WeasyPrint's parts and without, and the parts do stand in."""

from dataclasses import replace
from typing import Any

import pytest
from weasyprint.css import StyleFor

from ledger.kernel.pdf_quicker import kept_lines
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.pdf import render_letter
from ledger.letters.prefill import prefill
from tests.letters.factories import final_facts, first_notice_facts
from tests.support.drawing import is_drawn_alike

ARABIC = replace(
    final_facts().addressee,
    client_name="\u0634\u0631\u0643\u0629 \u0627\u0644\u0646\u0648\u0631",
    name="\u0644\u064a\u0644\u0649",
)
LETTERS = {
    "a final letter": final_facts(),
    "in large print": final_facts(large_print=True),
    "a first notice": first_notice_facts(),
    "a near miss without a timeline": final_facts(timeline=(), remedies=()),
    "to a client with an Arabic name": final_facts(addressee=ARABIC),
    "of another locale": final_facts(locale="de_DE"),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_the_same_with_the_parts_and_without(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    facts: LetterFacts = LETTERS[name]
    assert is_drawn_alike(lambda: render_letter(facts, prefill(facts)), monkeypatch)


def test_a_second_letter_works_out_no_style_and_shapes_no_line_again(monkeypatch: pytest.MonkeyPatch) -> None:
    facts, asked = final_facts(), []

    def counted(name: str, theirs: Any) -> Any:
        def ask(*args: Any, **more: Any) -> Any:
            asked.append(name)
            return theirs(*args, **more)

        return ask

    render_letter(facts, prefill(facts))
    monkeypatch.setattr(StyleFor, "__init__", counted("styles", StyleFor.__init__))
    monkeypatch.setattr(kept_lines, "_reactivate", counted("line", kept_lines._reactivate))  # noqa: SLF001 who is asked is what counts
    monkeypatch.setattr(kept_lines, "_strut", counted("strut", kept_lines._strut))  # noqa: SLF001 likewise
    render_letter(facts, prefill(facts))
    assert asked == []
