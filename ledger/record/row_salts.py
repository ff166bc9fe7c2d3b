"""Keeping the newest salt of every recorded row, and where in the provider's log its digest stands."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ledger.kernel.db import Recorded
from ledger.record.models import LogRow
from ledger.record.row_digests import Salted

TAKEN_UP = "rows.taken_up"
"""The event after which every row has a digest: those from before there were any were given theirs, once."""
ROWS_WRITTEN = "rows.written"
"""The event of the provider's log that holds the digests of rows, in its `rows`: key to digest, null for deleted."""
AT_ONCE = 400
"""Digests in one event: about 40 kB of the 65 kB that an event may have."""

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


def keep_salts(session: Session, rows: Mapping[str, Salted], seq: int) -> None:
    """Write the salts of rows over their older ones; their digests stand in entry `seq` of the provider's log."""
    kept = [{"key": key, "seq": seq, "salt": one.salt} for key, one in rows.items()]
    session.execute(_newer(session.get_bind().dialect.name), kept)


@cache
def _newer(database: str) -> Executable:
    """Return the statement, made once: making it takes longer than carrying it out."""
    insert = sqlite_insert if database == "sqlite" else postgresql_insert
    statement = insert(LogRow.__table__)  # type: ignore[arg-type] # a declarative class's table is a Table
    newer = {"seq": statement.excluded.seq, "salt": statement.excluded.salt}
    return statement.on_conflict_do_update(index_elements=["key"], set_=newer)
