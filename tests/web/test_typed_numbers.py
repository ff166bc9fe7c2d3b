"""Numbers in forms are read as our settings write them, and never guessed."""

from decimal import Decimal
from typing import Any

import pytest

from ledger.kernel.money import Money
from ledger.web.schemas.books_house import EnterRate
from ledger.web.schemas.case_cost import Rate
from ledger.web.schemas.limits import SetLimit
from ledger.web.typed_numbers import plain_numbers

EURO = {"currency": "EUR"}


@pytest.mark.parametrize(
    ("typed", "locale", "plain"),
    [("1.234,56", "de_DE", "1234.56"), ("1.234", "de_DE", "1234"), ("1,234.56", "en_GB", "1234.56")],
)
def test_an_amount_is_read_as_it_is_written_here(typed: str, locale: str, plain: str) -> None:
    read, faults = plain_numbers({"amount": EURO | {"amount": typed}}, SetLimit(), lambda: locale)
    assert (read["amount"]["amount"], faults) == (plain, {})


@pytest.mark.parametrize(
    ("schema", "data", "sentence"),
    [
        (SetLimit(), {"amount": EURO | {"amount": "12.5"}}, "such as 1.234,56"),
        (EnterRate(), {"rate": "1.083"}, "could be 1083 or 1.083"),
        (EnterRate(), {"rate": "1.0834"}, "such as 1.234,56"),
    ],
)
def test_what_is_written_otherwise_or_reads_two_ways_is_refused(schema: Any, data: Any, sentence: str) -> None:
    _, faults = plain_numbers(data, schema, lambda: "de_DE")
    assert sentence in next(iter(faults.values()))[0]


def test_an_amount_stands_in_a_form_as_it_is_typed() -> None:
    assert Money(123_456, "EUR").typed("de_DE") == "1234,56"
    assert (Money(-5, "JPY").typed("de_DE"), Money(1, "KWD").typed("en_GB")) == ("-5", "0.001")


def test_a_rate_over_the_api_is_plain() -> None:
    assert Rate(label="Rate").deserialize("1.0834") == Decimal("1.0834")
