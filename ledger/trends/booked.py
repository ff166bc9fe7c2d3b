"""Which transfers of the books are a cost of a recovery to us or paid back by others, and how much of it each is."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, or_, select

from ledger.books.accounts import COST_PREFIXES, FROM_INSURANCE, FROM_SUPPLIER, NOT_COST
from ledger.books.models import JournalEntry, Transfer
from ledger.incidents.models import Incident
from ledger.recovery.models import Remedy
from ledger.trends.funding import INSURER, SUPPLIER, US

NO_REMEDY = "TP"
"""A cost that no remedy line explains is shown with what third parties cost us."""


def _cost_account(column: Any) -> ColumnElement[bool]:
    wanted = or_(*(column.startswith(prefix) for prefix in COST_PREFIXES))
    return wanted & ~or_(*(column.startswith(prefix) for prefix in NOT_COST))


_IS_PLAIN_COST, _IS_UNDONE = _cost_account(Transfer.debit), _cost_account(Transfer.credit)
_SOURCES = ((FROM_SUPPLIER, SUPPLIER), (FROM_INSURANCE, INSURER))
_PAID_BACK = [side == account for account, _ in _SOURCES for side in (Transfer.credit, Transfer.debit)]
_IS_PLUS = or_(_IS_PLAIN_COST, *(Transfer.credit == account for account, _ in _SOURCES))

IS_COST = or_(_IS_PLAIN_COST, _IS_UNDONE)
AS_COST = case((_IS_PLAIN_COST, Transfer.amount), else_=-Transfer.amount)
CODE = func.coalesce(Remedy.code, NO_REMEDY)
IS_FUNDED = or_(IS_COST, *_PAID_BACK)
AS_FUNDED = case((_IS_PLUS, Transfer.amount), else_=-Transfer.amount)
SOURCE = case(
    *((or_(Transfer.credit == account, Transfer.debit == account), name) for account, name in _SOURCES), else_=US
)
BOOKED_MONTH = func.substr(cast(JournalEntry.booked_on, String), 1, 7)

BOOKINGS: Select[Any] = (
    select(
        Transfer.id, JournalEntry.subject, Transfer.currency, Incident.report_month, case((IS_COST, CODE), else_=""),
        case((IS_COST, AS_COST), else_=0), BOOKED_MONTH, SOURCE, AS_FUNDED,
    )
    .select_from(Transfer)
    .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
    .join(Incident, JournalEntry.subject == Incident.id)
    .outerjoin(Remedy, JournalEntry.line_subject == Remedy.id)
    .where(IS_FUNDED)
)  # fmt: skip
"""All of them as `TrendBooking` keeps them, its columns in their order."""
