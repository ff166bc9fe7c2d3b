"""`amends db`: the database's schema."""

from pathlib import Path

import click
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError

from ledger.cli.context import settings
from ledger.config import Settings, home
from ledger.kernel.db import open_database
from ledger.kernel.queue import prepare_queue
from ledger.kernel.schema import is_current, upgrade
from ledger.people.actor import SYSTEM
from ledger.trends.operations.rebuilding import rebuild_where_none
from ledger.work import open_ledger


@click.group()
def db() -> None:
    """Look after the database's schema."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the schema of this version. Safe to run twice."""
    click.echo(f"The database is at schema {bring_up(settings())}.")


def bring_up(chosen: Settings) -> str:
    """Migrate as the owner, give the application's role its rights, fill what is derived, and return the revision."""
    address = chosen.migration_url
    if make_url(address).get_backend_name() == "sqlite":
        engine = open_database(address).engine
    else:
        engine = create_engine(address)
    role = make_url(chosen.database_url).username if chosen.database_url != address else None
    try:
        revision = upgrade(engine, home() / "migrations", role)
        if engine.dialect.name == "postgresql":
            prepare_queue(address, role)
    finally:
        engine.dispose()
    book = open_ledger(chosen)
    try:
        rebuild_where_none(book, SYSTEM)
    finally:
        book.database.engine.dispose()
    return revision


def schema_is_current() -> bool:
    """Return whether there is a database with the schema of this version; an absent one is not made."""
    chosen = settings()
    file = make_url(chosen.database_url).database
    if make_url(chosen.database_url).get_backend_name() == "sqlite" and not (file and Path(file).is_file()):
        return False
    engine = open_database(chosen.database_url).engine
    try:
        return is_current(engine, home() / "migrations")
    except DBAPIError as fault:
        sentence = f"The database does not answer ({type(fault).__name__}); look at AMENDS_DATABASE_URL."
        raise click.ClickException(sentence) from None
    finally:
        engine.dispose()
