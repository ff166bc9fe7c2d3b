"""Numbers as people type them into forms, written as our settings say; the API has one way of writing only."""

from collections.abc import Callable, Mapping
from typing import Any

from babel.numbers import get_currency_precision
from marshmallow import Schema

from ledger.kernel.money import parse_number
from ledger.web.schemas.base import Amount


def plain_numbers(
    data: Mapping[str, Any], schema: Schema, locale_of: Callable[[], str]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return unflattened form data with its amounts and decimal numbers in plain form, and a sentence for each fault.

    An amount left empty is left out, as is what could not be read. `locale_of` is asked only where a number was typed.
    """
    plain, faults = dict(data), dict[str, list[str]]()
    for name, kind in schema.fields.items():
        typed = data.get(name)
        try:
            if isinstance(kind, Amount) and isinstance(typed, dict):
                plain[name] = _amount(typed, locale_of)
            elif kind.metadata.get("inputmode") == "decimal" and isinstance(typed, str):
                plain[name] = f"{parse_number(typed.removesuffix('%').strip(), locale_of()):f}"
        except ValueError as reason:
            plain[name], faults[name] = None, [f"This {reason}."]
        if name in plain and plain[name] is None:
            del plain[name]
    return plain, faults


def _amount(typed: Mapping[str, str], locale_of: Callable[[], str]) -> dict[str, str] | None:
    text = typed.get("amount", "").strip()
    if not text:
        return None
    decimals = get_currency_precision(typed.get("currency", ""))
    return {**typed, "amount": f"{parse_number(text, locale_of(), decimals, kind='an amount'):f}"}
