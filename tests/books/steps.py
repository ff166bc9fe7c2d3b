"""What tests ask of the books: the journal of a subject, and what transfers together would charge a client."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.accounts import is_client_facing
from ledger.books.models import JournalEntry, Transfer
from ledger.books.posting import TransferLine, balances


@dataclass(frozen=True)
class Posting:
    """One transfer as a journal lists it."""

    entry_id: str
    line_subject: str | None
    kind: str
    narration: str
    booked_on: date
    reverses_id: str | None
    debit: str
    credit: str
    amount: int
    currency: str


def journal_of(session: Session, subject: str) -> list[Posting]:
    """Return the journal of a subject in the order of booking, a row for each transfer."""
    query = select(JournalEntry, Transfer).join(Transfer, Transfer.entry_id == JournalEntry.id)
    query = query.where(JournalEntry.subject == subject).order_by(JournalEntry.id, Transfer.line)
    return [
        Posting(
            entry.id, entry.line_subject, entry.kind, entry.narration, entry.booked_on, entry.reverses_id,
            line.debit, line.credit, line.amount, line.currency,
        )
        for entry, line in session.execute(query)
    ]  # fmt: skip


def charged_to_a_client(transfers: tuple[TransferLine, ...]) -> list[str]:
    """Return the client-facing accounts on which these transfers together would make a client owe something."""
    return sorted(
        {account for (account, _), sum_ in balances(transfers).items() if is_client_facing(account) and sum_ > 0}
    )
