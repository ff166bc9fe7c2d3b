"""One thing that happened, as it will stand in each of its logs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ledger.record.canonical import Value


@dataclass(frozen=True)
class Event:
    """What is appended at the end of a unit of work."""

    id: str
    type: str
    subjects: Mapping[str, str]
    """Log id to the subject's name in that log: a client's log knows only that client's reference."""
    actor: str
    occurred_at: datetime
    data: Mapping[str, Value] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    supersedes: str | None = None
    reason: str | None = None
    version: int = 1
    is_given: bool = False
    """Whether the caller chose the id: noted again, the event stands once."""
    is_dated: bool = False
    """Whether the caller said when it happened."""
