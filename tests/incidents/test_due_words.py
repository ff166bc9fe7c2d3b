"""How long until something is due, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.incidents.due_words import due_words

AT = datetime(2026, 10, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (12 * 60, "in 12 min"),
        (12 * 60 + 59, "in 12 min"),
        (3 * 3600, "in 3 h"),
        (3 * 3600 + 5 * 60, "in 3 h 5 min"),
        (52 * 3600 + 60, "in 2 d 4 h"),
        (48 * 3600, "in 2 d"),
        (30, "now"),
        (0, "now"),
        (-30, "late by less than 1 min"),
        (-65 * 60, "late by 1 h 5 min"),
        (-(24 * 3600 + 59 * 60), "late by 1 d"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(seconds: int, words: str) -> None:
    assert due_words(AT + timedelta(seconds=seconds), AT) == words
