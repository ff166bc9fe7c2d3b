"""Looking whether each checkpoint that is known to have gone out is still stored here."""

from collections.abc import Iterator

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from ledger.record.findings import Finding
from ledger.record.models import Log, LogAnchor, LogCheckpoint

_WENT: dict[str, str] = {"letter": "letters", "file": "files kept elsewhere", "email": "mails"}


def anchors_hold(session: Session) -> Iterator[Finding]:
    """Give every size of which a checkpoint went out, as an anchor remembers, but none is stored any more.

    A checkpoint is stored before anybody is shown it, and none is ever removed.
    """
    stored = exists().where(LogCheckpoint.log_id == LogAnchor.log_id, LogCheckpoint.size == LogAnchor.size)
    query = (
        select(Log.origin, LogAnchor.size, LogAnchor.kind, func.count())
        .join(Log, Log.id == LogAnchor.log_id)
        .where(~stored)
        .group_by(Log.origin, LogAnchor.size, LogAnchor.kind)
        .order_by(Log.origin, LogAnchor.size, LogAnchor.kind)
    )
    for origin, size, kind, count in session.execute(query):
        sentence = (
            f"A checkpoint over {size} events went out in {count} {_WENT.get(kind, 'places')}, but is not stored here "
            f"any more: it was removed."
        )
        yield Finding("checkpoint", origin, sentence)
