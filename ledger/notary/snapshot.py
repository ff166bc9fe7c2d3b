"""One moment of the database, copied while others go on writing, and what it says must be copied with it."""

import base64
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, make_url, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ledger.config import Settings
from ledger.kernel.db import BUSY_SECONDS
from ledger.kernel.errors import Conflict
from ledger.notary.manifest import DATABASES, LogState, Told, open_new
from ledger.notary.postgres_programs import dump
from ledger.notary.stored_files import files_mentioned, files_named
from ledger.record.heads import log_head
from ledger.record.models import Log

JOBS = "amends_job*"
"""The queue's tables: jobs are only hints, and the sweep finds again what they hinted at."""
_PAGES = 2000
_WHAT = "Database"
NONE = "There is no ledger here to back up; AMENDS_HOME and AMENDS_DATABASE_URL say where it is."


@dataclass(frozen=True)
class Contents:
    """What stands in the copied database."""

    schema: str
    logs: tuple[LogState, ...]
    named: dict[str, str]
    """SHA-256 to name of each file that must be there."""
    mentioned: frozenset[str]
    """Further hashes in the record; a file of such a name is copied where there is one."""


def snapshot(settings: Settings, folder: Path, told: Told) -> Contents:
    """Copy the database into `folder` and return what it contains; raise `Conflict` where there is no ledger.

    What is returned and what is copied are of the same moment, whatever is written meanwhile.
    """
    address = settings.migration_url
    if make_url(address).get_backend_name() == "sqlite":
        return _sqlite(address, folder / DATABASES["sqlite"], told)
    return _postgresql(address, folder / DATABASES["postgresql"], told)


def _sqlite(address: str, copy: Path, told: Told) -> Contents:
    file = make_url(address).database or ""
    if not Path(file).is_file():
        raise Conflict(NONE)
    open_new(copy).close()
    with (
        closing(sqlite3.connect(file, isolation_level=None, timeout=BUSY_SECONDS)) as ours,
        closing(sqlite3.connect(copy)) as theirs,
    ):
        # While this reading transaction is open the copy is of its moment, and writers do not make it start again.
        ours.execute("BEGIN")
        ours.execute("SELECT count(*) FROM sqlite_master").fetchone()
        ours.backup(theirs, pages=_PAGES, progress=lambda _status, left, all_: told(_WHAT, all_ - left, all_))
        ours.execute("ROLLBACK")
        # One file, no write-ahead log beside it; the ledger turns that on again when it opens the database.
        theirs.execute("PRAGMA journal_mode=DELETE").fetchone()
    engine = create_engine(f"sqlite:///{copy}", poolclass=NullPool)
    with Session(engine) as session:
        return _contents(session)


def _postgresql(address: str, file: Path, told: Told) -> Contents:
    engine = create_engine(address, poolclass=NullPool, isolation_level="REPEATABLE READ")
    try:
        with Session(engine) as session:
            session.execute(text("SET idle_in_transaction_session_timeout = 0"))
            contents = _contents(session)
            name = str(session.scalar(text("SELECT pg_export_snapshot()")))
            dump(address, file, name, JOBS, lambda size: told(_WHAT, size, None))
            return contents
    except OperationalError:
        sentence = "The database does not answer; look at AMENDS_DATABASE_URL and AMENDS_MIGRATION_URL."
        raise Conflict(sentence) from None


def _contents(session: Session) -> Contents:
    revision = MigrationContext.configure(session.connection()).get_current_revision()
    if revision is None:
        raise Conflict(NONE)
    logs = tuple(_state(session, log_id) for log_id in session.scalars(select(Log.id).order_by(Log.id)))
    return Contents(revision, logs, files_named(session), frozenset(files_mentioned(session)))


def _state(session: Session, log_id: str) -> LogState:
    head = log_head(session, log_id)
    if head is None:
        sentence = f"The log {log_id} has no head; amends verify says what is wrong."
        raise Conflict(sentence)
    return LogState(log_id, head.origin, head.size, base64.b64encode(head.root).decode())
