"""A real server over a seeded ledger, and a real Chromium before it."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from ledger.app import create_app
from ledger.people.models import User
from ledger.work import open_ledger
from tests.conftest import settings_for
from tests.support.databases import SqlitePlaces
from tests.support.seeded import Seeded, seed
from tests.support.web import client_of

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NARROW, WIDE = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=900)


@dataclass(frozen=True)
class Served:
    """A served application: its address and what was seeded."""

    address: str
    app: Flask
    seeded: Seeded


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it CI fails, and a person is told loudly.

    It ends with its file: as long as it lives, Playwright's event loop runs and nothing else can start one.
    """
    if CHROMIUM is None:
        message = (
            "NO BROWSER: Chromium is missing, so no page was looked at. Please type: sudo apt-get install chromium"
        )
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(sqlite_places: SqlitePlaces, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application on a free port of this machine, over a ledger with one of everything."""
    folder: Path = tmp_path_factory.mktemp("served")
    ledger = open_ledger(settings_for(sqlite_places.new("served"), folder))
    app = create_app(ledger.settings, ledger)
    seeded = seed(ledger)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(f"http://127.0.0.1:{server.server_port}", app, seeded)
    server.shutdown()
    thread.join()
    ledger.database.engine.dispose()


def entered(
    browser: Browser, served: Served, user: User | None, *, narrow: bool = False, dark: bool = False
) -> BrowserContext:
    """Return a browser context in which `user` is signed in."""
    context = browser.new_context(viewport=NARROW if narrow else WIDE, color_scheme="dark" if dark else "light")
    if user is not None:
        client = client_of(served.app).sign_in(user)
        cookie = client.get_cookie("session")
        assert cookie is not None
        context.add_cookies([{"name": "session", "value": cookie.value, "url": served.address}])
    return context
