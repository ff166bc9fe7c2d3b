"""What stands above a list of cases: how many of how many, in words that read the same for every measure."""

import pytest

from ledger.trends.case_lead import Sizes, lead, when_of

MONTHS = ("2026-01", "2026-02", "2026-03")


@pytest.mark.parametrize(
    ("measure", "series", "sizes", "said"),
    [
        ("told_first", "", Sizes(9, 4, 9), "4 of 9 impacts count as “heard it from us first”"),
        ("told_first", "met", Sizes(1, 1, 9), "1 of 9 impacts counts as “heard it from us first”"),
        ("told_first", "not_met", Sizes(5, 4, 9), "5 of 9 impacts do not count as “heard it from us first”"),
        ("first_notice", "not_met", Sizes(0, 34, 34),
         "0 of 34 impacts with a clock do not count as “told within the plan's time”"),
        ("repeats", "decided", Sizes(9, 2, 9),
         "2 of 9 fixes declared effective in months that are all due count as “came back within 90 days”"),
        ("incidents", "", Sizes(7, 0, 7), "7 incidents"),
        ("incidents", "left_out-near_miss", Sizes(2, 0, 2), "2 not counted as incidents: near miss"),
        ("severities", "S1", Sizes(1, 0, 1), "1 incident of S1"),
        ("action_ageing", "31-60", Sizes(2, 0, 2), "2 actions overdue for 31 to 60 days"),
        ("overdue_promises", "", Sizes(2, 0, 2), "2 open promises past the original date"),
    ],
)  # fmt: skip
def test_a_list_says_how_many_of_how_many_in_words(measure: str, series: str, sizes: Sizes, said: str) -> None:
    assert lead(measure, series, "", sizes) == said


def test_a_list_of_money_says_whose_part_it_is_and_what_it_adds_up_to() -> None:
    sizes = Sizes(3, 0, 0)
    assert lead("funded", "GBP-us", "2026 Q1", sizes, "74.10 GBP") == (
        "3 bookings under “We paid”, 74.10 GBP together, 2026 Q1"
    )
    assert lead("cost", "GBP-RW", "", sizes, "1.00 GBP") == "3 bookings under “Rework”, 1.00 GBP together"
    assert lead("cost", "GBP", "", Sizes(1, 0, 0), "1.00 GBP") == "1 booking, 1.00 GBP together"


def test_a_list_says_of_when_it_is() -> None:
    assert when_of("told_first", "2026-02", MONTHS) == "February 2026"
    assert when_of("told_first", None, MONTHS) == "January 2026 to March 2026"
    assert when_of("action_ageing", None, MONTHS) == "at the end of March 2026"
    assert when_of("overdue_actions", None, MONTHS) == ""
    assert when_of("funded", "2026-Q1", ("2025-Q4", "2026-Q1")) == "2026 Q1"
