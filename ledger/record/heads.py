"""Reading how far a log has come: origin, size and root, as a checkpoint will say them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record.merkle import peaks_in, root
from ledger.record.models import Log, LogHead


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
    return Head(found.origin, found.size, root(peaks_in(found.peaks)))
