"""Correcting the books: the exact mirror of a wrong entry, once, with a reason; then the right one is booked."""

from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry
from ledger.books.operations.journal import reverse
from ledger.books.posting import narrated
from ledger.incidents.operations.touched import locked
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.book_day import book_day
from ledger.recovery.operations.commitments import release_rest
from ledger.recovery.undoing import hindrance_of


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
    if (found := hindrance_of(session, entry)) is not None:
        raise Conflict(found.sentence)
    mirror = reverse(session, actor.user_id, entry.id, booked_on=book_day(session), reason=narrated(reason))
    if incident.status == "closed":
        release_rest(session, actor, incident.id)
    return mirror
