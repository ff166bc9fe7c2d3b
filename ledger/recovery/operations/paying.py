"""Paying what a supplier invoiced, in its currency or in ours at a rate that a person entered."""

from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_precision
from sqlalchemy.orm import Session

from ledger.books.accounts import PAYABLE, PROVISION
from ledger.books.commitments import to_draw_on
from ledger.books.costs import drawn, foreign_payment, payment
from ledger.books.models import JournalEntry
from ledger.books.operations.journal import book
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
from ledger.recovery.invoices import PAYMENT, Invoice, invoice_of, is_unpaid, paid_words


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
    invoice = invoice_of(session, entry)
    if invoice is None:
        sentence = "This entry owes no supplier anything."
        raise Conflict(sentence)
    if not is_unpaid(session, entry, invoice):
        sentence = "This invoice was paid or undone already."
        raise Conflict(sentence)
    currency = invoice.whole.currency
    today, home = book_day(session), provider(session).currency
    day = paid_on or today
    if day > today:
        raise Invalid({"paid_on": "This day has not come yet."})
    if currency == home or not in_home_currency:
        transfers, how = payment(invoice.supplier.removeprefix(PAYABLE), invoice.whole), None
    else:
        transfers, how = _abroad(session, entry, invoice, home, day)
    return book(
        session,
        actor.user_id,
        subject=entry.subject,
        line_subject=entry.line_subject,
        kind=PAYMENT,
        narration=paid_words(entry),
        booked_on=day,
        transfers=transfers,
        client_id=entry.client_id,
        cost_centre_id=entry.cost_centre_id,
        calculation=how,
    )


def _abroad(
    session: Session, entry: JournalEntry, invoice: Invoice, home: str, day: date
) -> tuple[tuple[TransferLine, ...], str]:
    currency, tax = invoice.whole.currency, invoice.tax
    net = Money(invoice.whole.minor - tax, currency)
    at_home = _at_home(session, net, home, day)
    tax_home = _at_home(session, Money(tax, currency), home, day) if tax else Reckoned(Money(0, home), "")
    booked = foreign_payment(invoice.supplier.removeprefix(PAYABLE), net, at_home.money, tax, tax_home.money.minor)
    drew_already = any(line.debit == PROVISION for line in invoice.lines)
    on = [] if drew_already else to_draw_on(session, entry.subject, entry.line_subject)
    how = "; ".join(part for part in (at_home.how, f"tax {tax_home.how}" if tax else "") if part)
    return (*booked, *drawn(at_home.money, on)), how


def _at_home(session: Session, amount: Money, home: str, day: date) -> Reckoned:
    rate = exchange_rate_on(session, home, amount.currency, day)
    if rate is None:
        sentence = f"Enter the rate between {home} and {amount.currency} of that day, or before it, first."
        raise Invalid({"paid_on": sentence})
    digits = get_currency_precision(rate.base), get_currency_precision(rate.quote)
    try:
        return converted(amount, Decimal(rate.rate), base=rate.base, quote=rate.quote, digits=digits)
    except ValueError as fault:
        sentence = f"At the rate that counts for that day ({rate.words}), {fault}: enter it anew."
        raise Invalid({"paid_on": sentence}) from None
