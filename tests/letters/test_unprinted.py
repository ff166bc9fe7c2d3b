"""What a letter would print as it is typed is told where it is written."""

import pytest

from ledger.letters.candour.rules import MARKS, Rule, rules
from ledger.letters.unprinted import unprinted, unprinted_in


@pytest.mark.parametrize("rule", [one for one in rules() if one.id.startswith(MARKS)], ids=lambda rule: rule.id)
def test_a_mark_that_no_letter_shows_is_found_and_ordinary_words_are_not(rule: Rule) -> None:
    assert rule.must_match
    assert rule.must_not_match
    assert [text for text in rule.must_match if rule.id not in dict(unprinted_in(text))] == []
    assert [text for text in rule.must_not_match if list(unprinted_in(text))] == []


def test_it_is_told_once_a_section_with_its_place_and_what_to_write_instead() -> None:
    text = "We stopped.\n\n| Day | Calls |\n| --- | --- |\n| Monday | 31 |"
    (one,) = unprinted({"why": text, "talk": "Ring us."}, {})
    assert (one.section, one.line, one.words, one.severity) == ("why", 3, "| Day | Calls |", "warning")
    assert text[one.start : one.end] == one.words
    assert "begins with a dash" in one.instead
    assert unprinted({"why": text}, {"MRK02": "off"}) == []


def test_hostile_text_takes_no_time() -> None:
    for piece in ("![", "<a ", "[x](", "| ", "--|", "`"):
        assert len(list(unprinted_in(piece * 20_000))) <= 4
