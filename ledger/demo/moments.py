"""When a story's steps happen: times told by working day and clock of the client, or by minutes before now."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from ledger.letters import wording

_FRIDAY = 4
_MARK = re.compile(r"\{(day|-?\d+)\}")
_QUIET = range(24, 32)
"""Days of December on which nothing new begins in these stories."""


def is_off(day: date, country: str) -> bool:
    """Return whether nobody works there on that day: weekends, public holidays, the end of the year."""
    quiet = day.month == 12 and day.day in _QUIET  # noqa: PLR2004 December
    return day.weekday() > _FRIDAY or quiet or day in _holidays(country, day.year)


def working_day(day: date, count: int, country: str) -> date:
    """Return the working day `count` days after `day`, or before it where negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while is_off(day, country):
            day += step
    return day


@lru_cache(maxsize=16)
def _holidays(country: str, year: int) -> frozenset[date]:
    part = "ENG" if country == "GB" else None
    return frozenset(holidays.country_holidays(country, subdiv=part, years=year))


@dataclass(frozen=True)
class Moments:
    """The calendar of one story: its first day in the client's zone, and now."""

    first_day: date
    zone: str
    locale: str
    until: datetime

    @property
    def country(self) -> str:
        """Where the client is, for its public holidays."""
        return self.locale[-2:]

    def at(self, told: str) -> datetime:
        """Return the instant of `3 10:15` (third working day, client's clock) or `now-35` (minutes before now)."""
        if told.startswith("now"):
            return self.until + timedelta(minutes=int(told[3:] or 0))
        count, _, clock = told.partition(" ")
        local = datetime.combine(self.day(count), time.fromisoformat(clock), ZoneInfo(self.zone))
        return local.astimezone(UTC)

    def day(self, told: str) -> date:
        """Return the day of `10` (tenth working day), or of a whole moment."""
        if told.startswith("now"):
            return self.at(told).astimezone(ZoneInfo(self.zone)).date()
        return working_day(self.first_day, int(told.partition(" ")[0]), self.country)

    def fill(self, text: str) -> str:
        """Return the text with `{day}` as `Tuesday 6 October 2026` and `{3}` as the third working day, `9 October`."""
        return _MARK.sub(lambda found: self._said(found[1]), text)

    def _said(self, mark: str) -> str:
        noon = self.at(f"{'0' if mark == 'day' else mark} 12:00")
        said = wording.day if mark == "day" else wording.day_of_year
        return said(noon, self.zone, self.locale)


def first_day(until: datetime, days_ago: int, zone: str, country: str) -> date:
    """Return the working day on or before `days_ago` days before now; today and yesterday may be a Sunday."""
    day = until.astimezone(ZoneInfo(zone)).date() - timedelta(days=days_ago)
    while days_ago > 1 and is_off(day, country):
        day -= timedelta(days=1)
    return day
