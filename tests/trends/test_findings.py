"""What the figures say."""

from ledger.kernel.money import Money
from ledger.trends.catalogue import MEASURES
from ledger.trends.facts.making import REASONS
from ledger.trends.findings import (
    class_sentence,
    cost_note,
    cost_sentence,
    funded_sentence,
    incidents_sentence,
    left_out_words,
    share_sentence,
)
from ledger.trends.judging import Judged, judged
from ledger.trends.measure_rows import Part, Share, Stack, StackSeries

IDS = tuple("abcdefgh")


def found(key: str, *points: tuple[int, int, bool]) -> Judged:
    """Judge a measure of k, n and maturity that begins in September 2026."""
    months = ("2026-09", "2026-10", "2026-11")
    made = (Share(month, k, n, mature) for month, (k, n, mature) in zip(months, points, strict=False))
    return judged(MEASURES[key], tuple(made))


def test_a_share_says_k_of_n_what_is_not_due_and_what_left() -> None:
    told = found("told_first", (5, 6, True), (2, 4, False), (1, 1, False))
    assert share_sentence(told, {"withdrawn": 1, "near_miss": 2}) == (
        "5 of 6 impacts in the last 3 months heard it from us first; too few months to say more; "
        "5 more of October 2026 and November 2026, not all due yet; not counted: 1 withdrawn and 2 near misses."
    )


def test_what_is_over_is_named_from_end_to_end() -> None:
    over = found("told_first", (5, 6, True), (2, 4, True), (1, 1, True))
    assert share_sentence(over, {}).startswith("8 of 11 impacts from September 2026 to November 2026 heard it from us")
    stacks = (Stack("2026-Q2", (), mature=True), Stack("2026-Q3", (), mature=True))
    assert funded_sentence(StackSeries((), stacks), "EUR", 2) == "Nothing booked in EUR from 2026 Q2 to 2026 Q3."


def test_a_stock_is_said_as_it_is_now() -> None:
    said = share_sentence(found("action_ageing", (1, 4, True), (2, 5, False)), {})
    assert said.startswith("2 of 5 actions open now past their original date;")
    over = share_sentence(found("action_ageing", (1, 4, True), (2, 1500, True)), {})
    assert over.startswith("2 of 1,500 actions open at the end of October 2026 past their original date;")


def test_nothing_to_count_is_said() -> None:
    assert share_sentence(found("told_first", (0, 0, True)), {}) == "No impacts in September 2026."
    empty = StackSeries((), (Stack("2026-Q3", (), mature=True), Stack("2026-Q4", (), mature=False)))
    assert incidents_sentence(empty) == "No incident in the last 2 quarters."
    assert cost_sentence(empty, "EUR", 2) == "No cost in EUR in the last 2 quarters."
    assert funded_sentence(empty, "EUR", 2) == "Nothing booked in EUR in the last 2 quarters."


def test_beside_the_cost_stands_who_paid_and_what_nobody_can_share_out() -> None:
    def stacks(*parts: str) -> StackSeries:
        made = Stack("2026-Q4", tuple(Part(part, 30000, 1) for part in parts), mature=False)
        return StackSeries(parts, (Stack("2026-Q3", (), mature=True), made))

    costs, shared = {"EUR": stacks("RW")}, [Money(123_450, "EUR"), Money(700, "GBP")]
    assert cost_note(costs, {"EUR": stacks("us")}, 0, ()) == (
        "for incidents detected from 2026 Q3 to 2026 Q4 so far, all of it paid by us; clients paid nothing"
    )
    back = cost_note(costs, {"EUR": stacks("us", "supplier")}, 2, ())
    assert back.endswith("so far, all of it paid by us, part of it paid back to us")
    assert cost_note({"EUR": stacks()}, {}, 0, shared) == (
        "was booked for these quarters; and 1,234.50 EUR and 7.00 GBP for incidents that touched other clients too and"
        " that no remedy shares out"
    )


def test_a_headline_says_what_is_decided_and_how_much_is_not() -> None:
    some = found("told_first", (5, 6, True), (2, 3, False))
    assert (some.so_far.k, some.so_far.n, some.undecided) == (5, 6, "3 more are not all due yet")
    assert found("told_first", (5, 6, True), (0, 1, False)).undecided == "1 more is not all due yet"
    none = found("told_first", (2, 3, False))
    assert (none.so_far.n, none.so_far.mature, none.undecided) == (3, False, "they are not all due yet")
    assert found("told_first", (5, 6, True)).undecided == ""


def test_who_funded_it_says_what_we_paid_of_all() -> None:
    parts = (Part("us", 30000, 1), Part("supplier", 10000, 1))
    series = StackSeries(("us", "supplier"), (Stack("2026-Q4", parts, mature=False),))
    assert funded_sentence(series, "EUR", 2) == "We paid 300.00 of 400.00 EUR in 2026 Q4; no client paid anything."
    assert funded_sentence(series, "EUR", 2, leaks=1) == (
        "We paid 300.00 of 400.00 EUR in 2026 Q4; 1 time entry of our mistakes still stands as billable to a client."
    )


def test_each_reason_for_leaving_has_words() -> None:
    assert {left_out_words({reason: 2}) for reason in REASONS} == {
        "2 withdrawn", "2 duplicates", "2 not ours", "2 near misses", "2 without a date", "2 released by the client",
        "2 sent back", "2 brought in without a recorded notice",
    }  # fmt: skip


def test_incidents_are_said_by_severity() -> None:
    stack = Stack("2026-11", (Part("S1", 1, 1), Part("S3", 2, 2)), mature=False)
    series = StackSeries(("S1", "S3"), (stack,), {"duplicate": 1})
    assert incidents_sentence(series) == "3 incidents in November 2026: 1 S1, 2 S3; not counted: 1 duplicate."


def test_cost_is_said_to_the_last_cent_with_its_largest_part() -> None:
    parts = (Part("GW", 10000, 1), Part("RW", 48875, 1))
    series = StackSeries(("GW", "RW"), (Stack("2026-Q4", parts, mature=False),))
    assert cost_sentence(series, "EUR", 2) == "588.75 EUR in 2026 Q4; most for rework, 488.75."
    assert cost_sentence(series, "JPY", 0) == "58,875 JPY in 2026 Q4; most for rework, 48,875."


def test_classes_say_what_reached_the_client_and_what_was_spent_ahead() -> None:
    parts = (Part("external_failure", 150_00, 2), Part("prevention", 50_00, 1))
    series = StackSeries(("external_failure", "prevention"), (Stack("2026-Q3", parts, mature=True),))
    assert class_sentence(series, "GBP", 2) == (
        "150.00 of 200.00 GBP after a mistake had reached the client; 50.00 GBP on checking and preventing."
    )
