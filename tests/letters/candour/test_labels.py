"""The check against sentences that two raters labelled; they are other people's, and stay outside the project."""

import pytest

from tests.letters.candour.labelled import LABELS, agreed, found_in, rates

pytestmark = pytest.mark.skipif(not LABELS.exists(), reason=f"{LABELS.parent.name} is not beside this checkout")


def test_what_both_raters_call_bad_is_found_and_what_neither_does_is_left_alone() -> None:
    _bad, _fine, recall, precision = rates(agreed())
    assert recall >= 0.85
    assert precision >= 0.9


def test_what_both_raters_call_an_error_is_found() -> None:
    grave = [text for text, bad in agreed(("error",)) if bad]
    assert sum(bool(found_in(text)) for text in grave) / len(grave) >= 0.9
