"""What was committed for a case and is left of it."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from ledger.books.accounts import PROVISION
from ledger.books.costs import Commitment
from ledger.books.models import JournalEntry, Transfer
from ledger.kernel.money import Money

COMMIT, COMMIT_LINE = "commit", "commit_line"
COMMITMENTS = frozenset({COMMIT, COMMIT_LINE})
"""Kinds of entries that set money aside: for anything in a case, and for one line of it only."""
LEFT = func.sum(
    case((Transfer.credit == PROVISION, Transfer.amount), (Transfer.debit == PROVISION, -Transfer.amount), else_=0)
)
"""What is left of a commitment, over the transfers that name it."""


def commitments_of(session: Session, subject: str) -> list[Commitment]:
    """Return every commitment of a case that has something left, the oldest first."""
    return [commitment for commitment, _, _ in _open(session, subject)]


def to_draw_on(session: Session, subject: str, line_subject: str | None) -> list[Commitment]:
    """Return what a cost of this line may draw on: its own commitments first, then those for anything in the case."""
    found = _open(session, subject)
    own = [commitment for commitment, kind, line in found if kind == COMMIT_LINE and line == line_subject]
    return own + [commitment for commitment, kind, _ in found if kind != COMMIT_LINE]


def of_line(session: Session, subject: str, line_subject: str) -> list[Commitment]:
    """Return what was committed for this one line and is left."""
    return [commitment for commitment, _, line in _open(session, subject) if line == line_subject]


def left_of(session: Session, commitment_id: str) -> int:
    """Return what is left of one commitment, in minor units."""
    return int(session.scalar(select(LEFT).where(Transfer.commitment_id == commitment_id)) or 0)


def _open(session: Session, subject: str) -> list[tuple[Commitment, str, str | None]]:
    keys = (JournalEntry.id, JournalEntry.kind, JournalEntry.line_subject, Transfer.currency)
    query = (
        select(*keys, LEFT)
        .join(Transfer, Transfer.commitment_id == JournalEntry.id)
        .where(JournalEntry.subject == subject)
        .group_by(*keys)
        .having(LEFT > 0)
        .order_by(JournalEntry.id)
    )
    return [(Commitment(row[0], Money(int(row[4]), row[3])), row[1], row[2]) for row in session.execute(query)]
