"""The kinds of fields that commands are made of: what they take, and the sentence for what they do not."""

from typing import Any

import pytest
from marshmallow import ValidationError

from ledger.kernel.money import Money
from ledger.web.schemas.base import Amount, Command, Moment, Words


class _Said(Command):
    text = Words(20, label="Text")
    at = Moment(label="At")
    cost = Amount(label="Cost")


@pytest.mark.parametrize(
    "text", ["Zoë's café", "10\u00a0000 Ω", "\u06c1\u200c\u06a9", "👩\u200d🔧 fixed it", "two\nlines"]
)
def test_what_people_paste_is_taken(text: str) -> None:
    assert _Said().load({"text": text})["text"] == text.replace("\u00a0", " ")


def test_a_separator_of_lines_is_a_new_line_and_what_is_refused_says_where_it_stands() -> None:
    assert _Said().load({"text": "one\u2028two"})["text"] == "one\ntwo"
    with pytest.raises(ValidationError, match="U\\+202B behind “paid”"):
        _Said().load({"text": "paid \u202bten"})


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "paid \u202eton", "\ue000", "x" * 21])
def test_what_would_mislead_or_break_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        _Said().load({"text": text})
    assert set(refusal.value.messages_dict) == {"text"}


@pytest.mark.parametrize(
    "at", ["2026-10-06", "2026-10-06T09:02", "yesterday", 5, "0001-01-01T00:00:00Z", "2026-13-01T00:00:00Z"]
)
def test_a_time_without_zone_or_sense_is_refused(at: Any) -> None:
    with pytest.raises(ValidationError, match="zone"):
        _Said().load({"at": at})


def test_a_time_becomes_utc() -> None:
    assert _Said().load({"at": "2026-10-06T09:02:00+01:00"})["at"].isoformat() == "2026-10-06T08:02:00+00:00"


def test_money_is_whole_minor_units() -> None:
    assert _Said().load({"cost": {"amount": "1234.56", "currency": "EUR"}})["cost"] == Money(123456, "EUR")
    assert _Said().load({"cost": {"amount": "1234", "currency": "JPY"}})["cost"] == Money(1234, "JPY")
    assert _Said().load({"cost": {"amount": "1.234", "currency": "KWD"}})["cost"] == Money(1234, "KWD")
    assert _Said().load({"cost": {"amount": "1.2345", "currency": "CLF"}})["cost"] == Money(12345, "CLF")


@pytest.mark.parametrize(
    ("amount", "currency", "reason"),
    [
        ("1.234", "EUR", "The amount has too many decimals: EUR has 2 decimals."),
        ("1.5", "JPY", "The amount has too many decimals: JPY has no decimals."),
        ("1.23456", "CLF", "CLF has 4 decimals"),
        ("-1", "EUR", "below zero"),
        ("1,5", "EUR", "not an amount"),
        ("9" * 16, "EUR", "too large"),
        ("1", "XXQ", "not a currency"),
        ("1", "XAU", "not a currency"),
        ("", "EUR", "not an amount"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_with_the_reason(amount: str, currency: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        _Said().load({"cost": {"amount": amount, "currency": currency}})


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(ValidationError) as refusal:
        _Said().load({"txet": "x"})
    assert refusal.value.messages_dict == {"txet": ["This field is not known here."]}
