"""Every page in a real browser: accessible, silent on the console, and no wider than a phone."""

from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from tests.browser.conftest import Served, entered
from tests.routes.route import EVERYBODY, NOBODY, Route
from tests.routes_table import ROUTES

pytestmark = pytest.mark.browser
ROLES = (NOBODY, "leadership", "service_manager", "admin", "auditor", "client")


def _pages(role: str) -> list[Route]:
    """Return the pages that this is the first of `ROLES` to be allowed: each is looked at once."""
    there = [route for route in ROUTES if "{none}" not in route.path and not route.is_hidden]
    own = [route for route in there if not route.is_api and route.method == "GET"]
    return [route for route in own if role == next(one for one in ROLES if one in route.may)]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_and_silent(browser: Browser, served: Served, role: str) -> None:
    faults: list[str] = []
    for narrow, dark in ((False, False), (True, True)):
        user = served.seeded.users.get(role)
        context = entered(browser, served, user, narrow=narrow, dark=dark)
        page = context.new_page()
        page.on("console", partial(_heard, faults))
        for route in _pages(role):
            faults += _faults(page, served, route)
        context.close()
    assert faults == []


def _heard(faults: list[str], said: ConsoleMessage) -> None:
    if said.type == "error":
        faults.append(f"{said.page.url if said.page else ''}: {said.text}")


def _faults(page: Page, served: Served, route: Route) -> list[str]:
    address = route.path.format(**served.seeded.values) + (f"?{route.query}" if route.query else "")
    try:
        answer = page.goto(served.address + address)
    except Error as fault:
        if "Download is starting" in fault.message or "ERR_ABORTED" in fault.message:
            return []  # a file, which other tests look into
        raise
    if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    if "/login" in page.url and route.may != EVERYBODY:
        return [f"{address}: was sent to the sign-in page"]
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    faults = [f"{address}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        faults.append(f"{address}: {overflow} px wider than the screen")
    return faults
