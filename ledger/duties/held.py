"""A message of the outbox in the hands of whoever sends it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """A message that the caller alone may send now; `tries` counts this one."""

    id: str
    recipient: str
    channel: str
    kind: str
    thing_id: str
    moment: str
    tries: int
