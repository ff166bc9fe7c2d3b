"""`amends db`: the database's schema."""

import click
from sqlalchemy import create_engine, make_url

from ledger.cli.context import settings
from ledger.config import Settings, home
from ledger.kernel.db import open_database
from ledger.kernel.schema import upgrade


@click.group()
def db() -> None:
    """Look after the database's schema."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the schema of this version. Safe to run twice."""
    click.echo(f"The database is at schema {bring_up(settings())}.")


def bring_up(chosen: Settings) -> str:
    """Migrate as the owner, give the application's role its rights, and return the revision."""
    address = chosen.migration_url
    if make_url(address).get_backend_name() == "sqlite":
        engine = open_database(address).engine
    else:
        engine = create_engine(address)
    role = make_url(chosen.database_url).username if chosen.database_url != address else None
    try:
        return upgrade(engine, home() / "migrations", role)
    finally:
        engine.dispose()
