"""Importing a status page's file in the browser: choose, see, confirm."""

import io
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from ledger.incidents.models import Incident
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.support.notices import a_notice, counts, file_of
from tests.support.web import StrictClient

ADDRESS = "/import/statuspage"


@pytest.fixture
def manager(web: StrictClient, ledger: Ledger) -> StrictClient:
    """A signed-in service manager, in a ledger with one client."""
    a_provider(ledger)
    a_client(ledger)
    return web.sign_in(a_user(ledger))


def sent(web: StrictClient, content: bytes, client: str = "HFO") -> TestResponse:
    return web.post(ADDRESS, data={"client": client, "file": (io.BytesIO(content), "incidents.json")})


def test_a_file_is_shown_first_and_imported_when_confirmed(manager: StrictClient, ledger: Ledger) -> None:
    assert manager.get(ADDRESS).status_code == 200
    before = counts(ledger)
    uploaded = sent(manager, file_of(a_notice(), a_notice("m1", scheduled_for="2026-11-01T00:00:00Z")))
    assert uploaded.status_code == 302
    shown = manager.get(uploaded.location)
    assert "Mail is slow" in shown.text
    assert "Scheduled maintenance, not an incident." in shown.text
    address = uploaded.location.split("?")[0]
    asked = manager.post(address, data={"client": "HFO"})
    assert "Please confirm" in asked.text
    assert counts(ledger) == before
    done = manager.post(address, data={"client": "HFO", "confirmed": "1"})
    assert done.status_code == 302
    with ledger.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Incident)) == 1
    assert "There is nothing new in this file." in manager.get(uploaded.location).text


def test_an_event_log_of_a_ticket_system_comes_in_on_the_same_page(manager: StrictClient, ledger: Ledger) -> None:
    log = (
        b"number,incident_state,opened_at,sys_updated_at,resolved_at,short_description\n"
        b"T-1,Closed,3/7/2026 09:05,3/7/2026 10:00,3/7/2026 09:50,Mail is slow\n"
    )
    uploaded = sent(manager, log)
    assert "Mail is slow" in manager.get(uploaded.location).text
    manager.post(uploaded.location.split("?")[0], data={"client": "HFO", "confirmed": "1"})
    with ledger.database.read() as session:
        assert session.scalars(select(Incident.external_provider)).all() == ["itsm"]
    refused = sent(manager, b"number,state\nT-1,New\n")
    assert refused.status_code == 422
    assert "Say which column holds: opened_at, updated_at" in refused.text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Choose the file"),
        (b"<html>", "web page"),
        (b"{", "breaks off"),
        (b"[" * 1000, "nested"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"a": 1}', "not a status page"),
        (b'{"incidents": [{"id": 7}]}', "incidents[0]"),
    ],
)
def test_a_file_that_is_none_is_refused_beside_the_field_and_not_kept(
    manager: StrictClient, ledger: Ledger, tmp_path: Path, content: bytes, says: str
) -> None:
    before = counts(ledger)
    answer = sent(manager, content)
    assert answer.status_code == 422
    assert says in answer.text
    assert counts(ledger) == before
    assert not list((tmp_path / "files").rglob("*"))


def test_a_client_or_a_file_that_is_not_there_is_refused(manager: StrictClient, ledger: Ledger) -> None:
    before = counts(ledger)
    uploaded = sent(manager, file_of(a_notice()))
    address = uploaded.location.split("?")[0]
    assert manager.get(f"{address}?client=NEW").status_code == 422
    assert manager.post(address, data={"client": "NEW", "confirmed": "1"}).status_code == 422
    assert manager.get(f"{ADDRESS}/{'0' * 64}?client=HFO").status_code == 404
    assert manager.get(f"{ADDRESS}/..%2F..%2Fetc?client=HFO").status_code == 404
    assert counts(ledger) == before
