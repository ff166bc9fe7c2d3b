"""The mark of a ledger that was filled past the record: it says so, and signs nothing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict
from ledger.record.models import UnrecordedMark

_NEVER = (
    "This ledger is marked unrecorded: {} It signs no checkpoint, letter, receipt, report or trust review; "
    "only real ledgers do."
)


def mark_unrecorded(session: Session, why: str) -> None:
    """Mark this ledger for good: rows were written past the record; `why` is a sentence."""
    session.add(UnrecordedMark(id=1, at=now(), why=why))
    session.flush()


def why_unrecorded(session: Session) -> str | None:
    """Return the sentence that says why this ledger is unrecorded; none for one that records what happens."""
    return session.scalar(select(UnrecordedMark.why))


def refuse_unrecorded(session: Session) -> None:
    """Raise `Conflict` where the ledger is marked: a signature would say that its history is whole."""
    if why := why_unrecorded(session):
        raise Conflict(_NEVER.format(why))
