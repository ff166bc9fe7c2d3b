"""Where measuring happens: fresh ledgers in a folder that is thrown away, and one application over each."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.app import create_app
from ledger.people.models import User
from ledger.work import Ledger, open_ledger
from tests.conftest import settings_for
from tests.support.databases import PostgresPlaces, SqlitePlaces
from tests.support.web import StrictClient

DATABASES = ("SQLite", "PostgreSQL")
SHARED = Path(__file__).parents[3] / "shared" / "data"
"""Real public incident data beside the checkout, where it is there."""


@dataclass(frozen=True)
class Ground:
    """The places that ledgers come from, by the name of their database."""

    folder: Path
    places: dict[str, SqlitePlaces | PostgresPlaces]

    def ledger(self, database: str, name: str) -> Ledger:
        """Return a fresh, empty ledger."""
        folder = self.folder / database / name
        folder.mkdir(parents=True)
        return open_ledger(settings_for(self.places[database].new(name), folder))


@contextmanager
def ground() -> Iterator[Ground]:
    """Give a ground and clear it away afterwards."""
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    with TemporaryDirectory(prefix="amends-bench-") as name:
        folder = Path(name)
        for database in DATABASES:
            (folder / database).mkdir()
        places = (SqlitePlaces(folder / DATABASES[0]), PostgresPlaces(folder / "server", "bench"))
        yield Ground(folder, dict(zip(DATABASES, places, strict=True)))


def page_of(ledger: Ledger, user: User) -> Callable[[str], bytes]:
    """Return what asks for a page as `user`, by WSGI in this process, wants it to be there and gives what it says."""
    app = create_app(ledger.settings, ledger)
    app.config.update(WTF_CSRF_ENABLED=False, SESSION_COOKIE_SECURE=False)
    browser = StrictClient(app, app.response_class, use_cookies=True).sign_in(user)

    def ask(path: str) -> bytes:
        answer = super(StrictClient, browser).open(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.get_data()

    return ask
