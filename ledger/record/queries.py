"""Reading the record: what a log holds, in order."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.record.models import LogDisclosure, LogEntry, LogHead
from ledger.record.sealing import opened


@dataclass(frozen=True)
class RecordedEvent:
    """One event as recorded, with the words that are still disclosed."""

    seq: int
    event_id: str
    type: str
    occurred_at: datetime
    recorded_at: datetime
    body: dict[str, Any]
    words: dict[str, str]


def log_events(session: Session, log_id: str) -> list[RecordedEvent]:
    """Return all events of a log in the order of their leaves."""
    words: dict[int, dict[str, str]] = {}
    for row in session.scalars(
        select(LogDisclosure).where(LogDisclosure.log_id == log_id, LogDisclosure.text.is_not(None))
    ):
        name, value = opened(row.text or "")
        words.setdefault(row.seq, {})[name] = value
    entries = session.scalars(select(LogEntry).where(LogEntry.log_id == log_id).order_by(LogEntry.seq))
    return [
        RecordedEvent(e.seq, e.event_id, e.type, e.occurred_at, e.recorded_at, json.loads(e.body), words.get(e.seq, {}))
        for e in entries
    ]


def recorded_so_far(session: Session, log_id: str | None = None) -> tuple[int, datetime | None]:
    """Return how many events are recorded and when the last one was: in one log, or in all; from the heads alone."""
    query = select(func.coalesce(func.sum(LogHead.size), 0), func.max(LogHead.last_recorded_at))
    count, last_at = session.execute(query if log_id is None else query.where(LogHead.log_id == log_id)).one()
    return int(count), last_at
