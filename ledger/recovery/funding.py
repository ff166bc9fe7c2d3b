"""Who may approve how much, and which amounts a remedy line can have. The provider pays; there is no other payer."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ledger.books.accounts import SHORT_CODE, is_party_code
from ledger.books.posting import GRANTS
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import may

APPROVAL_LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "EUR": 50_000, "GBP": 50_000, "USD": 50_000, "CHF": 50_000, "AUD": 75_000, "CAD": 75_000, "NZD": 75_000,
        "DKK": 400_000, "NOK": 500_000, "SEK": 500_000, "PLN": 200_000, "CZK": 1_200_000, "JPY": 75_000,
    }
)  # fmt: skip
"""Minor units a service manager may approve in one line, by currency (about 500 EUR); others go to leadership."""
_WORTH_IS_COST = GRANTS - {"GW"}
_SUPPLIER_NEEDED = frozenset({"TP"})
COSTLY = frozenset({"RW", "XS", "TP", "EQ", "MO"})
"""What always costs us something: work, goods, what others do. That it costs nothing has to be said."""


@dataclass(frozen=True)
class Limits:
    """Up to which amount somebody approves alone: minor units by currency, and what holds for any other currency."""

    by_currency: Mapping[str, int]
    otherwise: int | None = 0
    """None: no limit."""


def is_above(limits: Limits, *amounts: Money) -> bool:
    """Return whether any of these amounts is above what the limits let somebody approve."""
    for amount in amounts:
        limit = limits.by_currency.get(amount.currency, limits.otherwise)
        if limit is not None and amount.minor > limit:
            return True
    return False


def who_may_instead(role: str) -> str:
    """Return what somebody of a role does about an amount above its limit, as the end of a refusal."""
    return "ask leadership" if role == "service_manager" else "an administrator can raise the limit"


def sees_costs(actor: Actor, *own: str | None) -> bool:
    """Return whether the actor may see costs to us: leadership and auditors all, others among `own`.

    Source: product.md, "Who may do what".
    """
    return may(actor, "read_costs") and (actor.role != "service_manager" or actor.user_id in own)


def amounts(
    code: str, cost: Money | None, value: Money | None, cost_currency: str, value_currency: str
) -> tuple[Money, Money]:
    """Return cost to us and value to the client: as said; of a grant the one left out is the other, else nothing."""
    known = (value if cost is None else cost) if code in GRANTS else None
    return cost or known or Money(0, cost_currency), value or known or Money(0, value_currency)


def said_twice(*, cost: Money | None, rate_name: str, tax: Money | None, tax_rate: str) -> dict[str, str]:
    """Return a sentence for each amount that was said together with the rate that would give it."""
    faults: dict[str, str] = {}
    if cost is not None and rate_name:
        faults["rate_name"] = "Say the cost or the rate of an hour, not both."
    if tax and tax_rate.strip():
        faults["tax_rate"] = "Say the tax or its rate, not both."
    return faults


def no_cost(code: str, cost: Money | None, *, by_the_hour: bool) -> dict[str, str]:
    """Return a sentence where what always costs us something has no cost."""
    if code not in COSTLY or cost is not None:
        return {}
    hours = ", or choose the rate of an hour" if by_the_hour else ""
    return {"cost": f"Say what it costs us{hours}; 0.00 where it costs nothing."}


def amount_faults(  # noqa: PLR0913, PLR0917 the amounts of a line, and whose it is
    code: str, cost: Money, value: Money, tax: Money, supplier: str, currency: str
) -> dict[str, str]:
    """Return why a line cannot have these amounts, a sentence by field; nothing where it can.

    `currency` is the client's: it gets nothing in another one, for its invoices and credits are kept in that.
    """
    faults: dict[str, str] = {}
    if value.currency != currency:
        faults["value"] = f"This client's account is kept in {currency}: say what it gets in {currency}."
    if code in GRANTS and cost.currency != currency:
        faults["cost"] = f"What the client gets is booked in its own currency, {currency}."
    if tax.minor and tax.currency != value.currency:
        faults["tax"] = f"The tax is in the currency of the value, {value.currency}."
    if code in _WORTH_IS_COST and cost != value:
        faults["cost"] = "This costs us exactly what it is worth: leave the cost empty, or write the value again."
    if code in GRANTS and not (cost.minor or value.minor):
        faults["value"] = "Say how much the client gets."
    if (code in _SUPPLIER_NEEDED or supplier) and not is_party_code(supplier):
        faults["supplier"] = f"Name the supplier by {SHORT_CODE}."
    return faults
