import pytest

from ledger.letters.candour.readability import section_readability, syllables
from tests.letters.candour.aim import LETTER


@pytest.mark.parametrize(
    ("word", "count"), [("we", 1), ("restored", 2), ("backup", 2), ("apologise", 4), ("table", 2), ("2026", 4)]
)
def test_syllables_are_groups_of_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_letter_to_aim_at_reads_well() -> None:
    found = section_readability(LETTER)
    assert found.grade <= 8
    assert found.warning == ""


def test_a_hard_section_warns_and_names_its_worst_sentence() -> None:
    worst = (
        "Notwithstanding considerable organisational transformation, infrastructure virtualisation dependencies "
        "necessitated comprehensive reconfiguration of interdependent authentication subsystems."
    )
    found = section_readability(f"We stopped it. {worst} We then rang you about this at once and told you all we knew.")
    assert found.worst == worst
    assert "grade" in found.warning


def test_a_long_sentence_warns_by_its_length() -> None:
    found = section_readability("We saw it " * 9 + "and stopped. We rang. We went to you. We sat down. You told us.")
    assert found.worst_words == 29
    assert "29 words" in found.warning


def test_no_words_read_well() -> None:
    assert section_readability(" \n").warning == ""
