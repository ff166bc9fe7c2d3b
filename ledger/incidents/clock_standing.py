"""How a stored clock stands, also one that was replaced: judged as it stood when that happened."""

from datetime import datetime
from typing import Literal

from ledger.incidents.clocks import ClockState, state

Standing = Literal["due", "at_risk", "met", "missed", "ended"]


def standing(
    due_at: datetime, stopped_at: datetime | None, zero_at: datetime, replaced_at: datetime | None, now: datetime
) -> Standing:
    """Return how a clock stands at `now`; one replaced or ended before it was due or stopped is `ended`, no breach."""
    judged_at = now if replaced_at is None else min(now, replaced_at)
    if stopped_at is not None:
        judged_at = max(judged_at, min(stopped_at, now))
    found = state(due_at, stopped_at, zero_at, judged_at)
    if replaced_at is not None and found in {ClockState.DUE, ClockState.AT_RISK}:
        return "ended"
    return found.value
