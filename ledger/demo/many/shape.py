"""What an invented ledger is like: its size, its time, and which changes were planted for the trend page to find."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from math import sqrt
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ledger.kernel.errors import Invalid
from ledger.trends.months import first_instant, last_months

RECORDED_UP_TO = 20_000
"""So many incidents are recorded like any other; what is larger is written past the record, and marked so."""
MOST = 5_000_000
IMPROVEMENT, UNDER_FILING = "improvement", "under-filing"
PLANTS: Mapping[str, str] = MappingProxyType(
    {
        IMPROVEMENT: "promises are kept better from that month on",
        UNDER_FILING: "from that month on much of what we find ourselves is not filed any more",
    }
)
KEPT_BEFORE, KEPT_AFTER = 0.82, 0.95
"""Share of promises kept on time, before and after the improvement."""
UNFILED = 0.7
"""Share of what we find ourselves that is not filed in an under-filing period."""
FOUND_BY: Mapping[str, int] = MappingProxyType({"our_monitoring": 40, "our_staff": 24, "client": 32, "third_party": 4})
OURS = ("our_monitoring", "our_staff")
_PARETO = 1.16
"""The slope at which a fifth of the clients has four fifths of the incidents, were there very many of them."""
_FEWEST, _MANY = 6, 400
_NEWEST = timedelta(hours=1)
"""The newest incident is this old: there was time to file it."""


@dataclass(frozen=True)
class Plant:
    """A change planted from a month on; months count from 1, the first of the ledger."""

    kind: str
    month: int


@dataclass(frozen=True)
class Shape:
    """A ledger of `incidents` in the last `months` of the zone as of `until`; the same seed gives the same ledger."""

    incidents: int
    until: datetime
    zone: str
    months: int = 24
    seed: int = 1
    plants: tuple[Plant, ...] = ()

    def __post_init__(self) -> None:
        """Raise `Invalid` for what no ledger can be."""
        wrong = {}
        if not 1 <= self.incidents <= MOST:
            wrong["incidents"] = f"Say 1 to {MOST:,} incidents."
        if not 1 <= self.months <= 240:  # noqa: PLR2004 twenty years
            wrong["months"] = "Say 1 to 240 months."
        if any(not 1 < plant.month <= self.months for plant in self.plants):
            wrong["plant"] = f"Plant a change from a month between 2 and {self.months} on, so that there is a before."
        if len({plant.kind for plant in self.plants}) < len(self.plants):
            wrong["plant"] = "Plant each change once."
        if wrong:
            raise Invalid(wrong)

    @property
    def is_recorded(self) -> bool:
        """Whether it is recorded like any other."""
        return self.incidents <= RECORDED_UP_TO

    @cached_property
    def month_keys(self) -> tuple[str, ...]:
        """Its months, oldest first; the last one is running."""
        return last_months(self.until, ZoneInfo(self.zone), self.months)

    @cached_property
    def begins_at(self) -> datetime:
        """The first instant of its first month."""
        return first_instant(self.month_keys[0], ZoneInfo(self.zone))

    @cached_property
    def clients(self) -> int:
        """How many clients such a provider has."""
        return min(_MANY, max(_FEWEST, round(sqrt(self.incidents) / 2)))

    @cached_property
    def client_weights(self) -> tuple[float, ...]:
        """How often each client is touched, summed up: a few of them have most of it (Pareto)."""
        return tuple(accumulate(1 / rank ** (1 / _PARETO) for rank in range(1, self.clients + 1)))

    def planted_at(self, kind: str) -> datetime | None:
        """Return from when on a planted change holds; none where it was not planted."""
        found = next((plant for plant in self.plants if plant.kind == kind), None)
        return first_instant(self.month_keys[found.month - 1], ZoneInfo(self.zone)) if found else None

    @cached_property
    def kept_better_from(self) -> datetime | None:
        """From when on promises are kept better."""
        return self.planted_at(IMPROVEMENT)

    @cached_property
    def filed_less_from(self) -> datetime | None:
        """From when on much is not filed."""
        return self.planted_at(UNDER_FILING)

    def detected(self) -> list[float]:
        """Return when each incident was detected, oldest first, as seconds since 1970; evenly over the time."""
        chance = random.Random(self.seed)  # noqa: S311 an invented ledger, the same each time
        begin, end = self.begins_at.timestamp(), (self.until - _NEWEST).timestamp()
        rare_from = self.filed_less_from
        change = rare_from.timestamp() if rare_from else end
        rate = 1 - UNFILED * sum(FOUND_BY[who] for who in OURS) / sum(FOUND_BY.values())
        before = (change - begin) / ((change - begin) + rate * (end - change))
        drawn = sorted(chance.random() for _ in range(self.incidents))
        return [
            begin + at / before * (change - begin)
            if at < before
            else change + (at - before) / (1 - before) * (end - change)
            for at in drawn
        ]


def read_plant(text: str) -> Plant:
    """Return what `improvement:13` plants; raise `Invalid`."""
    kind, _, month = text.partition(":")
    if kind not in PLANTS or not (month.isascii() and month.isdigit()):
        raise Invalid({"plant": f"{text} is no change to plant; there are {', '.join(f'{one}:M' for one in PLANTS)}."})
    return Plant(kind, int(month))


def instant(seconds: float) -> datetime:
    """Return the whole second since 1970 as an instant."""
    return datetime.fromtimestamp(int(seconds), UTC)
