"""First run, settings, people, invitations and the own account in the browser."""

import re

from flask import Flask

from ledger.people.actor import SYSTEM
from ledger.people.listing import our_people, users_of_clients
from ledger.people.operations.invitations import invite
from ledger.people.operations.setting_up import begin_ledger
from ledger.people.queries import provider
from ledger.work import Ledger
from tests.factories import PROVIDER, a_client, a_provider, a_user
from tests.support.web import StrictClient, client_of

HOURS = {"opens": "09:00", "closes": "17:30"}


def test_a_new_ledger_leads_its_administrator_to_the_first_run_page(web: StrictClient, ledger: Ledger) -> None:
    ledger.do(begin_ledger, SYSTEM, "tidewater.example")
    web.sign_in(a_user(ledger, "admin"))
    assert web.get("/").location == "/first-run"
    assert web.get("/people").location == "/first-run"
    assert web.get("/first-run").status_code == 200
    refused = web.post("/first-run", data=PROVIDER | HOURS | {"zone": "Mars/Olympus", "name": ""})
    assert refused.status_code == 422
    assert "4 Quay Street" in refused.text
    answer = web.post("/first-run", data=PROVIDER | HOURS, follow_redirects=True)
    assert "Now add the people" in answer.text
    with ledger.database.read() as session:
        assert provider(session).name == "Tidewater Systems"
    assert web.get("/first-run").location == "/settings"


def test_everybody_else_reads_a_clear_sentence_until_then(web: StrictClient, ledger: Ledger) -> None:
    ledger.do(begin_ledger, SYSTEM, "tidewater.example")
    web.sign_in(a_user(ledger))
    answer = web.get("/incidents")
    assert answer.status_code == 503
    assert "not set up yet" in answer.text


def test_two_administrators_editing_settings_lose_no_word(app: Flask, web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    other = client_of(app)
    web.sign_in(a_user(ledger, "admin"))
    other.sign_in(a_user(ledger, "admin", name="Second Admin"))
    said = PROVIDER | HOURS | {"version": "1"}
    assert web.post("/settings", data=said | {"name": "Tidewater Ltd"}).status_code == 302
    stale = other.post("/settings", data=said | {"name": "Tidewater plc"})
    assert stale.status_code == 412
    assert "Tidewater plc" in stale.text
    assert "Tidewater Ltd" in stale.text
    version = re.search(r'name="version" value="(\d+)"', stale.text)
    assert version
    assert other.post("/settings", data=said | {"name": "Tidewater plc", "version": version[1]}).status_code == 302
    with ledger.database.read() as session:
        assert provider(session).name == "Tidewater plc"


def test_others_read_settings_without_a_form(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    page = web.sign_in(a_user(ledger, "auditor")).get("/settings")
    assert "Tidewater Systems" in page.text
    assert 'action="/settings"' not in page.text


def test_one_of_us_is_added_invited_and_comes_in(web: StrictClient, ledger: Ledger, app: Flask) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "admin"))
    said = {"name": "Ines Roth", "email": "ines@tidewater.example", "role": "leadership", "signs_up_to": "S1"}
    added = web.post("/people/new", data=said)
    assert added.status_code == 302
    printed = web.post(f"{added.location}/invitation")
    address = re.search(r"http://127\.0\.0\.1:8000(/invitation/[\w-]+)", printed.text)
    assert address
    assert "data:image/svg+xml;base64," in printed.text
    guest = client_of(app)
    assert "Good day Ines Roth" in guest.get(address[1]).text
    assert guest.post(address[1], data={"password": "short", "again": "short"}).status_code == 422
    assert guest.post(address[1], data={"password": "a long enough one", "again": "another"}).status_code == 422
    assert guest.post(address[1]).status_code == 422, "our own people choose a password"
    chosen = {"password": "a long enough one", "again": "a long enough one"}
    assert guest.post(address[1], data=chosen).location == "/"
    assert guest.get("/account").status_code == 200
    assert client_of(app).get(address[1]).status_code == 410
    row = next(row for row in ledger.ask(our_people, SYSTEM) if row.name == "Ines Roth")
    assert (row.has_password, row.signs_up_to, row.invited_until) == (True, "S1", None)


def test_a_client_s_user_comes_in_without_a_password(web: StrictClient, ledger: Ledger, app: Flask) -> None:
    a_provider(ledger)
    a_client(ledger)
    web.sign_in(a_user(ledger, "admin"))
    said = {"client": "HFO", "name": "Ngozi Okafor", "email": "n@hfo.example"}
    assert web.post("/people/clients/new", data=said | {"client": "NOBODY"}).status_code == 422
    assert web.post("/people/clients/new", data=said).status_code == 302
    user = ledger.ask(users_of_clients, SYSTEM)[0]
    secret = ledger.do(invite, SYSTEM, user.id).secret
    guest = client_of(app)
    assert guest.post(f"/invitation/{secret}").status_code == 302
    page = guest.get("/account")
    assert "for Harbour Foods" in page.text
    assert "Tokens" not in page.text
    assert guest.get("/people").status_code == 403
    assert "Search incidents" not in guest.get("/people").text


def test_changing_a_person_keeps_what_was_typed_when_it_is_refused(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "admin"))
    user = a_user(ledger, "auditor")
    said = {"version": "1", "name": "Typed Name", "email": user.email, "role": "auditor", "signs_up_to": "S1"}
    refused = web.post(f"/people/{user.id}", data=said)
    assert refused.status_code == 422
    assert "Typed Name" in refused.text
    assert "Only service managers and leadership" in refused.text
    assert web.post(f"/people/{user.id}", data=said | {"signs_up_to": "", "active": "true"}).status_code == 302
    assert [row.name for row in ledger.ask(our_people, SYSTEM) if row.active] == ["Admin", "Typed Name"]
    web.post(f"/people/{user.id}", data=said | {"signs_up_to": "", "version": "2"})
    assert [row.name for row in ledger.ask(our_people, SYSTEM) if row.active] == ["Admin"]


def test_a_token_is_shown_once_and_reads_only(web: StrictClient, ledger: Ledger, app: Flask) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger))
    made = web.post("/account/tokens", data={"name": "export", "scope": "read", "days": "30"})
    secret = re.search(r"amends_[\w-]{43}", made.text)
    assert secret
    assert secret[0] not in web.get("/account").text
    program = client_of(app)
    bearer = {"Authorization": f"Bearer {secret[0]}"}
    assert program.get("/api/v1/incidents", headers=bearer).status_code == 200
    assert program.post("/api/v1/incidents", headers=bearer, json={}).status_code == 403
    revoke = re.search(r'action="(/account/tokens/[^"]+/revoke)"', web.get("/account").text)
    assert revoke
    web.post(revoke[1])
    assert program.get("/api/v1/incidents", headers=bearer).status_code == 401
