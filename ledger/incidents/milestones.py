"""Milestones of an incident: in which order they can have happened, and which status follows from them.

A missing milestone is not recorded, never zero, and stands in nobody's way. We may have put something right before we
were aware of it (it righted itself at night), so containing and resolving are not held against awareness.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from ledger.incidents.statuses import OVER

Milestone = Literal[
    "impact_started_at", "detected_at", "aware_at", "acknowledged_at", "contained_at", "resolved_at", "closed_at"
]
Times = Mapping[str, datetime | None]

WORDS: Mapping[str, str] = {
    "impact_started_at": "it began",
    "detected_at": "it was noticed",
    "aware_at": "we knew",
    "acknowledged_at": "somebody took it on",
    "contained_at": "it was contained",
    "resolved_at": "it was put right",
    "closed_at": "it was closed",
}
MILESTONES: tuple[str, ...] = tuple(WORDS)

_CHAINS = (
    ("impact_started_at", "detected_at", "aware_at", "acknowledged_at", "closed_at"),
    ("impact_started_at", "contained_at", "resolved_at", "closed_at"),
)
BEFORE: tuple[tuple[str, str], ...] = tuple(
    dict.fromkeys(
        (chain[first], later) for chain in _CHAINS for first in range(len(chain)) for later in chain[first + 1 :]
    )
)
"""Every pair (earlier, later) of which the second cannot have happened before the first."""

OWN_STATUS = frozenset({"watching", *OVER})
"""Statuses reached by a step of their own; milestones do not move them."""


def faults(times: Times, at: datetime) -> dict[str, str]:
    """Return what cannot be, by milestone: one sentence each, none where all is possible at the instant `at`."""
    found = {
        name: f"This time lies in the future; say when {WORDS[name]} once it has happened."
        for name in MILESTONES
        if (told := times.get(name)) is not None and told > at
    }
    for earlier, later in BEFORE:
        first, second = times.get(earlier), times.get(later)
        if first is not None and second is not None and not not_before(second, first):
            found.setdefault(later, f"That {WORDS[later]} cannot come before {WORDS[earlier]}; look at both times.")
    return found


def not_before(at: datetime, first: datetime) -> bool:
    """Return whether `at` is the minute of `first` or later: people write minutes, machines microseconds."""
    return at >= first.replace(second=0, microsecond=0)


def status_of(times: Times, status: str = "open") -> str:
    """Return the status that follows from the milestones; one reached by a step of its own stays."""
    if status in OWN_STATUS:
        return status
    if times.get("resolved_at") is not None:
        return "resolved"
    return "contained" if times.get("contained_at") is not None else "open"
