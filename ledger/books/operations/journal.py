"""Booking and undoing a booking. The books lie upstream of people: whoever calls has asked for permission."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.commitments import left_of
from ledger.books.models import JournalEntry, Transfer
from ledger.books.operations.chart import Ground, ground_of, open_accounts
from ledger.books.posting import TransferLine, change_of_provision, faults, raises_what_is_owed
from ledger.books.queries import standing_with_clients
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.kernel.money import Money
from ledger.record.canonical import Value
from ledger.record.operations import note

WOULD_OWE = "This would make the client owe us something for our own mistake; it cannot be booked."
OVERDRAWN = "This would draw more than was committed; commit the rest first, or book the cost without drawing it."


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
    client_id: str | None = None,
    cost_centre_id: str | None = None,
    occurred_on: date | None = None,
    calculation: str | None = None,
    entry_id: str | None = None,
    reverses: JournalEntry | None = None,
) -> JournalEntry:
    """Book one entry of one or more transfers for `subject` and return it; `actor` is a user's id.

    Lock the case before: what a client owes and what a commitment has left is summed here. Raises `Invalid` for
    transfers that cannot stand, `Conflict` where a client would owe something, more would be drawn than was committed,
    or the month is closed.
    """
    if found := faults(transfers):
        raise Invalid({"transfers": found})
    ground = ground_of(session, booked_on, transfers)
    _require_open_month(ground)
    _require_nobody_owes(session, subject, transfers)
    entry = JournalEntry(
        id=entry_id or new_id(), subject=subject, line_subject=line_subject, kind=kind, narration=narration,
        booked_on=booked_on, reverses_id=reverses.id if reverses else None,
        occurred_on=None if occurred_on == booked_on else occurred_on, client_id=client_id,
        cost_centre_id=cost_centre_id, calculation=calculation,
    )  # fmt: skip
    _require_committed(session, entry.id, transfers)
    entry.event_id = _noted(session, actor, entry, transfers, reverses)
    open_accounts(session, ground.missing, entry.event_id)
    session.add(entry)
    # What lowers what a client owes comes first: the database itself looks at each transfer.
    for number, line in sorted(enumerate(transfers, 1), key=lambda one: raises_what_is_owed(one[1])):
        session.add(_row(entry, number, line))
    session.flush()
    return entry


def reverse(session: Session, actor: str, entry_id: str, *, booked_on: date, reason: str = "") -> JournalEntry:
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
    mirror = tuple(line_of(row).mirrored() for row in rows)
    return book(
        session,
        actor,
        subject=entry.subject,
        line_subject=entry.line_subject,
        kind=entry.kind,
        narration=f"Undone: {reason or entry.narration}"[:400],
        booked_on=booked_on,
        transfers=mirror,
        client_id=entry.client_id,
        cost_centre_id=entry.cost_centre_id,
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


def line_of(row: Transfer) -> TransferLine:
    """Return a transfer's row as plain values."""
    return TransferLine(row.debit, row.credit, row.amount, row.currency, row.commitment_id)


def _require_open_month(ground: Ground) -> None:
    if name := ground.closed_month:
        sentence = f"The books of {name} are closed; book it on a later day, or reopen the month."
        raise Conflict(sentence)


def _require_nobody_owes(session: Session, subject: str, transfers: tuple[TransferLine, ...]) -> None:
    if any(minor > 0 for minor in standing_with_clients(session, subject, transfers).values()):
        raise Conflict(WOULD_OWE)


def _require_committed(session: Session, entry_id: str, transfers: tuple[TransferLine, ...]) -> None:
    for commitment_id in {line.commitment for line in transfers if line.commitment}:
        before = 0 if commitment_id == entry_id else left_of(session, commitment_id)
        change = sum(change_of_provision(line) for line in transfers if line.commitment == commitment_id)
        if before + change < 0:
            raise Conflict(OVERDRAWN)


def _row(entry: JournalEntry, number: int, line: TransferLine) -> Transfer:
    return Transfer(
        id=new_id(), entry_id=entry.id, line=number, currency=line.currency, debit=line.debit, credit=line.credit,
        amount=line.amount, commitment_id=line.commitment, event_id=entry.event_id,
    )  # fmt: skip


def _noted(
    session: Session,
    actor: str,
    entry: JournalEntry,
    transfers: tuple[TransferLine, ...],
    reverses: JournalEntry | None,
) -> str:
    lines: list[Value] = [recorded_line(line) for line in transfers]
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
            "occurred_on": entry.occurred_on.isoformat() if entry.occurred_on else None,
            "client": entry.client_id,
            "cost_centre": entry.cost_centre_id,
            "calculation": entry.calculation,
        },
        sealed={"narration": entry.narration},
        supersedes=reverses.event_id if reverses else None,
    )


def recorded_line(line: TransferLine) -> dict[str, Value]:
    """Return a transfer as its event says it: the amount as decimal text."""
    said: dict[str, Value] = {
        "debit": line.debit,
        "credit": line.credit,
        "amount": Money(line.amount, line.currency).decimal(),
        "currency": line.currency,
    }
    return said | ({"commitment": line.commitment} if line.commitment else {})
