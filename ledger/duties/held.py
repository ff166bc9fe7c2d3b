"""A message of the outbox in the hands of whoever sends it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Held:
    """A message that the caller alone may send now; `tries` counts this one."""

    id: str
    recipient: str
    channel: str
    kind: str
    thing_id: str
    moment: str
    due_at: datetime
    """As it stood when the message was planned."""
    tries: int
