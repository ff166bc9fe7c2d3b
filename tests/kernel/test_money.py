"""Amounts of every number of decimals, as people of several countries write them: right, or a clear refusal."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.books.reckoning import converted, of_hours, share_of, split
from ledger.kernel.money import LARGEST, Money, parse_money


@pytest.mark.parametrize(
    ("text", "currency", "locale", "minor"),
    [
        ("12.50", "EUR", None, 1_250),
        ("12,50", "EUR", "de_DE", 1_250),
        ("1.234,56", "EUR", "de_DE", 123_456),
        ("1,234.56", "GBP", "en_GB", 123_456),
        ("1 234,56", "EUR", "fr_FR", 123_456),
        ("1234", "JPY", None, 1_234),
        ("1.234", "JPY", "de_DE", 1_234),
        ("1.234", "EUR", "de_DE", 123_400),
        ("1,234", "KWD", "de_DE", 1_234),
        ("1.234,000", "KWD", "de_DE", 1_234_000),
        ("0.001", "KWD", None, 1),
        ("0.0001", "CLF", None, 1),
        ("-5.00", "EUR", None, -500),
        ("9999999999999.99", "EUR", None, LARGEST - 1),
        ("99999999999.9999", "CLF", None, LARGEST - 1),
    ],
)
def test_an_amount_is_read_to_the_last_unit(text: str, currency: str, locale: str | None, minor: int) -> None:
    money = parse_money(text, currency, locale)
    assert money == Money(minor, currency)
    assert parse_money(money.decimal(), currency) == money


@pytest.mark.parametrize(
    ("text", "currency", "locale", "sentence"),
    [
        ("12.50", "JPY", None, "no decimals"),
        ("0.0001", "KWD", None, "3 decimals"),
        ("0.001", "EUR", None, "2 decimals"),
        ("12,50", "EUR", None, "is not an amount"),
        ("12,50", "EUR", "en_GB", "is not an amount"),
        ("1.234,56", "GBP", "en_GB", "is not an amount"),
        ("12.50", "EUR", "de_DE", "is not an amount"),
        ("10000000000000.00", "EUR", None, "too large"),
        ("9223372036854775807", "JPY", None, "too large"),
        ("9223372036854775808", "EUR", "de_DE", "too large"),
        ("NaN", "EUR", "de_DE", "."),
        ("1e3", "EUR", "de_DE", "."),
        ("١٢", "EUR", "de_DE", "."),
        ("", "EUR", None, "."),
        ("--5", "EUR", "en_GB", "."),
        ("12 50", "GBP", "en_GB", "is not"),
        ("1.234", "KWD", "de_DE", "could be 1234 or 1.234: leave the sign for thousands out"),
        ("1,234", "CLF", "en_GB", "could be 1234 or 1.234"),
        ("1,234", "EUR", "de_DE", "2 decimals"),
        ("1 23 456", "EUR", "fr_FR", "is not"),
    ],
)
def test_what_is_no_amount_is_refused_in_a_sentence(
    text: str, currency: str, locale: str | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse_money(text, currency, locale)


def test_each_amount_is_rounded_once_and_says_how() -> None:
    assert of_hours(Decimal("5.75"), Money(8_500, "EUR")).money == Money(48_875, "EUR")
    assert of_hours(Decimal("6.25"), Money(8_500, "EUR")).how == "6.25 h × 85.00, half up"
    assert share_of(Money(18_500, "EUR"), Decimal(21)).money == Money(3_885, "EUR")
    paid = converted(Money(120_000, "USD"), Decimal("1.0834"), base="EUR", quote="USD", digits=(2, 2))
    assert (paid.money, paid.how) == (Money(110_762, "EUR"), "1200.00 USD ÷ 1.0834 = 1107.62 EUR, half up")
    yen = converted(Money(100, "EUR"), Decimal("163.505"), base="EUR", quote="JPY", digits=(2, 0))
    assert yen.money == Money(164, "JPY")


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any))
def test_a_split_loses_and_makes_no_unit(total: int, weights: list[int]) -> None:
    shares = split(total, weights)
    assert sum(shares) == total
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)
    assert all(
        abs(share * sum(weights) - total * weight) < sum(weights) for share, weight in zip(shares, weights, strict=True)
    )
