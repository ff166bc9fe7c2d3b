"""Money: integer minor units and a currency, never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from babel.core import get_global
from babel.numbers import NumberFormatError, format_currency, format_decimal, get_currency_precision, parse_decimal

LARGEST = 10**15
"""Amounts lie below this many minor units, in either direction (recovery.md, the books)."""


_WRITTEN = re.compile(r"[-+]?[0-9][0-9.,'’]*|[-+]?[.,][0-9]+", re.ASCII)  # noqa: RUF001 as the Swiss write thousands
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]*)?", re.ASCII)
_ONE_SIGN = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)
_LONGEST = 30
_UNITS_OF_ACCOUNT = {"CLF", "UYW"}
"""In which invoices are written though nobody pays in them: what is owed grows with prices (Chile, Uruguay)."""
_EXAMPLE = Decimal("1234.56")


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

    def typed(self, locale: str) -> str:
        """Return the amount as people of that locale type it, with all its decimals and no sign for thousands."""
        digits = get_currency_precision(self.currency)
        pattern = "0" if not digits else "0." + "0" * digits
        return format_decimal(Decimal(self.decimal()), format=pattern, locale=locale)


def currencies(*first: str) -> tuple[str, ...]:
    """Return the codes of all current currencies: those that are named `first`, then the others, sorted."""
    return tuple(dict.fromkeys((*first, *sorted(_current_currencies()))))


def _current_currencies() -> set[str]:
    territories = get_global("territory_currencies").values()
    return {row[0] for rows in territories for row in rows if row[2] is None and row[3]} | _UNITS_OF_ACCOUNT


def parse_money(text: str, currency: str, locale: str | None = None) -> Money:
    """Read a decimal text as money; with a locale, as people there write it (`1.234,56` in German).

    Raises `ValueError` with a sentence for anything else: not a number, too many decimals, too large, ambiguous.
    """
    digits = get_currency_precision(currency)
    amount = _decimal(text.strip(), locale, digits)
    minor = amount.scaleb(digits)
    if minor != minor.to_integral_value():
        fault = f"has too many decimals: {currency} has {f'{digits} decimals' if digits else 'no decimals'}"
        raise ValueError(fault)
    if abs(minor) >= LARGEST:
        fault = "is too large"
        raise ValueError(fault)
    return Money(int(minor), currency)


def parse_number(text: str, locale: str, decimals: int | None = None, *, kind: str = "a number") -> Decimal:
    """Read a number as people of that locale write it; `decimals` is how many it may have, none for any number.

    Raises `ValueError` with a sentence for anything else, such as `1e3` or `NaN`, and for what can be read in two ways:
    a sign for thousands before the last three digits, where these could be decimals.
    """
    parts = text.split()
    plain = "".join(parts)
    in_threes = len(parts) < 2 or _THOUSANDS.fullmatch(" ".join(parts))  # noqa: PLR2004 a number with spaces in it
    fault = f"is not {kind} as it is written here, such as {format_decimal(_EXAMPLE, locale=locale)}"
    if len(plain) > _LONGEST or not _WRITTEN.fullmatch(plain) or not in_threes:
        raise ValueError(fault)
    try:
        number = parse_decimal(plain, locale=locale, strict=True)
    except (NumberFormatError, InvalidOperation):
        raise ValueError(fault) from None
    could_be_less = decimals is None or decimals >= 3  # noqa: PLR2004 as many as stand behind a sign for thousands
    if could_be_less and _ONE_SIGN.fullmatch(plain) and number == number.to_integral_value() and abs(number) >= 1000:  # noqa: PLR2004 so the sign was read as one for thousands
        fault = f"could be {number:f} or {number.scaleb(-3):f}: leave the sign for thousands out"
        raise ValueError(fault)
    return number


def _decimal(text: str, locale: str | None, digits: int) -> Decimal:
    if locale is not None:
        return parse_number(text, locale, digits, kind="an amount")
    if not re.fullmatch(r"-?[0-9]{1,25}(\.[0-9]{1,6})?", text, re.ASCII):
        fault = "is not an amount such as 1234.56"
        raise ValueError(fault)
    return Decimal(text)
