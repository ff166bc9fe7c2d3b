"""What every export of the books is made of: entries in the order of their days, and balances before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.books.posting import TransferLine

Balances = Mapping[tuple[str, str], int]
"""(account, currency) to minor units, debits positive."""


@dataclass(frozen=True)
class ExportEntry:
    """One entry with the names that other programs read it by."""

    id: str
    booked_on: date
    occurred_on: date | None
    kind: str
    narration: str
    calculation: str
    reference: str
    """The incident, such as `INC-2026-0042`."""
    client: str
    cost_centre: str
    reverses: str
    transfers: tuple[TransferLine, ...]

    def postings(self) -> Iterator[tuple[str, str, int]]:
        """Give (account, currency, minor units) of each side of each transfer, debits positive."""
        for line in self.transfers:
            yield line.debit, line.currency, line.amount
            yield line.credit, line.currency, -line.amount


@dataclass(frozen=True)
class Export:
    """A span of the books: what stood before it, its entries, and what stands after it."""

    provider: str
    first: date
    last: date
    digits: Mapping[str, int]
    """Decimals of each currency."""
    opening: Balances
    entries: Iterable[ExportEntry]
    closing: Balances

    @property
    def accounts(self) -> dict[str, list[str]]:
        """The currencies of every account that is named, both sorted."""
        found: dict[str, set[str]] = {}
        for name, currency in (*self.opening, *self.closing):
            found.setdefault(name, set()).add(currency)
        return {name: sorted(found[name]) for name in sorted(found)}

    def decimal(self, minor: int, currency: str) -> str:
        """Return minor units as plain decimal text with the currency's digits."""
        digits = self.digits[currency]
        return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def one_line(text: str) -> str:
    """Return text without line ends and control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
