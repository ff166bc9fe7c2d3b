"""Why an entry of the journal cannot be undone by itself, and what is undone first."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry, Transfer
from ledger.books.operations.journal import line_of
from ledger.incidents.models import Incident
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.claims import claims_in, still_owed
from ledger.recovery.invoices import PAYMENT, payment_of, state_of
from ledger.recovery.models import Remedy


@dataclass(frozen=True)
class Hindrance:
    """What stands in the way; the remedy or the payment that is undone first, where it is one."""

    sentence: str
    remedy_id: str = ""
    payment_id: str = ""


def undoing_hindered(session: Session, actor: Actor, entry_id: str) -> Hindrance | None:
    """Return why an entry cannot be undone as it stands; none where it can, and for an unknown one."""
    permit(actor, "read_all_costs")
    entry = session.get(JournalEntry, entry_id)
    return hindrance_of(session, entry) if entry else None


def hindrance_of(session: Session, entry: JournalEntry) -> Hindrance | None:
    """Return what is undone first: its payment, the remedy it belongs to, or what has come in for it."""
    if state_of(session, entry) == "paid":
        sentence = "The supplier is paid: undo that payment first, with its own reason, and then this invoice."
        return Hindrance(sentence, payment_id=payment_of(session, entry) or "")
    remedy_id = session.scalar(select(Remedy.id).where(Remedy.id == entry.line_subject))
    if remedy_id and entry.kind != PAYMENT:
        is_closed = session.get_one(Incident, entry.subject).status == "closed"
        first = "reopen the incident, then withdraw" if is_closed else "withdraw"
        sentence = f"This belongs to a remedy: {first} the remedy, which undoes all that was booked for it."
        return Hindrance(sentence, remedy_id=remedy_id)
    return _paid_to_us(session, entry)


def _paid_to_us(session: Session, entry: JournalEntry) -> Hindrance | None:
    if entry.reverses_id is not None:
        return None
    rows = session.scalars(select(Transfer).where(Transfer.entry_id == entry.id))
    for line in claims_in(map(line_of, rows)):
        if line.amount > still_owed(session, entry.subject, line.debit, line.currency).minor:
            return Hindrance("Some of this has been paid to us: undo what was received first, and then this.")
    return None
