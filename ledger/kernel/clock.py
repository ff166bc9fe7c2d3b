"""Time: aware UTC inside, printed with its zone outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """Return this instant as aware UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretended(instant: datetime) -> Iterator[None]:
    """Let `now` answer `instant` within the block: only the example provider lives in an invented past."""
    token = _pretended.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Return the names of all zones a person may choose, sorted; the `Area/City` ones and UTC."""
    return ("UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))


def zone_label(instant: datetime, zone: str) -> str:
    """Return the zone's short name at that instant, such as `BST`; numeric ones as `UTC+05:30`."""
    local = instant.astimezone(ZoneInfo(zone))
    name = local.tzname() or ""
    if name and name[0] not in "+-":
        return name
    offset = local.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def zoned(instant: datetime, zone: str) -> str:
    """Return the instant as a person there reads it: `Tue 6 Oct 2026, 09:02 BST`."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} {zone_label(instant, zone)}"


def day_in(instant: datetime, zone: str) -> str:
    """Return the local day: `6 Oct 2026`."""
    return day_words(instant.astimezone(ZoneInfo(zone)).date())


def day_words(day: date) -> str:
    """Return a day as people read it: `6 Oct 2026`."""
    return f"{day.day} {day:%b %Y}"


def year_in(instant: datetime, zone: str) -> int:
    """Return the local year."""
    return instant.astimezone(ZoneInfo(zone)).year


def month_in(instant: datetime, zone: str) -> str:
    """Return the local month as it sorts: `2026-10`."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m}"


def iso(instant: datetime) -> str:
    """Return RFC 3339 UTC with `Z`, with microseconds only where there are any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
