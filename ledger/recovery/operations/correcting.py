"""Correcting the books: the exact mirror of a wrong entry, once, with a reason; then the right one is booked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry, Transfer
from ledger.books.operations.journal import line_of, reverse
from ledger.books.posting import narrated
from ledger.incidents.operations.touched import locked
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.book_day import book_day
from ledger.recovery.claims import claims_in, still_owed
from ledger.recovery.invoices import PAYMENT, state_of
from ledger.recovery.models import Remedy
from ledger.recovery.operations.commitments import release_rest


def correct_entry(session: Session, actor: Actor, *, entry_id: str, reason: str) -> JournalEntry:
    """Undo an entry and return its mirror; what it drew goes back to its commitment, or is released once closed.

    Raises `NotFound`, `Invalid` without a reason, and `Conflict` for what was undone already, is a mirror itself, was
    paid or has come in (the payment is undone first), or belongs to a remedy: that is withdrawn, which undoes all of it
    but a payment to its supplier; of a closed case after it was reopened, so that line and books say the same.
    """
    permit(actor, "keep_books")
    if not reason.strip():
        raise Invalid({"reason": "Say why in a few words."})
    entry = session.get(JournalEntry, entry_id)
    if entry is None:
        raise NotFound
    incident = locked(session, entry.subject)
    is_closed = incident.status == "closed"
    if entry.kind != PAYMENT and session.scalar(select(Remedy.id).where(Remedy.id == entry.line_subject)):
        first = "reopen the incident, then withdraw" if is_closed else "withdraw"
        sentence = f"This belongs to a remedy: {first} the remedy, which undoes all that was booked for it."
        raise Conflict(sentence)
    _refuse_paid(session, entry)
    mirror = reverse(session, actor.user_id, entry.id, booked_on=book_day(session), reason=narrated(reason))
    if is_closed:
        release_rest(session, actor, incident.id)
    return mirror


def _refuse_paid(session: Session, entry: JournalEntry) -> None:
    """Raise `Conflict` for an invoice that we have paid and a claim that was paid to us: its money moved."""
    if state_of(session, entry) == "paid":
        sentence = "The supplier is paid: undo that payment first, with its own reason, and then this invoice."
        raise Conflict(sentence)
    if entry.reverses_id is not None:
        return
    rows = session.scalars(select(Transfer).where(Transfer.entry_id == entry.id))
    for line in claims_in(map(line_of, rows)):
        if line.amount > still_owed(session, entry.subject, line.debit, line.currency).minor:
            sentence = "Some of this has been paid to us: undo what was received first, and then this."
            raise Conflict(sentence)
