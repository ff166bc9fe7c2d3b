"""What our house says of its books: budgets, cost centres, months, account numbers, exchange rates."""

from marshmallow import fields

from ledger.web.schemas.base import Amount, Choice, Command, Words
from ledger.web.schemas.books import CURRENCIES
from ledger.web.schemas.kinds import day_field, version_field


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
