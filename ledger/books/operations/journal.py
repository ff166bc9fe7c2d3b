"""Booking and undoing a booking. The books lie upstream of people: whoever calls has asked for permission."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry, Transfer
from ledger.books.posting import TransferLine, charged_to_a_client, faults
from ledger.books.queries import transfers_of
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.record.canonical import Value
from ledger.record.operations import note


def book(  # noqa: PLR0913 what a booking consists of, all named
    session: Session,
    actor: str,
    *,
    subject: str,
    line_subject: str | None,
    kind: str,
    narration: str,
    booked_on: date,
    transfers: tuple[TransferLine, ...],
    reverses: JournalEntry | None = None,
) -> JournalEntry:
    """Book one entry of one or more transfers for `subject` and return it; `actor` is a user's id.

    Lock the line before: what a client owes is summed here. Raises `Invalid` for transfers that cannot stand and
    `Conflict` where a client would owe something.
    """
    if found := faults(transfers):
        raise Invalid({"transfers": found})
    if charged_to_a_client((*transfers_of(session, subject), *transfers)):
        sentence = "This would make the client owe us something for our own mistake; it cannot be booked."
        raise Conflict(sentence)
    entry = JournalEntry(
        id=new_id(), subject=subject, line_subject=line_subject, kind=kind, narration=narration, booked_on=booked_on,
        reverses_id=reverses.id if reverses else None,
    )  # fmt: skip
    entry.event_id = _noted(session, actor, entry, transfers, reverses)
    session.add(entry)
    session.flush()
    for number, line in enumerate(transfers, 1):
        session.add(_row(entry, number, line))
    session.flush()
    return entry


def reverse(session: Session, actor: str, entry_id: str, *, booked_on: date) -> JournalEntry:
    """Undo a booking by its exact mirror, once, and return the mirror.

    Raises `NotFound` for an unknown entry and `Conflict` for one that was undone already or is itself a mirror.
    """
    entry = session.get(JournalEntry, entry_id, with_for_update=True)
    if entry is None:
        raise NotFound
    if entry.reverses_id is not None:
        sentence = "This booking undoes another; book the right entry instead of undoing it."
        raise Conflict(sentence)
    if session.scalar(select(JournalEntry.id).where(JournalEntry.reverses_id == entry.id)):
        sentence = "This booking was undone already."
        raise Conflict(sentence)
    rows = session.scalars(select(Transfer).where(Transfer.entry_id == entry.id).order_by(Transfer.line))
    mirror = tuple(TransferLine(row.debit, row.credit, row.amount, row.currency).mirrored() for row in rows)
    return book(
        session,
        actor,
        subject=entry.subject,
        line_subject=entry.line_subject,
        kind=entry.kind,
        narration=f"Undone: {entry.narration}"[:400],
        booked_on=booked_on,
        transfers=mirror,
        reverses=entry,
    )


def reverse_line(session: Session, actor: str, line_subject: str, *, booked_on: date) -> list[JournalEntry]:
    """Undo whatever is booked and not yet undone for one line, latest first, and return the mirrors."""
    undone = select(JournalEntry.reverses_id).where(JournalEntry.reverses_id.is_not(None))
    query = select(JournalEntry.id).where(
        JournalEntry.line_subject == line_subject,
        JournalEntry.reverses_id.is_(None),
        JournalEntry.id.not_in(undone),
    )
    found = session.scalars(query.order_by(JournalEntry.id.desc())).all()
    return [reverse(session, actor, entry_id, booked_on=booked_on) for entry_id in found]


def _row(entry: JournalEntry, number: int, line: TransferLine) -> Transfer:
    return Transfer(
        id=new_id(), entry_id=entry.id, line=number, currency=line.currency, debit=line.debit, credit=line.credit,
        amount=line.amount, event_id=entry.event_id,
    )  # fmt: skip


def _noted(
    session: Session,
    actor: str,
    entry: JournalEntry,
    transfers: tuple[TransferLine, ...],
    reverses: JournalEntry | None,
) -> str:
    lines: list[Value] = [
        {
            "debit": line.debit,
            "credit": line.credit,
            "amount": Money(line.amount, line.currency).decimal(),
            "currency": line.currency,
        }
        for line in transfers
    ]
    return note(
        session,
        "books.reversed" if reverses else "books.booked",
        actor=actor,
        subjects=entry.subject,
        data={
            "entry": entry.id,
            "line": entry.line_subject,
            "kind": entry.kind,
            "booked_on": entry.booked_on.isoformat(),
            "reverses": entry.reverses_id,
            "transfers": lines,
        },
        sealed={"narration": entry.narration},
        supersedes=reverses.event_id if reverses else None,
    )
