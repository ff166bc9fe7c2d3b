"""A client's working time: its zone, opening hours, working weekdays, public holidays and extra closed days.

Working time is measured in real minutes between instants, so a day on which the clocks change is as long as it is.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

_A_DAY = timedelta(days=1)
_LAST_MOMENT = timedelta(microseconds=1)
_MIDNIGHT = time(0)
# More closed days in a row than this means that the calendar itself is wrong.
_LONGEST_CLOSURE = 400
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """When a client works.

    `opens` and `closes` are local times on every working weekday (0 is Monday); `closes` at 00:00 is midnight at the
    end of the day. `country` and `subdivision` are ISO 3166 codes of public holidays (`GB`, `ENG`), none without a
    country; `closed` are further closed days. Raises `ValueError` for an unknown zone, country or subdivision, or
    hours that make no day.
    """

    zone: str
    opens: time = time(9)
    closes: time = time(17)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    country: str | None = None
    subdivision: str | None = None
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a calendar in which no time would ever be found."""
        _zone(self.zone)
        if self.closes != _MIDNIGHT and self.closes <= self.opens:
            message = f"A working day cannot close at {self.closes:%H:%M} when it opens at {self.opens:%H:%M}."
            raise ValueError(message)
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            message = "A calendar needs at least one working weekday, 0 (Monday) to 6 (Sunday)."
            raise ValueError(message)
        if self.country is not None:
            _public_holidays(self.country, self.subdivision, 2026)

    @property
    def minutes_per_day(self) -> int:
        """Return the minutes in a working day on which the clocks do not change."""
        closes = 24 * 60 if self.closes == _MIDNIGHT else self.closes.hour * 60 + self.closes.minute
        return closes - self.opens.hour * 60 - self.opens.minute

    def is_business_day(self, day: date) -> bool:
        """Return whether the client works on this local day."""
        if day.weekday() not in self.weekdays or day in self.closed:
            return False
        return self.country is None or day not in _public_holidays(self.country, self.subdivision, day.year)

    def is_open_at(self, at: datetime) -> bool:
        """Return whether the client works at this instant."""
        day = self.local_day(at)
        opens_at, closes_at = self._hours(day)
        return self.is_business_day(day) and opens_at <= at < closes_at

    def local_day(self, at: datetime) -> date:
        """Return the client's day at this instant."""
        return _aware(at).astimezone(_zone(self.zone)).date()

    def add_minutes(self, start_at: datetime, minutes: int) -> datetime:
        """Return the instant (UTC) so many minutes later, day and night."""
        return _aware(start_at).astimezone(UTC) + timedelta(minutes=_not_negative(minutes))

    def add_business_minutes(self, start_at: datetime, minutes: int) -> datetime:
        """Return the instant (UTC) at which so many working minutes have passed; none pass at once.

        Time that ends exactly at closing ends on that day. Raises `ValueError` for a negative number.
        """
        left = timedelta(minutes=_not_negative(minutes))
        at = _aware(start_at).astimezone(UTC)
        day = self.local_day(at)
        while left:
            day = self._business_day_from(day)
            opens_at, closes_at = self._hours(day)
            begins_at = max(at, opens_at)
            open_for = max(closes_at - begins_at, timedelta())
            if open_for >= left:
                return begins_at + left
            left -= open_for
            day += _A_DAY
        return at

    def add_business_days(self, start_at: datetime, days: int) -> datetime:
        """Return the end (UTC) of the client's day so many working days later; the starting day does not count.

        The end is the last microsecond before the next local day. Raises `ValueError` for a negative number.
        """
        day = self.local_day(start_at)
        for _ in range(_not_negative(days)):
            day = self._business_day_from(day + _A_DAY)
        return self._end_of(day)

    def add_days(self, start_at: datetime, days: int) -> datetime:
        """Return the end (UTC) of the client's day so many calendar days later, as `add_business_days` does."""
        return self._end_of(self.local_day(start_at) + timedelta(days=_not_negative(days)))

    def _business_day_from(self, day: date) -> date:
        for ahead in range(_LONGEST_CLOSURE):
            if self.is_business_day(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        message = f"This calendar has no working day in the {_LONGEST_CLOSURE} days from {day}."
        raise ValueError(message)

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        last_day = day + _A_DAY if self.closes == _MIDNIGHT else day
        return self._instant(day, self.opens), self._instant(last_day, self.closes)

    def _end_of(self, day: date) -> datetime:
        return self._instant(day + _A_DAY, _MIDNIGHT) - _LAST_MOMENT

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=_zone(self.zone)).astimezone(UTC)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        message = "A time without a zone cannot be placed on a calendar."
        raise ValueError(message)
    return at


def _not_negative(number: int) -> int:
    if number < 0:
        message = f"A calendar counts forward, not by {number}."
        raise ValueError(message)
    return number


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"There is no time zone called “{name}”."
        raise ValueError(message) from error


@lru_cache(maxsize=4096)
def _public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    # A finished set per year: the library's own object fills itself on first look, which two threads must not share.
    # The neighbours are asked too because a holiday may be observed across the turn of the year.
    years = range(year - 1, year + 2)
    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=years, expand=False)
    except NotImplementedError as error:
        message = f"There are no public holidays for “{'-'.join(filter(None, (country, subdivision)))}”."
        raise ValueError(message) from error
    return frozenset(day for day in found if day.year == year)
