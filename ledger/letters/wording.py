"""How a letter says dates, times, spans, counts and money: written out, in the client's zone and its own manner."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name

from ledger.kernel.money import Money

MINUTES_PER_HOUR = 60
HOURS_PER_DAY = 24
DAYS_FROM_HOURS = 72
"""Spans up to here read better in hours: `50 hours`, but `4 days 2 hours`."""


@lru_cache(maxsize=64)
def english(locale: str) -> Locale:
    """Return English as written in the client's country: the letter is English, and so are its months."""
    try:
        wanted = Locale.parse(locale.replace("-", "_"))
        return wanted if wanted.language == "en" and wanted.territory else Locale("en", wanted.territory or "GB")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def day(at: datetime, zone: str, locale: str) -> str:
    """Return `Tuesday 6 October 2026`, in the order of the client's country."""
    return _date(at, zone, "EEEE, MMMM d, y", "EEEE d MMMM y", locale)


def short_day(at: datetime, zone: str, locale: str) -> str:
    """Return `6 October 2026`."""
    return _date(at, zone, "MMMM d, y", "d MMMM y", locale)


def day_of_year(at: datetime, zone: str, locale: str) -> str:
    """Return `6 October`, for rows of a table whose year is said elsewhere."""
    return _date(at, zone, "MMMM d", "d MMMM", locale)


def clock_time(at: datetime, zone: str, locale: str) -> str:
    """Return `09:02`, for places where the zone stands beside or above it."""
    told = format_time(at.astimezone(ZoneInfo(zone)), "short", locale=english(locale))
    return str(told).replace("\u202f", " ")


def time(at: datetime, zone: str, locale: str) -> str:
    """Return `09:02 BST`."""
    return f"{clock_time(at, zone, locale)} {zone_mark(at, zone)}"


def moment(at: datetime, zone: str, locale: str) -> str:
    """Return `09:02 BST on Tuesday 6 October 2026`."""
    return f"{time(at, zone, locale)} on {day(at, zone, locale)}"


def zone_mark(at: datetime, zone: str) -> str:
    """Return `BST`, or `UTC+04:00` where the zone has no letters of its own."""
    mark = at.astimezone(ZoneInfo(zone)).tzname() or ""
    return mark if mark.isalpha() else _offset(at, zone)


def zone_line(at: datetime, zone: str, locale: str) -> str:
    """Return `British Summer Time (BST, UTC+01:00)`; a zone without a name of its own is told by its mark."""
    name = get_timezone_name(at.astimezone(ZoneInfo(zone)), width="long", locale=english(locale))
    told, *more = dict.fromkeys((name, zone_mark(at, zone), _offset(at, zone)))
    if name.startswith("GMT") and any(character.isdigit() for character in name):
        told, *more = more
    return f"{told} ({', '.join(more)})" if more else told


def span(minutes: int) -> str:
    """Return `3 hours 10 minutes`, `1 minute`, `4 days 2 hours`; under one minute is said so."""
    hours = minutes // MINUTES_PER_HOUR
    if hours < DAYS_FROM_HOURS:
        return hours_and_minutes(minutes)
    days, hours = divmod(hours, HOURS_PER_DAY)
    return _joined((days, "day"), (hours, "hour"), (minutes % MINUTES_PER_HOUR, "minute"))


def hours_and_minutes(minutes: int) -> str:
    """Return `145 hours 40 minutes`: work is counted in hours, however many."""
    if minutes <= 0:
        return "less than a minute"
    return _joined((minutes // MINUTES_PER_HOUR, "hour"), (minutes % MINUTES_PER_HOUR, "minute"))


def people(affected: int | None, total: int | None) -> str:
    """Return `46 of your 58 people`, `all 58 of your people`, `1 of your people`, `your people` when not known."""
    if affected is None:
        return "your people"
    if total is None:
        return f"{affected} of your people"
    if affected != total:
        return f"{affected} of your {total} people"
    return f"all {total} of your people" if total > 1 else "your one person"


def amount(minor: int, currency: str, locale: str) -> str:
    """Return `£3,680.00`."""
    return Money(minor, currency).spoken(str(english(locale)))


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return the text as one sentence or more: first letter large, ended."""
    told = capital(" ".join(text.split()))
    return told if not told or told.endswith((".", "!", "?")) else f"{told}."


def _date(at: datetime, zone: str, month_first: str, day_first: str, locale: str) -> str:
    place = english(locale)
    begins_with_month = str(place.date_formats["long"].pattern).startswith("M")
    pattern = month_first if begins_with_month else day_first
    return format_date(at.astimezone(ZoneInfo(zone)), pattern, locale=place)


def _offset(at: datetime, zone: str) -> str:
    told = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{told[:3]}:{told[3:5]}"


def _joined(*parts: tuple[int, str]) -> str:
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)
