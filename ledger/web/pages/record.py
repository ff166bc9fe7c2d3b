"""The record as people outside look at it: the keys that sign it."""

from flask import Blueprint, Response

from ledger.kernel.clock import zoned
from ledger.record.signing_keys import KnownKey, known_keys
from ledger.web.session import ledger

pages = Blueprint("record", __name__)


@pages.get("/.well-known/amends-keys.txt")
def keys() -> Response:
    """Show all keys that ever signed, one a line, oldest first; what stands behind a # is for people."""
    with ledger().database.read() as session:
        lines = [_line(one) for one in known_keys(session)]
    return Response("".join(lines), mimetype="text/plain")


def _line(one: KnownKey) -> str:
    until = f", retired {zoned(one.retired_at, 'UTC')}" if one.retired_at else ""
    return f"# since {zoned(one.added_at, 'UTC')}{until}\n{one.key}\n"
