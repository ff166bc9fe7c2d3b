"""What the record says of an action at its steps: dates that its columns have lost since."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from ledger.record.bodies import said_in
from ledger.record.models import PROVIDER_LOG, LogEntry

_EVENTS: BindParameter[list[str]] = bindparam("events", expanding=True)
_TOLD = select(LogEntry.event_id, LogEntry.body).where(LogEntry.log_id == PROVIDER_LOG, LogEntry.event_id.in_(_EVENTS))


def told_at(session: Session, event_ids: Sequence[str]) -> dict[str, tuple[datetime | None, datetime | None]]:
    """Return, by event of our log, an action's first date then and when it was done; nothing of one that is not there.

    Either is none where its columns did not say it then.
    """
    rows = session.connection().execute(_TOLD, {"events": event_ids}).all()
    told = ((row.event_id, said_in(row.body)["data"]) for row in rows)
    return {
        event_id: (_instant(data.get("original_due_at")), _instant(data.get("implemented_at")))
        for event_id, data in told
    }


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
