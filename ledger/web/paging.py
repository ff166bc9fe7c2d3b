"""Keyset pages: a cursor names the last row seen, so that a page costs the same however far one has come."""

import base64
import binascii
import json
from datetime import datetime

from ledger.kernel.clock import iso
from ledger.kernel.errors import Invalid

Position = tuple[datetime, str]


def cursor(at: datetime, key: str) -> str:
    """Return the opaque cursor of a row's sort position."""
    return base64.urlsafe_b64encode(json.dumps([iso(at), key]).encode()).decode().rstrip("=")


def position(text: str | None) -> Position | None:
    """Return the sort position a cursor names; raise `Invalid` for one that we did not make."""
    if not text:
        return None
    try:
        at, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None or not isinstance(key, str):
            raise ValueError(text)
    except (ValueError, TypeError, binascii.Error):
        raise Invalid({"after": "This is not a cursor of ours; begin again without it."}) from None
    return instant, key
