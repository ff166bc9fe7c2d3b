"""Days ahead in a letter's text: which sentences are offered as promises, for which day or time."""

from datetime import UTC, date, datetime

import pytest

from ledger.letters.dated_sentences import dated_sentences

SAID_AT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("We ring you by 14 December 2026.", date(2026, 12, 14)),
        ("We ring you by the 1st December.", date(2026, 12, 1)),
        ("The new switch is in place on Friday 4 Dec 2026, before you open.", date(2026, 12, 4)),
        ("You have our report by 2027-01-05.", date(2027, 1, 5)),
        ("We test it again on 3 March.", date(2027, 3, 3)),
        ("It began on 6 October 2026 and ends on 1 December 2026.", date(2026, 12, 1)),
    ],
)
def test_a_sentence_that_names_a_day_ahead_is_found(text: str, day: date) -> None:
    (found,) = dated_sentences({"changes": text}, "Europe/London", SAID_AT)
    assert (found.text, found.day, found.at) == (text, day, None)


@pytest.mark.parametrize(
    "text",
    [
        "It began on 6 October 2026.",
        "We told you on 20 November 2026.",
        "On 31 February 2027 nothing happens.",
        "Version 2026-13-40 is installed.",
        "May we ring you? In 2027 perhaps.",
    ],
)
def test_what_is_past_today_or_no_day_is_not(text: str) -> None:
    assert dated_sentences({"why": text}, "Europe/London", SAID_AT) == []


def test_one_time_beside_the_day_is_read_in_the_clients_zone(  # one sentence, one promise
) -> None:
    text = "We ring you on 1 December 2026 by 15:30. Then we write on 2 December 2026 at 9.00 or 10.00."
    first, second = dated_sentences({"next": text}, "Europe/Berlin", SAID_AT)
    assert first.at == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    assert first.kind == "callback"
    assert second.at is None


def test_lists_and_lines_are_sentences_of_their_own_by_day_and_once() -> None:
    sections = {
        "changes": "- We replace the switch by 8 December 2026\n- We send the report by 2 December 2026\n",
        "next": "We replace the switch by 8 December 2026",
    }
    found = dated_sentences(sections, "Europe/London", SAID_AT)
    assert [(one.text, one.kind) for one in found] == [
        ("We send the report by 2 December 2026", "letter"),
        ("We replace the switch by 8 December 2026", "other"),
    ]
