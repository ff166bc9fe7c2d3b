"""Money: integer minor units and a currency, never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from babel.core import get_global
from babel.numbers import NumberFormatError, format_currency, get_currency_precision, parse_decimal

LARGEST = 10**15
"""Amounts lie below this many minor units, in either direction (recovery.md, the books)."""


_WRITTEN = re.compile(r"[-+]?[0-9][0-9.,'’]*|[-+]?[.,][0-9]+", re.ASCII)  # noqa: RUF001 as the Swiss write thousands
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]*)?", re.ASCII)
_LONGEST = 30


@dataclass(frozen=True, order=True)
class Money:
    """An amount in minor units (cents, pence, yen) of one currency (ISO 4217 code)."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        """Add two amounts of one currency; raise `ValueError` for two currencies: they are never added silently."""
        if other.currency != self.currency:
            fault = f"{self.currency} and {other.currency} are not added"
            raise ValueError(fault)
        return Money(self.minor + other.minor, self.currency)

    def negated(self) -> "Money":
        """Return the same amount in the other direction."""
        return Money(-self.minor, self.currency)

    def decimal(self) -> str:
        """Return the amount as decimal text with the currency's digits: `1234.56`."""
        digits = get_currency_precision(self.currency)
        return str(Decimal(self.minor).scaleb(-digits).quantize(Decimal(1).scaleb(-digits)))

    def spoken(self, locale: str = "en_GB") -> str:
        """Return the amount as people of that locale write it: `£3,680.00`."""
        return format_currency(Decimal(self.decimal()), self.currency, locale=locale)


def currencies() -> tuple[str, ...]:
    """Return the codes of all current currencies, sorted."""
    return tuple(sorted(_current_currencies()))


def _current_currencies() -> set[str]:
    territories = get_global("territory_currencies").values()
    return {row[0] for rows in territories for row in rows if row[2] is None and row[3]}


def parse_money(text: str, currency: str, locale: str | None = None) -> Money:
    """Read a decimal text as money; with a locale, as people there write it (`1.234,56` in German).

    Raises `ValueError` with a sentence for anything else: not a number, too many decimals, too large, ambiguous.
    """
    amount = _decimal(text.strip(), locale)
    digits = get_currency_precision(currency)
    minor = amount.scaleb(digits)
    if minor != minor.to_integral_value():
        fault = f"{currency} has {digits} decimals" if digits else f"{currency} has no decimals"
        raise ValueError(fault)
    if abs(minor) >= LARGEST:
        fault = "is too large"
        raise ValueError(fault)
    return Money(int(minor), currency)


def parse_number(text: str, locale: str) -> Decimal:
    """Read a number as people of that locale write it; raise `ValueError` for anything else, such as `1e3` or `NaN`."""
    parts = text.split()
    plain = "".join(parts)
    in_threes = len(parts) < 2 or _THOUSANDS.fullmatch(" ".join(parts))  # noqa: PLR2004 a number with spaces in it
    if len(plain) > _LONGEST or not _WRITTEN.fullmatch(plain) or not in_threes:
        fault = "is not a number as it is written here"
        raise ValueError(fault)
    return parse_decimal(plain, locale=locale, strict=True)


def _decimal(text: str, locale: str | None) -> Decimal:
    fault = "is not an amount such as 1234.56"
    try:
        if locale is None:
            if not re.fullmatch(r"-?[0-9]{1,25}(\.[0-9]{1,6})?", text, re.ASCII):
                raise ValueError(fault)
            return Decimal(text)
        return parse_number(text, locale)
    except (NumberFormatError, InvalidOperation):
        raise ValueError(fault) from None
