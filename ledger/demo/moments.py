"""When a story's steps happen: times told by working day and clock of the client, or by minutes before now."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ledger.letters import wording

_FRIDAY = 4
_MARK = re.compile(r"\{(day|-?\d+)\}")


def working_day(day: date, count: int) -> date:
    """Return the working day `count` days after `day` (before it, where negative); public holidays are not asked."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() > _FRIDAY:
            day += step
    return day


@dataclass(frozen=True)
class Moments:
    """The calendar of one story: its first day in the client's zone, and now."""

    first_day: date
    zone: str
    locale: str
    until: datetime

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
        return working_day(self.first_day, int(told.partition(" ")[0]))

    def fill(self, text: str) -> str:
        """Return the text with `{day}` as `Tuesday 6 October 2026` and `{3}` as the third working day, `9 October`."""
        return _MARK.sub(lambda found: self._said(found[1]), text)

    def _said(self, mark: str) -> str:
        noon = self.at(f"{'0' if mark == 'day' else mark} 12:00")
        said = wording.day if mark == "day" else wording.day_of_year
        return said(noon, self.zone, self.locale)


def first_day(until: datetime, days_ago: int, zone: str) -> date:
    """Return the working day on or before `days_ago` days before now; today and yesterday may be a Sunday."""
    day = until.astimezone(ZoneInfo(zone)).date() - timedelta(days=days_ago)
    while days_ago > 1 and day.weekday() > _FRIDAY:
        day -= timedelta(days=1)
    return day
