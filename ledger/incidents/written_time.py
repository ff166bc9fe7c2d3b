"""Times as other systems write them, turned into aware UTC. A time without a zone is refused, never guessed."""

import re
from datetime import UTC, datetime, timedelta, timezone

_WRITTEN = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r" ?([Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_FARTHEST_OFFSET = timedelta(hours=14)
_HOUR = 60
_SHOWN = 40


class UnclearTime(ValueError):
    """Not a time that can be placed on the clock."""


def utc_from_text(written: str) -> datetime:
    """Return the instant of an ISO 8601 time with its offset, in UTC; `-00:00` is UTC (RFC 3339, 4.3).

    Hours may have one digit (`T9:30:00-00:00`); fractions beyond microseconds are cut. Raises `UnclearTime`, with the
    reason as the rest of a sentence, for a time without a zone, an impossible date, or anything else.
    """
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        message = f"“{written[:_SHOWN]}” is not a time such as 2026-10-06T09:02:00Z"
        raise UnclearTime(message)
    if match[8] is None:
        message = f"“{written[:_SHOWN]}” has no time zone"
        raise UnclearTime(message)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3, 4, 5, 6))
    fraction = int((match[7] or "").ljust(6, "0")[:6])
    try:
        local = datetime(year, month, day, hour, minute, second, fraction, tzinfo=_zone(match[8]))
        return local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = f"“{written[:_SHOWN]}” is not a possible time"
        raise UnclearTime(message) from error


def _zone(written: str) -> timezone:
    if written[0] not in "+-":
        return UTC
    minutes = int(written[-2:])
    offset = timedelta(hours=int(written[1:3]), minutes=minutes)
    if minutes >= _HOUR or offset > _FARTHEST_OFFSET:
        raise ValueError(written)
    return timezone(-offset if written[0] == "-" else offset)
