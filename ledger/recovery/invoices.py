"""What a supplier's invoice owes, and whether it is paid."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session, aliased

from ledger.books.accounts import PAYABLE, TAX_INPUT
from ledger.books.models import JournalEntry, Transfer
from ledger.books.operations.journal import line_of
from ledger.books.posting import TransferLine, narrated
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.recovery.book_day import book_day
from ledger.recovery.exchange_rates import exchange_rate_on

PAYMENT = "payment"
"""Kind of the entry that pays an invoice."""


@dataclass(frozen=True)
class Invoice:
    """A supplier's invoice as it was booked."""

    supplier: str
    """The account of what we owe it."""
    whole: Money
    """With tax."""
    tax: int
    lines: Sequence[TransferLine]


@dataclass(frozen=True)
class InvoiceStanding:
    """Whether an invoice is `paid` or `unpaid` (empty: it is none that stands), and by which entry it was paid last."""

    state: str
    payment_id: str = ""
    abroad: bool = False
    """Whether it is in another currency than our own, and so paid at a rate that somebody entered."""
    rate: str = ""
    """The rate that counts today, in words; empty where nobody entered one."""


def invoice_of(session: Session, entry: JournalEntry) -> Invoice | None:
    """Return what an entry owes to a supplier; none where it owes nothing to any."""
    lines = [line_of(row) for row in session.scalars(select(Transfer).where(Transfer.entry_id == entry.id))]
    owed = [line for line in lines if line.credit.startswith(PAYABLE)]
    if not owed:
        return None
    whole = Money(sum(line.amount for line in owed), owed[0].currency)
    return Invoice(owed[0].credit, whole, sum(line.amount for line in owed if line.debit == TAX_INPUT), lines)


def is_unpaid(session: Session, entry: JournalEntry, invoice: Invoice) -> bool:
    """Return whether it still stands and fewer such invoices are paid than there are in its case.

    The books tie no payment to an invoice: of two that read alike and owe alike, either is paid.
    """
    standing = _standing_like(session, entry, invoice)
    booked = list(standing.values())
    return entry.id in standing and booked.count(_paid(entry, invoice)) < booked.count(
        (entry.narration, invoice.whole.minor)
    )


def _standing_like(session: Session, entry: JournalEntry, invoice: Invoice) -> dict[str, tuple[str, int]]:
    """Return what stands of its case with its supplier in its currency: id to narration and minor units we owe by it.

    What we paid is below zero.
    """
    mirror = aliased(JournalEntry)
    supplier = invoice.supplier
    owed = func.sum(case((Transfer.credit == supplier, Transfer.amount), else_=-Transfer.amount))
    query = (
        select(JournalEntry.id, JournalEntry.narration, owed)
        .join(Transfer, Transfer.entry_id == JournalEntry.id)
        .where(JournalEntry.subject == entry.subject, Transfer.currency == invoice.whole.currency)
        .where((Transfer.credit == supplier) | (Transfer.debit == supplier), JournalEntry.reverses_id.is_(None))
        .where(~exists().where(mirror.reverses_id == JournalEntry.id))
        .group_by(JournalEntry.id, JournalEntry.narration)
    )
    return {entry_id: (words, int(minor)) for entry_id, words, minor in session.execute(query)}


def _paid(entry: JournalEntry, invoice: Invoice) -> tuple[str, int]:
    """Return the narration and the minor units by which a payment of it is known."""
    return paid_words(entry), -invoice.whole.minor


def state_of(session: Session, entry: JournalEntry) -> str:
    """Return `unpaid` or `paid` for an entry that booked a supplier's invoice and stands; empty for any other."""
    invoice = None if entry.reverses_id else invoice_of(session, entry)
    if invoice is None or session.scalar(select(JournalEntry.id).where(JournalEntry.reverses_id == entry.id)):
        return ""
    return "unpaid" if is_unpaid(session, entry, invoice) else "paid"


def payment_of(session: Session, entry: JournalEntry) -> str | None:
    """Return the id of the latest payment that stands of an invoice, or of one that reads and owes like it."""
    invoice = invoice_of(session, entry)
    if invoice is None:
        return None
    paid = _paid(entry, invoice)
    return max((one for one, booked in _standing_like(session, entry, invoice).items() if booked == paid), default=None)


def paid_for(session: Session, line_subject: str) -> bool:
    """Return whether a payment to a supplier stands for a line."""
    mirror = aliased(JournalEntry)
    stands = ~exists().where(mirror.reverses_id == JournalEntry.id)
    of_line = (JournalEntry.line_subject == line_subject) & (JournalEntry.kind == PAYMENT)
    query = select(JournalEntry.id).where(of_line, JournalEntry.reverses_id.is_(None), stands)
    return session.scalar(query.limit(1)) is not None


def paid_words(entry: JournalEntry) -> str:
    """Return the narration of its payment."""
    return narrated(f"Paid: {entry.narration}")


def invoice_standing(session: Session, actor: Actor, entry_id: str) -> InvoiceStanding:
    """Return how a supplier's invoice stands that an entry booked; an empty state for any other entry."""
    permit(actor, "read_all_costs")
    entry = session.get(JournalEntry, entry_id)
    state = state_of(session, entry) if entry else ""
    if entry is None or state != "unpaid":
        return InvoiceStanding(state, (payment_of(session, entry) or "") if entry and state else "")
    invoice, home = invoice_of(session, entry), provider(session).currency
    if invoice is None or invoice.whole.currency == home:
        return InvoiceStanding(state)
    found = exchange_rate_on(session, home, invoice.whole.currency, book_day(session))
    return InvoiceStanding(state, abroad=True, rate=found.words if found else "")
