"""Reading a whole log, as tests look at what was recorded."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record.models import LogDisclosure, LogEntry
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
