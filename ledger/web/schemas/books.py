"""What can be said of the books: filters of the journal, costs, budgets, months, account numbers, rates."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from ledger.books.reckoning import rate_of
from ledger.kernel.money import currencies
from ledger.recovery.exporting import FORMATS
from ledger.recovery.journal import JournalFilters
from ledger.recovery.operations.spending import KINDS
from ledger.web.schemas.base import Amount, Choice, Choices, Command, Words
from ledger.web.schemas.kinds import day_field, version_field
from ledger.web.schemas.paging import PageQuery

CURRENCIES: Choices = tuple((code, code) for code in currencies())
ENTRY_KINDS: Choices = (
    ("commit", "committed"), ("commit_line", "committed for a line"), ("release", "released"),
    ("labour", "our own work"),
    ("parts", "parts"), ("third_party", "a third party"), ("travel", "travel"), ("payment", "paid a supplier"),
    ("granted", "granted"), ("delivered", "delivered"), ("claim", "claimed back"), ("received", "received back"),
)  # fmt: skip
KIND_WORDS = dict(ENTRY_KINDS)


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


class JournalQuery(PageQuery):
    """Narrow the journal; all filters hold together."""

    q = Words(200, label="Words", help="In the narration, the calculation or the incident's reference.")
    incident = Words(20, label="Incident")
    client = Words(8, label="Client")
    account = Words(120, label="Account", help="Also all accounts below it.")
    kind = Choice(ENTRY_KINDS, label="Kind")
    from_day = day_field("Booked from", data_key="from")
    to_day = day_field("Booked until", data_key="to")

    @validates_schema
    def _days_in_order(self, said: Mapping[str, Any], **_more: Any) -> None:
        _refuse_turned_round(said.get("from_day"), said.get("to_day"))


def _refuse_turned_round(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        fault = "This day lies before the first one."
        raise ValidationError(fault, "to")


def journal_filters(said: Mapping[str, Any]) -> JournalFilters:
    """Return what the query says as the read takes it."""
    texts = {name: said.get(name) or "" for name in ("q", "incident", "client", "account", "kind")}
    return JournalFilters(**texts, first=said.get("from_day"), last=said.get("to_day"))


class AccountQuery(PageQuery):
    """Which account, in which currency."""

    account = Words(120, label="Account", required=True)
    currency = Choice(CURRENCIES, label="Currency", required=True)


class BalanceQuery(Command):
    """Until which day."""

    until = day_field("Until", "This day included; empty means everything.")


class ExportQuery(Command):
    """Which days, for which program."""

    kind = Choice(
        tuple((kind, kind) for kind in FORMATS), label="For", load_default=FORMATS[0], metadata={"must": True}
    )
    first = day_field("From", "Empty: from the first entry on.", data_key="from")
    last = day_field("Until", "This day included; empty: to the last entry.", data_key="to")

    @validates_schema
    def _days_in_order(self, said: Mapping[str, Any], **_more: Any) -> None:
        _refuse_turned_round(said.get("first"), said.get("last"))


class CorrectEntry(Command):
    """Undo an entry by its mirror."""

    reason = Words(300, label="Why", required=True, help="It stands in the journal beside the mirror.")


class PayInvoice(Command):
    """Pay what a supplier invoiced."""

    paid_on = day_field("Paid on", "Empty means today. A foreign invoice is paid at the rate entered for that day.")


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


class SetBudget(Command):
    """How much a cost centre may approve in a period."""

    cost_centre = Words(20, label="Cost centre", required=True, metadata={"widget": "select"})
    period = Words(7, label="Period", required=True, help="A year, quarter or month: 2026, 2026-Q4, 2026-11.")
    amount = Amount(label="How much", required=True)
    version = version_field(required=False)


class SaveCostCentre(Command):
    """Add a cost centre, or change the one with this code."""

    code = Words(20, label="Code", required=True, help="Capital letters, digits, hyphens: OPS.")
    name = Words(400, label="Name", required=True)
    is_default = fields.Boolean(
        load_default=False, metadata={"label": "The usual one: bears what nobody said another bears"}
    )
    active = fields.Boolean(load_default=True, metadata={"label": "In use", "preset": True})
    version = version_field(required=False)


class CloseMonth(Command):
    """Close a month of the books."""

    month = Words(7, label="Month", required=True, help="Such as 2026-10.")


class ReopenMonth(CloseMonth):
    """Open a month again."""

    reason = Words(300, label="Why", required=True)


class MapAccount(Command):
    """What an account, and all below it, is called in our own general ledger."""

    account = Words(120, label="Account", required=True, help="Such as Expenses:Recovery; it holds for all below it.")
    own_account = Words(40, label="Own account", required=True, help="Such as 6550.")
    tax_code = Words(20, label="Tax code")
    version = version_field(required=False)


class UnmapAccount(Command):
    """Take an account's own number away."""

    account = Words(120, label="Account", required=True)


class EnterRate(Command):
    """What one unit of a currency was worth in another."""

    base = Choice(CURRENCIES, label="One", required=True)
    rate = Words(30, label="is worth", required=True, help="Such as 1.0834.", metadata={"inputmode": "decimal"})
    quote = Choice(CURRENCIES, label="in", required=True)
    on_date = day_field("On", required=True)


class LegShown(Command):
    """One transfer."""

    debit = fields.String()
    credit = fields.String()
    amount = Amount(label="Amount")


class EntryShown(Command):
    """One entry of the journal."""

    id = fields.String()
    booked_on = fields.Date()
    occurred_on = fields.Date(allow_none=True)
    kind = fields.String()
    narration = fields.String()
    calculation = fields.String()
    incident_reference = fields.String()
    client_code = fields.String()
    cost_centre = fields.String()
    reverses_id = fields.String(allow_none=True)
    undone_by = fields.String(allow_none=True)
    legs = fields.List(fields.Nested(LegShown))


class BudgetShown(Command):
    """A budget and its use; `left` may lie below zero, so amounts are plain decimal text."""

    cost_centre = fields.String()
    period = fields.String()
    currency = fields.Function(lambda row: row.amount.currency)
    amount = fields.Function(lambda row: row.amount.decimal())
    approved = fields.Function(lambda row: row.approved.decimal())
    spent = fields.Function(lambda row: row.spent.decimal())
    left = fields.Function(lambda row: row.left.decimal())


class BalanceShown(Command):
    """An account's balance, debits positive."""

    account = fields.String()
    currency = fields.String()
    balance = fields.String()
