"""An event as it is read back: what it says, and which of its words are still disclosed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Recalled:
    """One event as it was recorded; the same event in several logs is told once."""

    event_id: str
    type: str
    subjects: tuple[str, ...]
    """What it is about, in each of the logs that were read."""
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """Sealed fields that are still disclosed."""
    erased: int = 0
    """How many sealed fields were erased since."""
    supersedes: str | None = None
