"""Fixtures: a ledger on each database, an application over it, a client that reads markup strictly."""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import sessionmaker

from ledger.app import create_app
from ledger.config import Settings, read_settings
from ledger.kernel.db import Database, open_database
from ledger.kernel.files import FileStore
from ledger.record.catalogue import CATALOGUE
from ledger.record.event_type import EventType
from ledger.web.jobs import EXTENSION as JOBS
from ledger.web.read_log import EXTENSION as READ_LOG
from ledger.web.read_log import ReadLog
from ledger.web.session import EXTENSION as LEDGER
from ledger.work import Ledger, open_ledger
from ledger.worker.jobs import Jobs
from tests.support.databases import Place, PostgresPlaces, SqlitePlaces
from tests.support.dealing import OneByOne
from tests.support.seeded import Seeded, seed
from tests.support.web import StrictClient, client_of

DATABASES = ("sqlite", "postgresql")
_connect = socket.socket.connect


def pytest_collection_finish() -> None:
    """Let the collector leave alone what is loaded by now: looking through it again took a tenth of the tests' time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneByOne:
    """Deal tests out to the processes of this run."""
    return OneByOne(config, log)


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        message = "a test tried to leave the house"
        raise AssertionError(message)
    _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _nothing_leaves_the_house() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _loopback_only)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _a_type_for_tests() -> None:
    """Let tests note an event of no meaning."""
    line = EventType("test.noted", "both", "A test.", "n:count? at:time? table:table?", "t text")
    CATALOGUE[line.name, line.version] = line


@pytest.fixture(autouse=True, scope="session")
def _soak_is_no_setting() -> None:
    """The program knows no such setting and would refuse to start; `tests.support.rounds` has read it by now."""
    os.environ.pop("AMENDS_SOAK", None)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this test process."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def sqlite_places(tmp_path_factory: pytest.TempPathFactory) -> SqlitePlaces:
    """Where SQLite databases come from."""
    return SqlitePlaces(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_places(tmp_path_factory: pytest.TempPathFactory, worker: str) -> PostgresPlaces:
    """Where PostgreSQL databases come from; one server for all test processes of this run."""
    base = tmp_path_factory.getbasetemp()
    run = base if worker == "main" else base.parent
    # Outside pytest's own folder, whose mode shuts out the user that PostgreSQL runs as.
    return PostgresPlaces(Path(tempfile.gettempdir()) / f"amends-tests-{run.name}-{run.stat().st_ino}", worker)


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each database in turn."""
    return str(request.param)


def _places(request: pytest.FixtureRequest, kind: str) -> SqlitePlaces | PostgresPlaces:
    found: SqlitePlaces | PostgresPlaces = request.getfixturevalue(
        "sqlite_places" if kind == "sqlite" else "postgres_places"
    )
    return found


@dataclass(frozen=True)
class Ground:
    """A database that tests share, each inside a transaction that is rolled back, and the files that belong to it."""

    database: Database
    home: Path
    seeded: Seeded | None = None


@pytest.fixture(scope="session")
def _grounds() -> Iterator[dict[tuple[str, bool], Ground]]:
    """By kind of database and whether there is one of everything in it; made when a test first asks for one."""
    found: dict[tuple[str, bool], Ground] = {}
    yield found
    for ground in found.values():
        ground.database.engine.dispose()


def settings_for(place: Place, folder: Path) -> Settings:
    """Return settings of a ledger at `place` with its files in `folder`."""
    return read_settings(
        {
            "AMENDS_HOME": str(folder),
            "AMENDS_DATABASE_URL": place.url,
            "AMENDS_MIGRATION_URL": place.owner_url,
            "AMENDS_SECRET_KEY": "an invented secret for tests only",
            "AMENDS_THROTTLE": "off",
            "AMENDS_MAIL_UNENCRYPTED": "on",
        }
    )


@pytest.fixture
def ground(
    request: pytest.FixtureRequest,
    database_kind: str,
    tmp_path_factory: pytest.TempPathFactory,
    _grounds: dict[tuple[str, bool], Ground],
) -> Ground:
    """What this test's ledger stands on."""
    key = (database_kind, "seeded" in request.fixturenames)
    if key not in _grounds:
        name = "seeded" if key[1] else "shared"
        place, folder = _places(request, database_kind).new(name), tmp_path_factory.mktemp(name)
        if key[1]:
            filled = open_ledger(settings_for(place, folder))
            _grounds[key] = Ground(filled.database, folder, seed(filled))
        else:
            _grounds[key] = Ground(open_database(place.url), folder)
    return _grounds[key]


@pytest.fixture
def seeded(ground: Ground) -> Seeded:
    """Let the ledger of this test have one of everything, and tell its names."""
    assert ground.seeded
    return ground.seeded


@pytest.fixture
def ledger(ground: Ground, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger inside an outer transaction that is rolled back: quick, for one thread; empty if not `seeded`."""
    engine = ground.database.engine
    shutil.copytree(ground.home, tmp_path, dirs_exist_ok=True)
    settings = settings_for(Place(str(engine.url.render_as_string(hide_password=False)), ""), tmp_path)
    with engine.connect() as connection:
        outer = connection.begin()
        make = sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        yield Ledger(settings, Database(engine, make, make), FileStore(tmp_path / "files"))
        outer.rollback()


@pytest.fixture
def own_place(request: pytest.FixtureRequest, database_kind: str) -> Place:
    """A migrated database of this test's own."""
    return _places(request, database_kind).new("own")


@pytest.fixture
def own_ledger(own_place: Place, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger of this test's own, with real commits: for threads and processes."""
    ledger = open_ledger(settings_for(own_place, tmp_path))
    yield ledger
    ledger.database.engine.dispose()


@pytest.fixture(scope="session")
def one_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for all tests of this process: to build it and to compile its templates costs more than a test.

    It looks up what it serves in `extensions` at each request, where each test hangs its own ledger.
    """
    folder = tmp_path_factory.mktemp("app")
    ledger = open_ledger(settings_for(Place(f"sqlite:///{folder}/none.sqlite", ""), folder))
    yield create_app(ledger.settings, ledger)
    ledger.database.engine.dispose()


@pytest.fixture
def app(one_app: Flask, ledger: Ledger) -> Iterator[Flask]:
    """The application over the quick ledger."""
    as_built = dict(one_app.config)
    one_app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    one_app.extensions |= {LEDGER: ledger, JOBS: Jobs(ledger), READ_LOG: ReadLog(ledger, background=False)}
    one_app.extensions[JOBS].immediate = True
    yield one_app
    one_app.extensions[JOBS].close()
    one_app.extensions["security"].datastore.sessions.remove()
    one_app.config.clear()
    one_app.config.update(as_built)


@pytest.fixture
def web(app: Flask) -> StrictClient:
    """A client that parses every HTML answer."""
    return client_of(app)


def _shared_folder(name: str) -> Path:
    folder = Path(__file__).resolve().parent.parent.parent / "shared" / name
    if not folder.is_dir():
        pytest.skip(f"the folder shared/{name} does not lie beside this checkout")
    return folder


@pytest.fixture(scope="session")
def vectors() -> Path:
    """Published test vectors, which are not part of the project."""
    return _shared_folder("vectors")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real incident data of others, which is not part of the project."""
    return _shared_folder("data")
