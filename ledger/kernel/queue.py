"""The queue of background jobs: a file of its own beside an embedded database, or tables of the same PostgreSQL."""

from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey
from huey.serializer import SignedSerializer
from huey.storage import PostgresStorage
from sqlalchemy import create_engine, make_url, text

from ledger.config import Settings

QUEUE = "amends"
TABLE_PREFIX = "amends_job"


def prepare_queue(owner_address: str, role: str | None) -> None:
    """Make the queue's tables in a PostgreSQL as their owner, for the application's role to use; safe to repeat."""
    storage = PostgresStorage(QUEUE, dsn=_libpq(owner_address), table_prefix=TABLE_PREFIX)
    storage.close()
    if role is None:
        return
    engine = create_engine(owner_address)
    with engine.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote_identifier(role)
        for table in ("kv", "schedule", "task", "counter"):
            connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE_PREFIX}_{table} TO {quoted}"))
        for table in ("schedule", "task"):
            connection.execute(text(f"GRANT USAGE ON SEQUENCE {TABLE_PREFIX}_{table}_id_seq TO {quoted}"))
    engine.dispose()


def open_queue(settings: Settings) -> Huey:
    """Return the queue of a ledger: an SQLite file of its own beside an embedded database, else tables of it."""
    options: dict[str, Any] = {"results": False, "serializer": SignedSerializer(settings.secret_key)}
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        settings.home.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(QUEUE, filename=str(settings.home / "jobs.sqlite"), **options)
    options |= {"dsn": _libpq(settings.database_url), "table_prefix": TABLE_PREFIX, "create_tables": False}
    # Looked at several times a second: waiting in the database would hold one more connection for each thread.
    return PostgresHuey(QUEUE, blocking=False, **options)


def _libpq(address: str) -> str:
    return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
