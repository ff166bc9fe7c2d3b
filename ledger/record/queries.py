"""Reading how far the record has come."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.record.models import LogHead


def recorded_so_far(session: Session, log_id: str | None = None) -> tuple[int, datetime | None]:
    """Return how many events are recorded and when the last one was: in one log, or in all; from the heads alone."""
    query = select(func.coalesce(func.sum(LogHead.size), 0), func.max(LogHead.last_recorded_at))
    count, last_at = session.execute(query if log_id is None else query.where(LogHead.log_id == log_id)).one()
    return int(count), last_at
