"""The check against plain sentences that were invented for it, in the manner of notices and of letters."""

from pathlib import Path

import pytest

from tests.letters.candour.labelled import found_in, invented, rates

NEAR_ERRORS = (Path(__file__).parent / "near_errors.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("blind", [False, True])
def test_plain_bad_sentences_are_found_and_plain_good_ones_left_alone(blind: bool) -> None:  # noqa: FBT001 a parameter
    _bad, _fine, recall, precision = rates(invented(blind=blind))
    assert recall >= 0.85
    assert precision >= 0.9


def test_honest_words_that_come_near_an_errors_words_are_never_an_error() -> None:
    assert [text for text in NEAR_ERRORS if any(one.severity == "error" for one in found_in(text))] == []
