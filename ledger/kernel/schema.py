"""Bringing a database to the current schema, and giving the application's role its rights on it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from ledger.kernel.db import Base


def configuration(migrations: Path, connection: Connection) -> Config:
    """Return Alembic's configuration for the folder of migrations, built in code: no ini file."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations))
    return config


def upgrade(engine: Engine, migrations: Path, application_role: str | None = None, to: str = "head") -> str:
    """Run the migrations up to `to` as the owner, grant the application's role what it needs, return the revision."""
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(configuration(migrations, connection), to)
        if application_role and engine.dialect.name == "postgresql":
            grant(connection, application_role)
        return MigrationContext.configure(connection).get_current_revision() or "none"


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
