"""The bytes of an event, as they come back from the database: also where somebody has put something else there."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, LargeBinary


class Stored(LargeBinary):
    """A column of bytes; whatever an administrator of SQLite has put there instead comes back as the bytes of it."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], bytes] | None:  # noqa: ARG002 signature is SQLAlchemy's
        """SQLite keeps in any column what it is given; PostgreSQL keeps bytes."""
        return as_bytes if dialect.name == "sqlite" else None


def as_bytes(value: Any) -> bytes:
    """Return what stands in a column of bytes; of text and numbers the bytes of how they are written."""
    return value if isinstance(value, bytes) else str(value).encode()


def said_in(body: bytes) -> dict[str, Any]:
    """Return the event that an entry's body holds; an empty one where it is none, which `verify_entries` tells."""
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    is_event = isinstance(said, dict) and isinstance(said.get("data"), dict)
    return said if is_event else {"type": "", "subject": "", "actor": "", "data": {}, "_sd": []}
