"""Clients, contacts and service plans over the API."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ledger.people.models import User
from ledger.people.queries import actor_of
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.support.programs import Program
from tests.support.seeded import a_token

KNOWN = {
    "name": "Harbour Foods", "currency": "EUR", "zone": "Europe/Lisbon", "country": "PT", "locale": "en_GB",
    "sharing_label": "For Harbour Foods only",
}  # fmt: skip


class Caller:
    """A program of one person, which knows where the API is."""

    def __init__(self, app: Flask, ledger: Ledger, user: User) -> None:
        self._program = Program(app, a_token(ledger, user))

    def __call__(self, method: str, path: str, said: Any = None, version: int | None = None) -> TestResponse:
        """Ask, with a body and the version that was seen where there is one."""
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        return self._program(method, f"/api/v1{path}", headers, json=said)


@pytest.fixture
def manager(ledger: Ledger) -> User:
    """A service manager of a provider that is set up."""
    a_provider(ledger)
    return a_user(ledger)


@pytest.fixture
def call(app: Flask, ledger: Ledger, manager: User) -> Caller:
    """A program of the service manager."""
    return Caller(app, ledger, manager)


def test_a_client_is_taken_on_read_and_changed(call: Caller) -> None:
    made = call("POST", "/clients", {"code": "HFO", "name": "Harbour Foods"})
    assert (made.status_code, made.get_json()["currency"]) == (201, "GBP")
    shown = call("GET", "/clients/HFO")
    assert shown.headers["ETag"] == '"1"'
    assert call("PUT", "/clients/HFO", KNOWN).status_code == 428
    changed = call("PUT", "/clients/HFO", KNOWN, version=1)
    assert (changed.status_code, changed.get_json()["zone"]) == (200, "Europe/Lisbon")
    assert call("PUT", "/clients/HFO", KNOWN, version=1).status_code == 412
    assert call("PUT", "/clients/HFO/code", {"code": "inc"}, version=2).get_json()["errors"][0]["field"] == "code"
    assert call("PUT", "/clients/HFO/code", {"code": "HBF"}, version=2).get_json()["code"] == "HBF"
    assert call("PUT", "/clients/HBF/status", {"status": "left"}, version=3).get_json()["status"] == "left"
    assert [one["code"] for one in call("GET", "/clients?status=left").get_json()["items"]] == ["HBF"]


def test_how_a_client_wants_its_letters_is_said_and_read(call: Caller) -> None:
    shown = call("POST", "/clients", {"code": "HFO", "name": "Harbour Foods"}).get_json()
    assert shown["large_print"] is False
    wish = {"wish": "link", "large_print": True}
    assert call("PUT", "/clients/HFO/letter-mail", wish).status_code == 428
    changed = call("PUT", "/clients/HFO/letter-mail", wish, version=1).get_json()
    assert (changed["letter_mail"], changed["large_print"]) == ("link", True)


def test_a_list_is_paged_by_name(call: Caller, ledger: Ledger) -> None:
    for code, name in (("ORC", "Orchard Clinic"), ("HFO", "Harbour Foods"), ("QUA", "Quay Legal")):
        a_client(ledger, code, name)
    first = call("GET", "/clients?limit=2").get_json()
    assert [one["code"] for one in first["items"]] == ["HFO", "ORC"]
    second = call("GET", f"/clients?limit=2&after={first['next']}").get_json()
    assert [one["code"] for one in second["items"]] == ["QUA"]
    assert second["next"] is None


def test_contacts_are_added_changed_and_moved(call: Caller, ledger: Ledger) -> None:
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    ids = [call("POST", "/clients/HFO/contacts", {"name": name}).get_json()["id"] for name in ("Ada", "Ben")]
    at = f"/clients/HFO/contacts/{ids[1]}"
    assert call("PUT", f"{at}/place", {"to": 1}).get_json()["ring_order"] == 1
    unreachable = call("PUT", at, {"name": "Ben", "may_receive_notices": True}, version=1)
    assert unreachable.status_code == 422
    said = {"name": "Ben", "may_receive_notices": True, "mail": "ben@hfo.example"}
    assert call("PUT", at, said, version=1).get_json()["may_receive_notices"] is True
    assert call("PUT", f"{at}/status", {"active": False}, version=2).get_json()["active"] is False
    assert call("GET", at).headers["ETag"] == '"3"'
    assert [one["name"] for one in call("GET", "/clients/HFO").get_json()["contacts"]] == ["Ada", "Ben"]
    for method, path, body in (("GET", "", None), ("PUT", "/place", {"to": 1})):
        assert call(method, f"/clients/ORC/contacts/{ids[0]}{path}", body).status_code == 404


def test_a_plan_is_said_in_words_and_refused_where_it_is_looser(call: Caller) -> None:
    loose = call("POST", "/plans", {"name": "Gold", "first_notice": {"S1": "2 hours"}})
    assert loose.get_json()["errors"][0]["field"] == "first_notice.S1"
    made = call("POST", "/plans", {"name": "Gold", "first_notice": {"S1": "30 minutes", "S2": None}})
    assert made.status_code == 201
    assert made.get_json()["clocks"] == {"first_notice": {"S1": "30 minutes"}}
    at = f"/plans/{made.get_json()['id']}"
    changed = call("PUT", at, {"name": "Gold", "updates": {"S1": "20 minutes"}}, version=1)
    assert changed.get_json()["clocks"] == {"updates": {"S1": "20 minutes"}}
    assert call("GET", "/plans").get_json() == [
        {"id": made.get_json()["id"], "name": "Gold", "clocks": 1, "clients": 0}
    ]


def test_a_history_is_paged_and_narrowed(call: Caller, ledger: Ledger, manager: User) -> None:
    a_client(ledger)
    for title in ("Mail stopped", "Backup failed", "Line down"):
        an_incident(ledger, actor_of(manager, "Europe/London"), title=title)
    first = call("GET", "/clients/HFO/history?limit=2").get_json()
    second = call("GET", f"/clients/HFO/history?limit=2&after={first['next']}").get_json()
    assert [one["text"] for one in [*first["items"], *second["items"]]] == [
        "Line down",
        "Backup failed",
        "Mail stopped",
    ]
    assert call("GET", "/clients/HFO/history?kind=remedy").get_json()["items"] == []
    assert call("GET", "/clients/HFO/history?year=1999").get_json()["items"] == []
    assert call("GET", "/clients/NONE/history").status_code == 404


def test_a_clients_token_reads_no_client(app: Flask, ledger: Ledger, manager: User) -> None:
    client = a_client(ledger)
    assert manager.role == "service_manager"
    call = Caller(app, ledger, a_user(ledger, "client", client_id=client.id))
    for path in ("/clients", "/clients/HFO", "/clients/HFO/history", "/plans"):
        assert call("GET", path).status_code == 403
