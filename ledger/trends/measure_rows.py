"""What the measures are given and what they give back: plain rows in, points with their own lists out.

All times are aware UTC. Amounts are whole minor units of one currency. Ids are text and opaque.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One open promise or action, and the last instant at which it is not overdue."""

    id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CostLine:
    """One booked line of a remedy; a reversal is a line with a negative amount."""

    id: str
    code: str
    currency: str
    amount: int
    detected_at: datetime | None
    """When the incident was detected that this line puts right."""
    incident_id: str = ""
    quality: str = "external_failure"
    """Its quality-cost class; what no remedy explains reached the client."""


@dataclass(frozen=True, slots=True)
class CostSum:
    """What lines of one month, remedy and currency cost, and how many they are; the month is that of the incident."""

    month: str
    code: str
    currency: str
    amount: int
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """One period of a measure said as k of n; `mature` once everything in it can be judged."""

    period: str
    k: int
    n: int
    mature: bool


class Rare(NamedTuple):
    """One of the rarer outcomes of a measure: when it was, and the month it counts in."""

    at: datetime
    month: str


@dataclass(frozen=True, slots=True)
class ShareSeries:
    """A measure over periods, in order and without gaps, and what was left out of it by reason."""

    shares: tuple[Share, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def k(self) -> int:
        """How many met the measure in all periods together."""
        return sum(share.k for share in self.shares)

    @property
    def n(self) -> int:
        """Out of how many in all periods together."""
        return sum(share.n for share in self.shares)


@dataclass(frozen=True, slots=True)
class Part:
    """One series within one period: a value, and how many rows are behind it."""

    series: str
    value: int
    count: int


@dataclass(frozen=True, slots=True)
class Stack:
    """One period of parts that add up."""

    period: str
    parts: tuple[Part, ...]
    mature: bool

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True)
class StackSeries:
    """Stacks over periods, in order and without gaps; `series` lists what occurs in any of them."""

    series: tuple[str, ...]
    stacks: tuple[Stack, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The sum of all parts of all periods."""
        return sum(stack.total for stack in self.stacks)

    def total_of(self, series: str) -> int:
        """Give the sum of one series over all periods."""
        return sum(part.value for stack in self.stacks for part in stack.parts if part.series == series)


@dataclass(frozen=True, slots=True)
class OverdueCount:
    """How many of all open items are overdue."""

    k: int
    n: int
