"""Reading how far the record has come."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.record.models import LogHead, UnrecordedMark


class SoFar(NamedTuple):
    """How many events are recorded, when the last one was, and why rows of this ledger are not (none: all are)."""

    events: int
    last_at: datetime | None
    why_unrecorded: str | None


def recorded_so_far(session: Session, log_id: str | None = None) -> SoFar:
    """Return how far the record has come: in one log, or in all; from the heads alone."""
    mark = select(UnrecordedMark.why).scalar_subquery()
    query = select(func.coalesce(func.sum(LogHead.size), 0), func.max(LogHead.last_recorded_at), mark)
    count, last_at, why = session.execute(query if log_id is None else query.where(LogHead.log_id == log_id)).one()
    return SoFar(int(count), last_at, why)
