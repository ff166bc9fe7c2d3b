"""What can be asked of the books, said of an entry, and how entries, budgets and balances are answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from ledger.kernel.money import currencies
from ledger.recovery.exporting import FORMATS
from ledger.recovery.journal import JournalFilters
from ledger.web.schemas.base import Amount, Choice, Choices, Command, Words
from ledger.web.schemas.kinds import day_field
from ledger.web.schemas.paging import PageQuery

CURRENCIES: Choices = tuple((code, code) for code in currencies())


ENTRY_KINDS: Choices = (
    ("commit", "committed"), ("commit_line", "committed for a line"), ("release", "released"),
    ("labour", "our own work"),
    ("parts", "parts"), ("third_party", "a third party"), ("travel", "travel"), ("payment", "paid a supplier"),
    ("granted", "granted"), ("delivered", "delivered"), ("claim", "claimed back"), ("received", "received back"),
)  # fmt: skip


KIND_WORDS = dict(ENTRY_KINDS)


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
