"""What a trend view is about: the filters that its address carries, and the periods they span."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ledger.trends.months import (
    first_day,
    first_instant,
    last_instant,
    last_months,
    last_quarters,
    months_between,
    quarter_months,
)

MONTHS_A_QUARTER = 3
JUDGED_QUARTERS = 13
"""What is judged, whatever is shown: twelve quarters, enough for limits that are no trial, and the one that runs."""


@dataclass(frozen=True)
class Scope:
    """All clients, services and severities unless named; the last `months` months of the reporting zone as of then."""

    as_of: datetime
    zone: str
    months: int = 24
    client: str | None = None
    """A client's code."""
    service: str | None = None
    severity: str | None = None
    ends_with: str | None = None
    """The last month shown, where that is not the one of `as_of`: a report is about a quarter that is over."""

    @property
    def is_narrowed(self) -> bool:
        """Whether it looks at less than all clients, services and severities."""
        return bool(self.client or self.service or self.severity)

    @cached_property
    def tz(self) -> ZoneInfo:
        """The reporting zone."""
        return ZoneInfo(self.zone)

    @cached_property
    def month_keys(self) -> tuple[str, ...]:
        """The months shown, oldest first, the running one included."""
        return last_months(self.ends_at, self.tz, self.months)

    @cached_property
    def quarter_keys(self) -> tuple[str, ...]:
        """The quarters shown: as many as the months fill."""
        return last_quarters(self.ends_at, self.tz, max(1, -(-self.months // MONTHS_A_QUARTER)))

    @cached_property
    def judged(self) -> "Scope":
        """The same over the one stretch that changes and targets are judged over: whole quarters to the same end."""
        first = quarter_months(self.last_quarter_keys(JUDGED_QUARTERS)[0])[0]
        return replace(self, months=len(months_between(first_day(first), first_day(self.month_keys[-1]))))

    def last_quarter_keys(self, count: int) -> tuple[str, ...]:
        """Return the last `count` quarters, whatever the months shown."""
        return last_quarters(self.ends_at, self.tz, count)

    @property
    def ends_at(self) -> datetime:
        """The last instant shown: of the last month, or `as_of` while that month runs."""
        return self.as_of if self.ends_with is None else min(self.as_of, last_instant(self.ends_with, self.tz))

    @property
    def begins_at(self) -> datetime:
        """The first instant of the first month."""
        return first_instant(self.month_keys[0], self.tz)
