"""Pages after a person was erased: they stand, say so, and show nothing of the person."""

import pytest

from ledger.notary.erasing import erase
from ledger.notary.erasing_unit import Order
from ledger.people.actor import SYSTEM
from ledger.people.queries import actor_of
from ledger.work import Ledger
from tests.factories import a_user
from tests.notary.erased_scene import HERS, HIS, MAIL, Scene, a_scene
from tests.support.web import StrictClient

STAFF_PAGES = (
    "/board", "/incidents", "/incidents/INC-2026-0001", "/letters", "/letters/{letter}", "/letters/{letter}/preview",
    "/clients", "/clients/HFO", "/owed", "/people", "/record", "/trends",
)  # fmt: skip
OWN_PAGES = ("/portal", "/portal/letters", "/portal/letters/{letter}", "/portal/incidents/HFO-2026-01", "/record")


@pytest.fixture
def erased(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A scene without its client's contact and without one of our people."""
    scene = a_scene(ledger)
    # This ledger lies inside an open transaction, where SQLite cannot rewrite its file.
    monkeypatch.setattr("ledger.notary.erasing.clean_up", lambda _ledger, _tables: ())
    for who in (MAIL, scene.staff.user_id):
        erase(ledger, SYSTEM, who, Order("Request 7", delete_files=True))
    return scene


def test_our_pages_stand_without_the_erased(erased: Scene, web: StrictClient) -> None:
    reader = web.sign_in(a_user(erased.ledger, "leadership", name="Lea Dunn"))
    assert _shown(reader, STAFF_PAGES, erased) == []


def test_the_client_s_pages_stand_without_the_erased(erased: Scene, web: StrictClient) -> None:
    theirs = a_user(erased.ledger, "client", client_id=erased.case.client.id, email="ben@hfo.example", name="Ben Stott")
    assert _shown(web.sign_in(theirs), OWN_PAGES, erased) == []


def _shown(reader: StrictClient, paths: tuple[str, ...], erased: Scene) -> list[tuple[str, str]]:
    """Return which page shows which word; all pages have to be there."""
    pages = {path: reader.get(path.format(letter=erased.letter_id)) for path in paths}
    assert {page.status_code for page in pages.values()} == {200}
    return [(path, word) for path, page in pages.items() for word in (*HERS, *HIS) if word in page.text.lower()]


def test_the_download_of_a_deleted_letter_says_that_it_is_gone(erased: Scene, web: StrictClient) -> None:
    signed_in = web.sign_in(a_user(erased.ledger, "leadership", name="Lea Dunn"))
    answer = signed_in.get(f"/letters/{erased.letter_id}/letter.pdf")
    assert answer.status_code == 410
    assert "The file of this letter was deleted when a person was erased" in answer.text
    page = signed_in.get(f"/letters/{erased.letter_id}").text
    assert "Its fingerprint stays in the record" in page
    assert "Download the PDF" not in page


def test_whoever_was_erased_comes_in_no_more(erased: Scene, web: StrictClient) -> None:
    assert actor_of(erased.user, "UTC").role == "client"
    answer = web.sign_in(erased.user).get("/portal")
    assert answer.status_code in {302, 401, 403}
