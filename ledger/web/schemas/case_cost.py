"""What can be said of what a case costs us: money committed, costs, what others pay us back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields

from ledger.books.reckoning import rate_of
from ledger.recovery.operations.spending import KINDS
from ledger.web.schemas.base import Amount, Choice, Command, Words
from ledger.web.schemas.kinds import day_field


class Rate(fields.Field[Decimal]):
    """A plain decimal number: an exchange rate, hours, a per cent."""

    def __init__(self, *, label: str, help: str = "", unit: str = "", **more: Any) -> None:  # noqa: A002 the word forms know it by
        metadata = {"label": label, "help": help, "widget": "text", "inputmode": "decimal", "unit": unit}
        super().__init__(metadata=metadata, error_messages={"required": "This is needed."}, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Decimal:  # noqa: ARG002 the library's signature
        try:
            return rate_of(str(value))
        except ValueError as fault:
            sentence = f"This {fault}."
            raise ValidationError(sentence) from None


class CommitBudget(Command):
    """Commit money for a case."""

    amount = Amount(label="How much", required=True)
    text = Words(300, label="For what", required=True)
    cost_centre = Words(20, label="Who bears it", metadata={"widget": "select", "empty": "the usual cost centre"})
    beyond_budget = fields.Boolean(load_default=False, metadata={"label": "Go beyond the budget"})


class BookCost(Command):
    """Book a cost of a case."""

    kind = Choice(tuple(KINDS.items()), label="What it is", required=True, widget="radio")
    text = Words(300, label="For what", required=True)
    net = Amount(label="How much, before tax", help="Or the hours and what an hour costs us.")
    hours = Rate(label="Hours", unit="h")
    hourly = Amount(label="What an hour costs us")
    supplier = Words(20, label="Supplier's code", help="If somebody else did it or delivers it, such as LABCO.")
    tax_rate = Rate(label="Input tax on it", unit="%")
    client_reference = Words(20, label="For", metadata={"widget": "select", "empty": "all clients it touches"})
    occurred_on = day_field("When it happened", "Empty means today.")
    replaces = Words(36, label="In the place of the entry that was undone", metadata={"widget": "hidden"})


class CurrencyCostShown(Command):
    """One currency of what a case cost us; two are never added. What others pay us back lowers none of the first."""

    currency = fields.String()
    work = Amount(label="Work, parts and third parties")
    returned = Amount(label="Returned to the client, with tax")
    net = Amount(label="Net cost to us")
    committed = Amount(label="Committed and not spent")
    from_suppliers = Amount(label="Suppliers pay us back")
    from_insurance = Amount(label="An insurance pays us back")
    still_to_come = Amount(label="Of that, still to come")


class CaseCostShown(Command):
    """What a case cost us, null for those who may not see it; the parts only with the finance permission."""

    cost_to_us = fields.List(Amount(label="It cost us"), attribute="net", allow_none=True)
    given = fields.List(Amount(label="The client gets, with tax"))
    by_currency = fields.List(fields.Nested(CurrencyCostShown), allow_none=True)


class ClaimBack(Command):
    """What a supplier or insurer is to pay us back."""

    source = Choice(
        (("supplier", "a supplier"), ("insurance", "an insurance")), label="Who", required=True, widget="radio"
    )
    code = Words(20, label="Its code", required=True, help="Such as LABCO.")
    amount = Amount(label="How much", required=True)
    text = Words(300, label="For what", required=True)


class ReceiveBack(Command):
    """What a supplier or insurer has paid us."""

    code = Words(20, label="Its code", required=True, help="Such as LABCO.")
    amount = Amount(label="How much", required=True)
    text = Words(300, label="For what", required=True)
