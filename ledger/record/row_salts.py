"""Which rows a unit writes digests of, and where in the provider's log digests stand."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from ledger.kernel.db import Recorded
from ledger.record.row_digests import Salted

TAKEN_UP = "rows.taken_up"
"""The event after which every row has a digest: those from before there were any were given theirs, once."""
ROWS_WRITTEN = "rows.written"
"""The event of the provider's log that holds digests of rows whose own events have no room for them."""
ROWS = "rows"
"""The member that holds digests, key to digest, null for deleted: of an event's body, or of this event's data."""
AT_ONCE = 400
"""Digests in one event: about 40 kB of the 65 kB that an event may have."""

_MEMBER = b'"rows":{'
_DIGEST = 45
"""Bytes of a digest in an event, with its quotation marks."""
_ALSO = "rows to be digested"


def digest_also(session: Session, rows: Iterable[Recorded]) -> None:
    """Let this unit write digests of rows that the session does not know to have changed."""
    session.info.setdefault(_ALSO, {}).update(dict.fromkeys(rows))


def rows_to_digest(session: Session, changed: Iterable[Recorded]) -> dict[Recorded, None]:
    """Return the rows whose digests the unit writes when it ends."""
    return {**dict.fromkeys(changed), **session.info.pop(_ALSO, {})}


def parts_of(rows: Mapping[str, Salted]) -> Iterator[dict[str, Salted]]:
    """Cut digests into as many as one event takes."""
    items = list(rows.items())
    for at in range(0, len(items), AT_ONCE):
        yield dict(items[at : at + AT_ONCE])


def digests_in(body: bytes) -> Mapping[str, str | None]:
    """Return the digests of rows that an entry of the provider's log holds; raise `ValueError` where it is no JSON."""
    said: dict[str, Any] = json.loads(body)
    return dict(said.get(ROWS) or (said["data"][ROWS] if said["type"] == ROWS_WRITTEN else {}))


def digest_in(body: bytes, key: str) -> str | None:
    """Return what such an entry says of one row, without reading all the others; raise `KeyError` where nothing."""
    name = f'"{key}":'.encode()
    # The last such member is the body's own, for it comes after `data`.
    member = body.rfind(_MEMBER)
    at = body.find(name, member) + len(name)
    if member < 0 or at < len(name):
        raise KeyError(key)
    said = body[at : at + _DIGEST]
    return None if said.startswith(b"null") else said.decode().strip('"')
