"""Which stored files are logos, of today and of letters already issued, for whoever verifies, backs up and sweeps."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record.models import LogEntry


def named_logos(session: Session) -> dict[str, str]:
    """Return every SHA-256 that was ever set as our logo: letters issued with it are drawn from it. Any schema."""
    query = select(LogEntry.seq, LogEntry.body).where(LogEntry.type == "provider.logo_set")
    return {json.loads(body)["data"]["sha256"]: f"logo set by entry {seq}" for seq, body in session.execute(query)}
