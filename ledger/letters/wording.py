"""How a letter says dates, times, spans, counts and money: written out, in the client's zone and its own manner."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name

from ledger.kernel.money import Money
from ledger.letters.catalogue import say, say_many, voice

_PATTERNS = {
    "en": {
        "full": ("EEEE d MMMM y", "EEEE, MMMM d, y"),
        "long": ("d MMMM y", "MMMM d, y"),
        "MMMMd": ("d MMMM", "MMMM d"),
    }
}
"""Where a language has patterns of our own: day first, and month first."""
MINUTES_PER_HOUR = 60
HOURS_PER_DAY = 24
_HOMES = {"en": "GB"}
"""Where a language is at home that is written differently from country to country."""
DAYS_FROM_HOURS = 72
"""Spans up to here read better in hours: `50 hours`, but `4 days 2 hours`."""

_WHOSE = ("your ", "our ", "the ", "their ")
"""How a service's name begins that says by itself whose it is."""


def place(locale: str) -> Locale:
    """Return the letter's language as it is written in the client's country: so are its months, numbers and money."""
    return _place(locale, voice().language)


@lru_cache(maxsize=64)
def _place(locale: str, language: str) -> Locale:
    home = Locale(language, _HOMES.get(language))
    try:
        wanted = Locale.parse(locale.replace("-", "_"))
        return Locale(language, wanted.territory) if wanted.territory else home
    except (UnknownLocaleError, ValueError):
        return home


def day(at: datetime, zone: str, locale: str) -> str:
    """Return `Tuesday 6 October 2026`, in the order of the client's country."""
    return _date(at, zone, "full", locale)


def short_day(at: datetime, zone: str, locale: str) -> str:
    """Return `6 October 2026`."""
    return _date(at, zone, "long", locale)


def day_of_year(at: datetime, zone: str, locale: str) -> str:
    """Return `6 October`, for rows of a table whose year is said elsewhere."""
    return _date(at, zone, "MMMMd", locale)


def clock_time(at: datetime, zone: str, locale: str) -> str:
    """Return `09:02`, for places where the zone stands beside or above it."""
    told = format_time(at.astimezone(ZoneInfo(zone)), "short", locale=place(locale))
    return str(told).replace("\u202f", " ")


def time(at: datetime, zone: str, locale: str) -> str:
    """Return `09:02 BST`."""
    return say("{clock_time} {zone}", clock_time=clock_time(at, zone, locale), zone=zone_mark(at, zone))


def moment(at: datetime, zone: str, locale: str) -> str:
    """Return `09:02 BST on Tuesday 6 October 2026`."""
    return say("{time} on {day}", time=time(at, zone, locale), day=day(at, zone, locale))


def zone_mark(at: datetime, zone: str) -> str:
    """Return `BST`, or `UTC+04:00` where the zone has no letters of its own."""
    mark = at.astimezone(ZoneInfo(zone)).tzname() or ""
    return mark if mark.isalpha() else _offset(at, zone)


def zone_line(at: datetime, zone: str, locale: str) -> str:
    """Return `British Summer Time (BST, UTC+01:00)`; a zone without a name of its own is told by its mark."""
    name = get_timezone_name(at.astimezone(ZoneInfo(zone)), width="long", locale=place(locale))
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
    return " ".join(part for part in (_days(days), _hours(hours), _minutes(minutes % MINUTES_PER_HOUR)) if part)


def hours_and_minutes(minutes: int) -> str:
    """Return `145 hours 40 minutes`: work is counted in hours, however many."""
    if minutes <= 0:
        return say("less than a minute")
    parts = (_hours(minutes // MINUTES_PER_HOUR), _minutes(minutes % MINUTES_PER_HOUR))
    return " ".join(part for part in parts if part)


def people(affected: int | None, total: int | None) -> str:
    """Return `46 of your 58 people`, `all 58 of your people`, `1 of your people`, `your people` when not known."""
    if affected is None:
        return say("your people")
    if total is None:
        return say("{affected} of your people", affected=affected)
    if affected != total:
        return say("{affected} of your {total} people", affected=affected, total=total)
    return say("all {total} of your people", total=total) if total > 1 else say("your one person")


def amount(minor: int, currency: str, locale: str) -> str:
    """Return `£3,680.00`."""
    return Money(minor, currency).spoken(str(place(locale)))


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return the text as one sentence or more: first letter large, ended."""
    told = capital(" ".join(text.split()))
    return told if not told or told.endswith((".", "!", "?")) else f"{told}."


def _date(at: datetime, zone: str, style: str, locale: str) -> str:
    written, day = place(locale), at.astimezone(ZoneInfo(zone))
    if written.language in _PATTERNS:
        begins_with_month = str(written.date_formats["long"].pattern).startswith("M")
        return format_date(day, _PATTERNS[written.language][style][begins_with_month], locale=written)
    return format_skeleton(style, day, locale=written) if style == "MMMMd" else format_date(day, style, locale=written)


def _offset(at: datetime, zone: str) -> str:
    told = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{told[:3]}:{told[3:5]}"


def _days(count: int) -> str:
    return say_many("{count} day", "{count} days", count) if count else ""


def _hours(count: int) -> str:
    return say_many("{count} hour", "{count} hours", count) if count else ""


def _minutes(count: int) -> str:
    return say_many("{count} minute", "{count} minutes", count) if count else ""


def service_said(name: str) -> str:
    """Return a service as a letter says it: `your mail`; what is in capitals, or says whose it is, stays so."""
    plain = name.strip()
    if not plain:
        return ""
    spoken = plain[0].lower() + plain[1:] if plain[1:2].islower() else plain
    return spoken if spoken.startswith(_WHOSE) else say("your {service}", service=spoken)
