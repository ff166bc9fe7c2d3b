"""What one mistake cost us, as plain sums by currency: two currencies are never added."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.books.accounts import (
    FROM_INSURANCE,
    FROM_SUPPLIER,
    GIVEN,
    OWED_BY_SUPPLIER,
    PROVISION,
    TAX_OUTPUT,
    is_cost,
)
from ledger.books.posting import TransferLine, balances
from ledger.kernel.money import Money


@dataclass(frozen=True)
class CaseCost:
    """One currency of a case, in minor units of it."""

    currency: str
    work: Money
    """Our work, parts and third parties; a foreign invoice once it is paid, at the rate it was paid at."""
    returned: Money
    """What the client gets, with tax."""
    net: Money
    """What it costs us: work, and what is returned without its tax. What others pay us back is not taken off."""
    committed: Money
    """Set aside and not spent yet."""
    from_suppliers: Money
    """What suppliers pay us back; it stands apart."""
    from_insurance: Money
    """What an insurance pays us back; it stands apart from that too."""
    still_to_come: Money
    """What of both has not come in yet."""

    @property
    def is_something(self) -> bool:
        """Whether anything is left in this currency."""
        back = (self.from_suppliers, self.from_insurance, self.still_to_come)
        return any(part.minor for part in (self.work, self.returned, self.net, self.committed, *back))


def case_costs(transfers: Iterable[TransferLine]) -> list[CaseCost]:
    """Return what a case cost in each currency in which anything is left, by currency."""
    sums = balances(tuple(transfers))
    found = [_of(currency, sums) for currency in sorted({key[1] for key in sums})]
    return [one for one in found if one.is_something]


def _of(currency: str, sums: dict[tuple[str, str], int]) -> CaseCost:
    here = {name: minor for (name, of), minor in sums.items() if of == currency}
    net = sum(minor for name, minor in here.items() if is_cost(name))
    given = sum(here.get(name, 0) for name in GIVEN)
    amounts = {
        "work": net - given,
        "returned": given + here.get(TAX_OUTPUT, 0),
        "net": net,
        "committed": -here.get(PROVISION, 0),
        "from_suppliers": -here.get(FROM_SUPPLIER, 0),
        "from_insurance": -here.get(FROM_INSURANCE, 0),
        "still_to_come": sum(minor for name, minor in here.items() if name.startswith(OWED_BY_SUPPLIER)),
    }
    return CaseCost(currency, **{name: Money(minor, currency) for name, minor in amounts.items()})
