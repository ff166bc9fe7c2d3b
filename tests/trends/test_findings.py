"""What the figures say."""

from datetime import UTC, datetime

import pytest

from ledger.trends.findings import (
    cost_sentence,
    incidents_sentence,
    overdue_sentence,
    promises_sentence,
    told_first_sentence,
)
from ledger.trends.measure_rows import Overdue, OverdueStock, Part, Share, ShareSeries, Stack, StackSeries

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
IDS = tuple("abcdefgh")


def shares(*points: tuple[int, int, bool], **left_out: tuple[str, ...]) -> ShareSeries:
    """Make a series of k, n and maturity that begins in September 2026."""
    months = ("2026-09", "2026-10", "2026-11")
    made = (Share(month, IDS[:k], IDS[:n], mature) for month, (k, n, mature) in zip(months, points, strict=False))
    return ShareSeries(tuple(made), left_out)


def stock(days: int | None, n: int) -> OverdueStock:
    """Make a stock of n open, the oldest of which is so many days late."""
    late = () if days is None else (Overdue("a", NOW, days),)
    return OverdueStock(NOW, late, IDS[:n])


def test_told_first_says_k_of_n_what_is_not_due_and_what_left() -> None:
    told = shares((5, 6, True), (2, 4, False), (1, 1, False), withdrawn=("x",), near_miss=("y", "z"))
    found = shares((3, 6, True), (2, 4, False), (1, 1, False))
    assert told_first_sentence(told, found) == (
        "Clients heard from us first in 8 of 11 impacts in the last 3 months; we found 6 of 11 before the client did; "
        "October 2026 and November 2026 not all due yet; not counted: 1 withdrawn and 2 near misses."
    )


def test_promises_say_what_is_overdue_and_what_the_client_released() -> None:
    kept = shares((1, 2, True), (0, 0, True), released=("r",))
    assert promises_sentence(kept, stock(3, 4)) == (
        "1 of 2 that fell due in the last 2 months were kept by the original date; 1 open and overdue now; "
        "not counted: 1 released by the client."
    )


def test_nothing_to_count_is_said() -> None:
    nothing = shares((0, 0, True))
    assert told_first_sentence(nothing, nothing) == "No impact in September 2026."
    assert promises_sentence(nothing, stock(None, 0)) == "No promise was due in September 2026."
    empty = StackSeries((), (Stack("2026-Q3", (), mature=True), Stack("2026-Q4", (), mature=False)))
    assert incidents_sentence(empty) == "No incident in the last 2 quarters."
    assert cost_sentence(empty, "EUR", 2) == "No cost in EUR in the last 2 quarters."


@pytest.mark.parametrize(
    ("days", "n", "sentence"),
    [
        (41, 6, "1 of 6 open actions overdue, the oldest by 41 days."),
        (1, 1, "1 of 1 open action overdue, by 1 day."),
        (None, 3, "None of 3 open actions is overdue."),
        (None, 1, "The one open action is not overdue."),
        (None, 0, "No open actions."),
    ],
)
def test_overdue_says_how_many_and_how_long(days: int | None, n: int, sentence: str) -> None:
    assert overdue_sentence("actions", stock(days, n)) == sentence


def test_incidents_are_said_by_severity() -> None:
    stack = Stack("2026-11", (Part("S1", 1, ("a",)), Part("S3", 2, ("b", "c"))), mature=False)
    series = StackSeries(("S1", "S3"), (stack,), {"duplicate": ("d",)})
    assert incidents_sentence(series) == "3 incidents in November 2026: 1 S1, 2 S3; not counted: 1 duplicate."


def test_cost_is_said_to_the_last_cent_with_its_largest_part() -> None:
    parts = (Part("GW", 10000, ("a",)), Part("RW", 48875, ("b",)))
    series = StackSeries(("GW", "RW"), (Stack("2026-Q4", parts, mature=False),), {"not_dated": ("x",)})
    assert cost_sentence(series, "EUR", 2) == (
        "588.75 EUR in 2026 Q4; most for rework, 488.75; not counted: 1 line of incidents without a date."
    )
    assert cost_sentence(series, "JPY", 0).startswith("58,875 JPY in 2026 Q4; most for rework, 48,875;")
