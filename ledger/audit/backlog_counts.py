"""How much waits for the machine: plain counts and times, without a word of any client."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """How many wait, and since when the first of them does."""

    count: int
    since: datetime | None


@dataclass(frozen=True)
class Backlog:
    """What waits for the machine, without a word of any client."""

    letters: Waiting
    """In `issuing`: dated and frozen, but not drawn."""
    steps: Waiting
    """Of batches of letters."""
    letter_mail: Waiting
    reminders: Waiting
    """Mail and webhooks whose time has come."""
    reports: Waiting
    """Accountability reports that were asked for and are not drawn."""
    letter_mail_failed: int
    """Failed or came back, and was not tried again."""
    reminders_failed: int
    """In the last seven days."""
    findings: int
    """Of the verification."""
    verified_at: datetime | None
