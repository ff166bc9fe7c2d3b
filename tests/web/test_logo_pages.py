"""The page on which an administrator chooses the logo of letters."""

import io

import pytest

from ledger.people.actor import SYSTEM
from ledger.people.queries import provider_or_none
from ledger.work import Ledger
from tests.factories import a_provider, a_user
from tests.kernel.test_logo_files import png, svg
from tests.support.web import StrictClient

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)


def put(web: StrictClient, content: bytes, name: str = "logo.png") -> str:
    """Post the file and return the page that follows."""
    return web.post("/settings/logo", data={"file": (io.BytesIO(content), name)}, follow_redirects=True).text


def test_an_administrator_puts_a_logo_on_letters_sees_it_and_takes_it_off(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "admin"))
    assert "No logo" in web.get("/settings/logo").text
    assert "data:image/png;base64," in put(web, png())
    assert "data:image/svg+xml;base64," in put(web, svg(), "logo.svg")
    assert "Remove the logo?" in web.post("/settings/logo/remove").text
    assert "No logo" in web.post("/settings/logo/remove", data={"confirmed": "1"}, follow_redirects=True).text


def test_a_refused_file_says_why_beside_the_field_and_keeps_the_logo(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "admin"))
    put(web, png())
    before = ledger.ask(provider_or_none, SYSTEM)
    page = put(web, svg("<script>alert(1)</script>"), "logo.png")
    assert "only shapes and colours can be taken" in page
    assert "data:image/png;base64," in page
    after = ledger.ask(provider_or_none, SYSTEM)
    assert before is not None
    assert after is not None
    assert before.logo_sha256 == after.logo_sha256
    assert "Choose a file" in put(web, b"", "empty.png")


def test_others_see_the_letterhead_and_no_form(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger))
    assert "Put it on letters" not in web.get("/settings/logo").text


def test_a_logo_that_is_missing_from_the_store_is_said_and_keeps_nobody_out(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "admin"))
    put(web, png())
    ours = ledger.ask(provider_or_none, SYSTEM)
    assert ours is not None
    ledger.files.remove([ours.logo_sha256 or ""])
    assert "missing from the store" in web.get("/settings/logo").text
