"""Which accounts a cost moves, and what of it is drawn on commitments (recovery.md, "The books").

A cost is always booked, also without a commitment or beyond it; only what is left is drawn, and the overrun shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger.books.accounts import (
    ABSORBED_LABOUR,
    BANK,
    COMMITTED,
    CONVERSION,
    FROM_INSURANCE,
    FROM_SUPPLIER,
    LABOUR,
    PARTS,
    PARTS_IN_STOCK,
    PROVISION,
    TAX_INPUT,
    THIRD_PARTY,
    TRAVEL,
    owed_by,
    payable,
)
from ledger.books.posting import TransferLine
from ledger.kernel.money import Money

COSTS = {"labour": LABOUR, "parts": PARTS, "third_party": THIRD_PARTY, "travel": TRAVEL}
"""Kinds of cost to their accounts."""


@dataclass(frozen=True)
class Commitment:
    """Money that an entry committed, and what is left of it."""

    id: str
    left: Money


def committed(entry_id: str, amount: Money) -> tuple[TransferLine, ...]:
    """Return what sets money aside under the entry with this id."""
    return (TransferLine(COMMITTED, PROVISION, amount.minor, amount.currency, entry_id),)


def drawn(cost: Money, on: Iterable[Commitment]) -> tuple[TransferLine, ...]:
    """Return what a cost draws on commitments of its currency, in the order given, never more than they have left.

    The same transfers release them: what is set aside goes back.
    """
    return tuple(_draws(cost, on))


def released(commitment: Commitment) -> tuple[TransferLine, ...]:
    """Return what gives back all that is left of a commitment; nothing where nothing is left."""
    return drawn(commitment.left, [commitment])


def cost(kind: str, net: Money, tax: int = 0, supplier: str = "") -> tuple[TransferLine, ...]:
    """Return what a cost books: our own work, parts from stock, or what a supplier invoices, with its input tax."""
    from_us = PARTS_IN_STOCK if kind == "parts" else ABSORBED_LABOUR if kind == "labour" else BANK
    paid_from = payable(supplier) if supplier else from_us
    booked = [TransferLine(COSTS[kind], paid_from, net.minor, net.currency)]
    if tax:
        booked.append(TransferLine(TAX_INPUT, paid_from, tax, net.currency))
    return tuple(booked)


def payment(supplier: str, amount: Money) -> tuple[TransferLine, ...]:
    """Return what paying a supplier in the invoice's currency books."""
    return (TransferLine(payable(supplier), BANK, amount.minor, amount.currency),)


def foreign_payment(
    supplier: str, net: Money, home_net: Money, tax: int = 0, home_tax: int = 0
) -> tuple[TransferLine, ...]:
    """Return what paying a foreign invoice books: through the conversion, its tax brought home in our own currency."""
    whole, home = net.minor + tax, home_net.minor + home_tax
    booked = [
        TransferLine(payable(supplier), CONVERSION, whole, net.currency),
        TransferLine(CONVERSION, BANK, home, home_net.currency),
    ]
    if tax:
        booked.append(TransferLine(CONVERSION, TAX_INPUT, tax, net.currency))
    if home_tax:
        booked.append(TransferLine(TAX_INPUT, CONVERSION, home_tax, home_net.currency))
    return tuple(line for line in booked if line.amount)


def claim(source: str, code: str, amount: Money) -> tuple[TransferLine, ...]:
    """Return what is booked when a `supplier` or the `insurance` is to pay us back; it never lowers a client's line."""
    income = FROM_INSURANCE if source == "insurance" else FROM_SUPPLIER
    return (TransferLine(owed_by(code), income, amount.minor, amount.currency),)


def received(code: str, amount: Money) -> tuple[TransferLine, ...]:
    """Return what is booked when they have paid."""
    return (TransferLine(BANK, owed_by(code), amount.minor, amount.currency),)


def _draws(wanted: Money, on: Iterable[Commitment]) -> Iterator[TransferLine]:
    rest = wanted.minor
    for commitment in on:
        if commitment.left.currency != wanted.currency:
            continue
        part = min(rest, commitment.left.minor)
        if part > 0:
            yield TransferLine(PROVISION, COMMITTED, part, wanted.currency, commitment.id)
            rest -= part
