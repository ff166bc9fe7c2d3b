"""Under which names a log has stood: it goes on under another one only after saying so."""

import base64
import binascii
from dataclasses import dataclass, field
from sys import maxsize

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record.bodies import said_in
from ledger.record.models import Log, LogEntry


@dataclass
class Origins:
    """The names of a log, how many events each covers, and the checkpoints openly not continued (size and root)."""

    until: dict[str, int] = field(default_factory=dict)
    lost: set[tuple[int, bytes]] = field(default_factory=set)

    def at(self, seq: int) -> str:
        """Return the name that the entry of this number must carry."""
        return min((size, origin) for origin, size in self.until.items() if seq < size)[1]


def origins_of(session: Session, log: Log) -> Origins:
    """Return the names of a log from what its entries say."""
    found = Origins()
    query = select(LogEntry.seq, LogEntry.body).where(LogEntry.log_id == log.id, LogEntry.type == "log.continues")
    for seq, body in session.execute(query.order_by(LogEntry.seq)):
        data = said_in(body)["data"]
        if "origin" not in data:
            continue
        found.until[data["origin"]] = seq
        if "lost_size" in data:
            found.lost.add((data["lost_size"], _bytes(data["lost_root"])))
    found.until[log.origin] = maxsize
    return found


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""
