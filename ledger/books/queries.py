"""Reading the journal. The books lie upstream of people: whoever calls has asked for permission."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.books.accounts import COST_PREFIXES, NOT_COST, is_client_facing
from ledger.books.models import JournalEntry, Transfer
from ledger.books.posting import TransferLine, balances


@dataclass(frozen=True)
class BookedCost:
    """What one line of one subject has cost us so far, in one currency; reversals are taken off."""

    subject: str
    line_subject: str | None
    currency: str
    minor: int


def transfers_of(session: Session, subject: str) -> tuple[TransferLine, ...]:
    """Return every transfer booked for a subject, in the order of booking."""
    columns = (Transfer.debit, Transfer.credit, Transfer.amount, Transfer.currency)
    query = (
        select(*columns).join(JournalEntry, Transfer.entry_id == JournalEntry.id).where(JournalEntry.subject == subject)
    )
    return tuple(TransferLine(*row) for row in session.execute(query.order_by(Transfer.entry_id, Transfer.line)))


def standing_with_clients(session: Session, subject: str, more: tuple[TransferLine, ...]) -> dict[tuple[str, str], int]:
    """Return debits minus credits of a subject by client-facing account and currency, with `more` on top.

    Only of accounts that `more` debits: no other booking can make a client owe something.
    """
    names = {line.debit for line in more if is_client_facing(line.debit)}
    return {
        (name, currency): minor + balance_of(session, name, currency, subject=subject)
        for (name, currency), minor in balances(more).items()
        if name in names
    }


def balance_of(
    session: Session, account: str, currency: str, *, subject: str | None = None, line_subject: str | None = None
) -> int:
    """Return debits minus credits on one account in one currency, in minor units: of a subject, or of one line."""
    signed = case((Transfer.debit == account, Transfer.amount), else_=-Transfer.amount)
    query = select(func.sum(signed)).join(JournalEntry, Transfer.entry_id == JournalEntry.id)
    query = query.where(or_(Transfer.credit == account, Transfer.debit == account), Transfer.currency == currency)
    if subject is not None:
        query = query.where(JournalEntry.subject == subject)
    if line_subject is not None:
        query = query.where(JournalEntry.line_subject == line_subject)
    return int(session.scalar(query) or 0)


def costs_of(session: Session, subjects: Sequence[str]) -> list[BookedCost]:
    """Return what each line of these subjects has cost us, by currency; lines whose bookings cancel out are at 0."""
    debited, credited = (is_cost_column(Transfer.debit), is_cost_column(Transfer.credit))
    amount = func.sum(case((debited, Transfer.amount), else_=0) - case((credited, Transfer.amount), else_=0))
    keys = (JournalEntry.subject, JournalEntry.line_subject, Transfer.currency)
    query = select(*keys, amount).join(Transfer, Transfer.entry_id == JournalEntry.id)
    query = query.where(JournalEntry.subject.in_(subjects), debited | credited).group_by(*keys).order_by(*keys)
    return [BookedCost(row[0], row[1], row[2], int(row[3])) for row in session.execute(query)]


def cost_by_currency(session: Session, subject: str) -> dict[str, int]:
    """Return what one subject has cost us in minor units by currency; currencies are never added."""
    sums: dict[str, int] = {}
    for cost in costs_of(session, [subject]):
        sums[cost.currency] = sums.get(cost.currency, 0) + cost.minor
    return sums


def is_cost_column(account: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the condition that a debit on the column's account is a cost to us."""
    is_cost = or_(*(account.startswith(prefix, autoescape=True) for prefix in COST_PREFIXES))
    return and_(is_cost, *(~account.startswith(prefix, autoescape=True) for prefix in NOT_COST))
