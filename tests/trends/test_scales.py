"""Ticks, percentages and amounts in words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.trends.charting.scales import Scale, money_text, money_ticks, percent, whole_ticks


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 0, (0, 1)),
        (0, 1, (0, 1)),
        (0, 3, (0, 1, 2, 3)),
        (0, 7, (0, 2, 4, 6, 8)),
        (0, 16, (0, 5, 10, 15, 20)),
        (0, 163, (0, 50, 100, 150, 200)),
        (-30, 100, (-50, 0, 50, 100)),
    ],
)
def test_ticks_are_round_whole_numbers_from_zero(low: int, high: int, ticks: tuple[int, ...]) -> None:
    assert whole_ticks(low, high) == ticks


@given(st.integers(-(10**13), 0), st.integers(0, 10**13))
def test_ticks_cover_every_value_in_at_most_five_steps(low: int, high: int) -> None:
    ticks = whole_ticks(low, high)
    steps = {after - before for before, after in pairwise(ticks)}
    assert ticks[0] <= low <= high <= ticks[-1]
    assert 0 in ticks
    assert len(steps) == 1
    assert 2 <= len(ticks) <= 6
    assert str(steps.pop()).rstrip("0") in {"1", "2", "5"}


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [(2, 4, None), (0, 0, None), (0, 5, 0), (5, 5, 100), (199, 200, 99), (1, 400, 1), (31, 44, 70), (1, 8, 13)],
)
def test_a_percentage_needs_five_and_keeps_nought_and_hundred_for_none_and_all(
    k: int, n: int, said: int | None
) -> None:
    assert percent(k, n) == said


@pytest.mark.parametrize(
    ("amount", "exponent", "text"),
    [(123450, 2, "1,234.50"), (-5, 2, "\N{MINUS SIGN}0.05"), (1234, 0, "1,234"), (1234567, 3, "1,234.567")],
)
def test_an_amount_is_written_with_all_its_digits(amount: int, exponent: int, text: str) -> None:
    assert money_text(amount, exponent) == text


def test_ticks_of_money_share_one_unit_and_have_no_needless_decimals() -> None:
    assert money_ticks((0, 50, 100), "EUR", 2) == ("EUR", ("0", "0.5", "1"))
    assert money_ticks((0, 10000, 20000), "EUR", 2) == ("EUR", ("0", "100", "200"))
    assert money_ticks((0, 250000, 500000), "EUR", 2) == ("EUR thousand", ("0", "2.5", "5"))
    assert money_ticks((0, 5_000_000), "JPY", 0) == ("JPY million", ("0", "5"))


def test_a_scale_may_run_backwards_as_heights_do() -> None:
    scale = Scale(0, 100, 220, 20)
    assert [scale.at(value) for value in (0, 25, 100)] == [220, 170, 20]
