"""Bringing a database to the current schema, and giving the application's role its rights on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from ledger.kernel.db import Base
from ledger.kernel.errors import Conflict


def configuration(migrations: Path, connection: Connection) -> Config:
    """Return Alembic's configuration for the folder of migrations, built in code: no ini file."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations))
    return config


def upgrade(engine: Engine, migrations: Path, application_role: str | None = None, to: str = "head") -> str:
    """Run the migrations up to `to` as the owner, grant the application's role what it needs, return the revision."""
    with rebuilding(engine) as connection:
        command.upgrade(configuration(migrations, connection), to)
        if application_role and engine.dialect.name == "postgresql":
            grant(connection, application_role)
        return MigrationContext.configure(connection).get_current_revision() or "none"


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """Give one transaction in which tables that others point to may be made anew, as SQLite must to change them.

    References are not followed meanwhile and are checked before the end (`sqlite.org/lang_altertable.html`, section 7);
    raise `Conflict` where one then leads nowhere. SQLite takes that setting only between transactions.
    """
    with engine.execution_options(writes=True).connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            _follow_references(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    message = "After the change of the schema some rows would point to nothing; nothing was changed."
                    raise Conflict(message)
        finally:
            if is_sqlite:
                _follow_references(connection, "ON")


def _follow_references(connection: Connection, whether: str) -> None:
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={whether}")


def grant(connection: Connection, role: str) -> None:
    """Let `role` read and write rows, and nothing else; the tables stay the owner's.

    A table says in `info["rights"]` where the role may do less with it.
    """
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {quoted}"))
    for table in Base.metadata.sorted_tables:
        rights = table.info.get("rights", "SELECT, INSERT, UPDATE, DELETE")
        connection.execute(text(f"REVOKE ALL ON {table.name} FROM {quoted}"))
        connection.execute(text(f"GRANT {rights} ON {table.name} TO {quoted}"))
    for view in inspect(connection).get_view_names():
        connection.execute(text(f"GRANT SELECT ON {view} TO {quoted}"))


def scripts(migrations: Path) -> ScriptDirectory:
    """Return the migrations that this program knows."""
    return ScriptDirectory(migrations)


def is_current(engine: Engine, migrations: Path) -> bool:
    """Return whether the database has the newest schema this program knows."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        return context.get_current_revision() == scripts(migrations).get_current_head()
