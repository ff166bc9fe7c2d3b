"""Reckoning with money: each amount is rounded once, half up, and says how it came about; splits lose no unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from ledger.kernel.money import LARGEST, Money

_DIGITS = 40
"""Enough for any product of an amount and a rate, so that only the last step rounds."""
MOST_HOURS = Decimal(1_000_000)
RATE_DIGITS = 12


@dataclass(frozen=True)
class Reckoned:
    """An amount and its calculation, with the rule of rounding: `6.25 h × 85.00, half up`."""

    money: Money
    how: str


def of_hours(hours: Decimal, rate: Money) -> Reckoned:
    """Return what hours cost at an hourly rate; raise `ValueError` for hours that cannot be."""
    if not 0 < hours <= MOST_HOURS:
        fault = "hours are above zero and below a million"
        raise ValueError(fault)
    with localcontext(prec=_DIGITS):
        exact = hours * rate.minor
    return Reckoned(_rounded(exact, rate.currency), f"{hours:f} h × {rate.decimal()}, half up")


def share_of(net: Money, per_cent: Decimal) -> Reckoned:
    """Return so many per cent of an amount, such as its tax; raise `ValueError` for a rate not between 0 and 100."""
    if not 0 <= per_cent <= 100:  # noqa: PLR2004 per cent
        fault = "a rate lies between 0 and 100 per cent"
        raise ValueError(fault)
    with localcontext(prec=_DIGITS):
        exact = Decimal(net.minor) * per_cent / 100
    return Reckoned(_rounded(exact, net.currency), f"{net.decimal()} × {per_cent:f} %, half up")


def converted(money: Money, rate: Decimal, *, base: str, quote: str, digits: tuple[int, int]) -> Reckoned:
    """Return money of `base` or `quote` in the other one, where 1 base = `rate` quote.

    `digits` are the decimals of base and quote. Raises `ValueError` for a third currency or a rate that is zero.
    """
    if rate <= 0:
        fault = "a rate is above zero"
        raise ValueError(fault)
    if money.currency not in {base, quote}:
        fault = f"this rate is between {base} and {quote}"
        raise ValueError(fault)
    with localcontext(prec=_DIGITS):
        if money.currency == quote:
            exact, sign, into = Decimal(money.minor).scaleb(digits[0] - digits[1]) / rate, "÷", base
        else:
            exact, sign, into = Decimal(money.minor).scaleb(digits[1] - digits[0]) * rate, "×", quote
    found = _rounded(exact, into)
    how = f"{money.decimal()} {money.currency} {sign} {rate:f} = {found.decimal()} {into}, half up"
    return Reckoned(found, how)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Return `total` minor units shared out by weights, to the last unit (largest remainder; earlier shares first).

    Raises `ValueError` without a weight above zero or with one below.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        fault = "shares need weights of zero and more, and one above zero"
        raise ValueError(fault)
    shares = [abs(total) * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda place: (-(abs(total) * weights[place] % whole), place))
    for place in remainders[: abs(total) - sum(shares)]:
        shares[place] += 1
    return shares if total >= 0 else [-share for share in shares]


def rate_of(text: str) -> Decimal:
    """Read an exchange rate or a per cent: plain decimal text; raise `ValueError` for anything else."""
    plain = text.strip()
    whole, _, part = plain.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= RATE_DIGITS and len(part) <= RATE_DIGITS):
        fault = "is not a number such as 1.0834"
        raise ValueError(fault)
    if part and not (part.isascii() and part.isdigit()):
        fault = "is not a number such as 1.0834"
        raise ValueError(fault)
    return Decimal(plain)


def _rounded(exact: Decimal, currency: str) -> Money:
    with localcontext(prec=_DIGITS):
        minor = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if abs(minor) >= LARGEST:
        fault = "the amount is too large"
        raise ValueError(fault)
    return Money(minor, currency)
