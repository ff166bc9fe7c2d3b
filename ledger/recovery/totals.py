"""Sums by currency: two currencies are never added."""

from collections.abc import Iterable

from ledger.kernel.money import Money


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Return the sum of each currency, by its code; currencies in which there is nothing are left out."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()) if minor)
