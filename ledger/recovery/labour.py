"""What work costs us: hours times the rate of that day, and tax on an amount; each rounded once, half up."""

from ledger.kernel.money import Money
from ledger.recovery.remedy_details import hundredths

LATE_EXTRA = 1_000
"""Hundredths of a per cent of its worth that is offered unasked beside a remedy that is late: a tenth."""


def labour_cost(hours: str, rate: Money) -> Money:
    """Return what hours such as `6.25` cost at an hourly rate, half up to the minor unit."""
    return Money(_half_up(hundredths(hours) * rate.minor, 100), rate.currency)


def share_of(amount: Money, per_ten_thousand: int) -> Money:
    """Return so many hundredths of a per cent of an amount, half up to the minor unit: a tax, an extra."""
    return Money(_half_up(amount.minor * per_ten_thousand, 10_000), amount.currency)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
