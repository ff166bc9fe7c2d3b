"""Paying what a supplier invoiced, in its currency or in ours at a rate that a person entered."""

from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_precision
from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session, aliased

from ledger.books.accounts import PAYABLE, PROVISION, TAX_INPUT
from ledger.books.commitments import to_draw_on
from ledger.books.costs import drawn, foreign_payment, payment
from ledger.books.models import JournalEntry, Transfer
from ledger.books.operations.journal import book, line_of
from ledger.books.posting import TransferLine
from ledger.books.reckoning import Reckoned, converted
from ledger.incidents.operations.touched import locked
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.recovery.book_day import book_day
from ledger.recovery.exchange_rates import exchange_rate_on
from ledger.recovery.operations.commitments import one_line


def pay_invoice(
    session: Session, actor: Actor, *, entry_id: str, paid_on: date | None = None, in_home_currency: bool = True
) -> JournalEntry:
    """Pay the supplier's invoice that an entry booked, whole and once.

    An invoice in another currency is paid through the conversion at the latest rate entered for that day, and draws on
    the case's commitments now, unless it did when it was booked. Raises `NotFound`, `Conflict` for what is no unpaid
    invoice or was undone, and `Invalid` for a day to come and where nobody entered a rate.
    """
    permit(actor, "keep_books")
    entry = session.get(JournalEntry, entry_id)
    if entry is None:
        raise NotFound
    locked(session, entry.subject)
    invoice = [line_of(row) for row in session.scalars(select(Transfer).where(Transfer.entry_id == entry.id))]
    owed = [line for line in invoice if line.credit.startswith(PAYABLE)]
    if not owed:
        sentence = "This entry owes no supplier anything."
        raise Conflict(sentence)
    supplier, currency = owed[0].credit, owed[0].currency
    tax = sum(line.amount for line in owed if line.debit == TAX_INPUT)
    whole = Money(sum(line.amount for line in owed), currency)
    _require_unpaid(session, entry, supplier, whole)
    today, home = book_day(session), provider(session).currency
    day = paid_on or today
    if day > today:
        raise Invalid({"paid_on": "This day has not come yet."})
    if currency == home or not in_home_currency:
        transfers, how = payment(supplier.removeprefix(PAYABLE), whole), None
    else:
        net = Money(whole.minor - tax, currency)
        transfers, how = _abroad(session, entry, invoice, net, tax, supplier, home, day)
    return book(
        session,
        actor.user_id,
        subject=entry.subject,
        line_subject=entry.line_subject,
        kind="payment",
        narration=_paid(entry),
        booked_on=day,
        transfers=transfers,
        client_id=entry.client_id,
        cost_centre_id=entry.cost_centre_id,
        calculation=how,
    )


def _abroad(  # noqa: PLR0913, PLR0917 the invoice and where it is paid
    session: Session,
    entry: JournalEntry,
    invoice: list[TransferLine],
    net: Money,
    tax: int,
    supplier: str,
    home: str,
    day: date,
) -> tuple[tuple[TransferLine, ...], str]:
    at_home = _at_home(session, net, home, day)
    tax_home = _at_home(session, Money(tax, net.currency), home, day) if tax else Reckoned(Money(0, home), "")
    booked = foreign_payment(supplier.removeprefix(PAYABLE), net, at_home.money, tax, tax_home.money.minor)
    drew_already = any(line.debit == PROVISION for line in invoice)
    on = [] if drew_already else to_draw_on(session, entry.subject, entry.line_subject)
    how = "; ".join(part for part in (at_home.how, f"tax {tax_home.how}" if tax else "") if part)
    return (*booked, *drawn(at_home.money, on)), how


def _at_home(session: Session, amount: Money, home: str, day: date) -> Reckoned:
    rate = exchange_rate_on(session, home, amount.currency, day)
    if rate is None:
        sentence = f"Enter the rate between {home} and {amount.currency} of that day, or before it, first."
        raise Invalid({"paid_on": sentence})
    digits = get_currency_precision(rate.base), get_currency_precision(rate.quote)
    return converted(amount, Decimal(rate.rate), base=rate.base, quote=rate.quote, digits=digits)


def _require_unpaid(session: Session, entry: JournalEntry, supplier: str, whole: Money) -> None:
    """Raise `Conflict` for what was undone, and where as many such invoices are paid as there are in the case."""
    mirror = aliased(JournalEntry)
    owed = func.sum(case((Transfer.credit == supplier, Transfer.amount), else_=-Transfer.amount))
    query = (
        select(JournalEntry.id, JournalEntry.narration, owed)
        .join(Transfer, Transfer.entry_id == JournalEntry.id)
        .where(JournalEntry.subject == entry.subject, Transfer.currency == whole.currency)
        .where((Transfer.credit == supplier) | (Transfer.debit == supplier), JournalEntry.reverses_id.is_(None))
        .where(~exists().where(mirror.reverses_id == JournalEntry.id))
        .group_by(JournalEntry.id, JournalEntry.narration)
    )
    standing = {entry_id: (words, int(minor)) for entry_id, words, minor in session.execute(query)}
    alike, paid = (entry.narration, whole.minor), (_paid(entry), -whole.minor)
    booked = list(standing.values())
    if entry.id not in standing or booked.count(paid) >= booked.count(alike):
        sentence = "This invoice was paid or undone already."
        raise Conflict(sentence)


def _paid(entry: JournalEntry) -> str:
    return one_line(f"Paid: {entry.narration}")
