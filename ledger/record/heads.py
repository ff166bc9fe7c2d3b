"""Reading how far a log has come: origin, size and root, as a checkpoint will say them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record.merkle import root
from ledger.record.models import Log, LogHead

_HASH = 32


@dataclass(frozen=True)
class Head:
    """A log at one moment: its origin, the number of its events, and the root (RFC 6962) over all of them."""

    origin: str
    size: int
    root: bytes


def log_head(session: Session, log_id: str) -> Head | None:
    """Return the head of a log, or none where there is no such log."""
    query = select(Log.origin, LogHead.size, LogHead.peaks).join(LogHead, LogHead.log_id == Log.id)
    found = session.execute(query.where(Log.id == log_id)).one_or_none()
    if found is None:
        return None
    peaks = [found.peaks[at : at + _HASH] for at in range(0, len(found.peaks), _HASH)]
    return Head(found.origin, found.size, root(peaks))
