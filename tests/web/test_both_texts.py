"""When two people edit the same thing: what was touched is compared, what was not stays as it stands now."""

from datetime import UTC, datetime

import pytest

from ledger.web.both_texts import SEEN, differences, fingerprints, merged
from ledger.web.schemas.letters import EditLetterForm

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_what_was_not_touched_is_as_it_stands_now_and_what_was_is_compared() -> None:
    drawn = {"subject_line": "Ours", "sections.opening": "We did it.\n\nSorry.", "sections.talk": "Ring us."}
    typed = {
        "subject_line": "Ours",
        "sections": {"opening": "We did it.\r\n\r\nSorry.", "talk": "Ring Jane."},
        "sections.opening": "We did it.\r\n\r\nSorry.",
        "sections.talk": "Ring Jane.",
        SEEN: fingerprints(drawn, "UTC"),
    }
    now = drawn | {"subject_line": "Theirs", "sections.opening": "Their opening."}
    found = merged(typed, now, "UTC")
    assert (found["subject_line"], found["sections.opening"]) == ("Theirs", "Their opening.")
    assert found["sections.talk"] == "Ring Jane."
    assert [yours for _, yours, _ in differences(EditLetterForm(), found, now, "UTC")] == ["Ring Jane."]


def test_times_ticks_and_amounts_are_known_again_as_a_form_sends_them() -> None:
    drawn = {"at": AT, "shown": True, "hidden": False, "cost": {"amount": "12.50", "currency": "GBP"}, "none": None}
    typed = {
        "at": "2026-11-22T09:30", "shown": "true", "cost": {"amount": "12.50", "currency": "GBP"},
        "cost.amount": "12.50", "cost.currency": "GBP", "none": "", SEEN: fingerprints(drawn, "UTC"),
    }  # fmt: skip
    now = {"at": AT.replace(hour=11), "shown": False, "hidden": True, "cost": {"amount": "9"}, "none": "new"}
    found = merged(typed, now, "UTC")
    assert {name: found[name] for name in now} == now
    assert "cost.amount" not in found


@pytest.mark.parametrize("seen", ["", "no JSON", "[1]", '{"a": 1}', "null"])
def test_without_fingerprints_all_that_was_typed_counts(seen: str) -> None:
    assert merged({"a": "mine", SEEN: seen}, {"a": "theirs"}, "UTC")["a"] == "mine"
