"""Keyset pages: a cursor names the last row seen, so that a page costs the same however far one has come."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

from ledger.kernel.clock import iso
from ledger.kernel.errors import Invalid

Position = tuple[datetime, str]
Row = TypeVar("Row")


def one_page(
    rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[datetime | str, str]]
) -> tuple[Sequence[Row], str | None]:
    """Return the rows of one page and the cursor of the next, none after the last one.

    The read was asked for `limit + 1` rows, so that one more says there is a next page; `key` is a row's sort position.
    """
    shown = rows[:limit]
    return shown, cursor(*key(shown[-1])) if len(rows) > limit else None


def cursor(at: datetime | str, key: str) -> str:
    """Return the opaque cursor of a row's sort position: a time or a text, then its id."""
    first = iso(at) if isinstance(at, datetime) else at
    return base64.urlsafe_b64encode(json.dumps([first, key]).encode()).decode().rstrip("=")


def position(text: str | None) -> Position | None:
    """Return the sort position a cursor of a list by time names; raise `Invalid` for one that we did not make."""
    parts = named_position(text)
    if parts is None:
        return None
    try:
        at = datetime.fromisoformat(parts[0])
    except ValueError:
        raise _not_ours() from None
    if at.tzinfo is None or not 1970 < at.year < 2200:  # noqa: PLR2004 what a ledger can hold
        raise _not_ours()
    return at.astimezone(UTC), parts[1]


def named_position(text: str | None) -> tuple[str, str] | None:
    """Return the sort position a cursor of a list by text names; raise `Invalid` for one that we did not make."""
    if not text:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise _not_ours() from None
    if not isinstance(parts, list) or [type(part) for part in parts] != [str, str]:
        raise _not_ours()
    if not all(part.isprintable() for part in parts):
        raise _not_ours()
    return parts[0], parts[1]


def day_position(text: str | None) -> tuple[date, str] | None:
    """Return the sort position a cursor of a list by day names; raise `Invalid` for one that we did not make."""
    parts = named_position(text)
    if parts is None:
        return None
    try:
        return date.fromisoformat(parts[0]), parts[1]
    except ValueError:
        raise _not_ours() from None


def _not_ours() -> Invalid:
    return Invalid({"after": "This is not a cursor of ours; begin again without it."})
