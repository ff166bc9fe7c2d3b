"""Who read what: every address that shows a case writes a line, after the answer, and never in the answer's way."""

import time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from ledger.app import create_app
from ledger.audit.reading import Read
from ledger.audit.readings import ReadingFilters, ReadingShown, readings
from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM
from ledger.web.read_log import EXTENSION, ReadLog
from ledger.web.shown import LISTS, SHOWS
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.routes.route import CLIENT, LEAD, Route
from tests.routes_table import ROUTES
from tests.support.seeded import Seeded
from tests.support.web import StrictClient, client_of
from tests.test_routes import walked

NAMES_A_CASE = frozenset(
    {"incident", "client", "client_reference", "letter", "issued_letter", "action", "remedy", "promise", "contact"}
)


def written(app: Flask, ledger: Ledger) -> list[ReadingShown]:
    log: ReadLog = app.extensions[EXTENSION]
    log.write_some()
    return ledger.ask(readings, SYSTEM, filters=ReadingFilters(), limit=500)


def reader_of(route: Route) -> str:
    return LEAD if LEAD in route.may else CLIENT


def names_a_case(route: Route) -> bool:
    return any("{" + name + "}" in route.path for name in NAMES_A_CASE)


def test_every_endpoint_that_names_a_case_writes_a_line_or_says_why_not() -> None:
    named = {route.endpoint for route in ROUTES if route.method == "GET" and names_a_case(route)}
    missing = sorted(named - SHOWS.keys() - LISTS.keys())
    assert not missing, f"say in ledger/web/shown.py what they show: {missing}"
    there = {route.endpoint for route in ROUTES}
    assert not (SHOWS.keys() | LISTS.keys()) - there, "these lines name no endpoint"
    assert not SHOWS.keys() & LISTS.keys()


def test_every_page_with_words_of_a_case_writes_a_line_or_says_why_not(web: StrictClient, seeded: Seeded) -> None:
    words = ("Mail stopped at the harbour", seeded.values["client_reference"], seeded.values["incident"])
    missing = []
    for route in ROUTES:
        if route.method != "GET" or not route.may & {LEAD, CLIENT} or route.endpoint in SHOWS.keys() | LISTS.keys():
            continue
        text = walked(web, seeded, route, reader_of(route)).get_data().decode(errors="replace")
        missing += [f"{route.endpoint}: {word}" for word in words if word in text]
    assert not missing, f"say in ledger/web/shown.py what they show: {missing}"


@pytest.mark.parametrize("endpoint", sorted(SHOWS))
def test_a_reading_is_written_under_a_reference_people_know(
    web: StrictClient, ledger: Ledger, seeded: Seeded, app: Flask, endpoint: str
) -> None:
    route = next(one for one in ROUTES if one.endpoint == endpoint)
    if "{none}" in route.path:
        pytest.skip("the table has no sample of it; its own test reads one")
    values = seeded.values
    answer = walked(web, seeded, route, reader_of(route))
    assert answer.status_code == 200
    (line,) = written(app, ledger)
    assert line.what == SHOWS[endpoint].what
    assert line.way == ("api" if route.is_api else SHOWS[endpoint].way)
    assert line.person == ("Leadership" if reader_of(route) == LEAD else "Client")
    assert line.token == ("for a test" if route.is_api else "")
    known = (
        values["incident"], values["client_reference"], values["client"], "incidents.csv", "actions.csv", "exceptions",
        "books", "everything",
    )  # fmt: skip
    assert line.reference.startswith(known), line.reference


def test_what_was_refused_or_not_there_was_not_read(
    web: StrictClient, ledger: Ledger, seeded: Seeded, app: Flask
) -> None:
    web.sign_in(seeded.users["client"]).get(f"/incidents/{seeded.values['incident']}")
    web.get("/portal/incidents/HFO-1999-01")
    web.sign_in(seeded.users["auditor"]).get("/incidents/INC-1999-0001")
    assert written(app, ledger) == []


def test_who_came_by_a_link_read_by_that_way_until_signing_out(
    web: StrictClient, ledger: Ledger, seeded: Seeded, app: Flask
) -> None:
    path = f"/portal/incidents/{seeded.values['client_reference']}"
    web.post(f"/invitation/{seeded.values['invitation']}", data={"password": "", "again": ""})
    assert web.get(path).status_code == 200
    web.post("/logout")
    web.sign_in(seeded.users["client"]).get(path)
    assert [line.way for line in written(app, ledger)] == ["page", "mail_link"]


def test_a_page_is_answered_when_nothing_can_be_written(
    web: StrictClient, ledger: Ledger, seeded: Seeded, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    log: ReadLog = app.extensions[EXTENSION]

    def locked(*_args: Any, **_more: Any) -> None:
        fault = "database is locked"
        raise OperationalError(fault, {}, Exception(fault))

    monkeypatch.setattr(type(log.ledger), "do", locked)
    answer = walked(web, seeded, _route("incident.show"), LEAD)
    assert answer.status_code == 200
    assert not log.write_some()
    monkeypatch.undo()
    assert [line.what for line in written(app, ledger)] == ["incident"]


def test_a_server_that_stops_writes_all_that_waits(own_ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    a_provider(own_ledger)
    lead = a_user(own_ledger, "leadership")
    monkeypatch.setattr("ledger.web.read_log.AT_ONCE", 2)
    log = ReadLog(own_ledger, background=True)
    for number in range(7):
        log.add(Read(now(), lead.id, "incident", "", f"INC-2026-000{number}", "page"))
    log.close()
    assert len(own_ledger.ask(readings, SYSTEM, filters=ReadingFilters())) == 7


def test_a_served_ledger_writes_in_the_background(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    lead = a_user(own_ledger, "leadership")
    app = create_app(own_ledger.settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    web = client_of(app).sign_in(lead)
    assert web.get("/clients/HFO").status_code == 200
    log: ReadLog = app.extensions[EXTENSION]
    for _ in range(50):
        found = own_ledger.ask(readings, SYSTEM, filters=ReadingFilters())
        if found:
            break
        time.sleep(0.1)
    log.close()
    log.ledger.database.engine.dispose()
    assert [(one.what, one.reference) for one in found] == [("client", "HFO")]


def _route(endpoint: str) -> Route:
    return next(one for one in ROUTES if one.endpoint == endpoint)


def test_the_page_finds_by_case_and_by_person(web: StrictClient, ledger: Ledger, seeded: Seeded, app: Flask) -> None:
    walked(web, seeded, _route("portal.incident"), CLIENT)
    walked(web, seeded, _route("client_page.show"), LEAD)
    written(app, ledger)
    page = (
        web.sign_in(seeded.users["admin"]).get(f"/record/readings?reference={seeded.values['client_reference']}").text
    )
    assert "client, HFO" in page
    assert page.count("<tr>") == 2
    person = seeded.users["leadership"].id
    page = web.get(f"/record/readings?person={person}").text
    assert "a client&#39;s page" in page
    assert page.count("<tr>") == 2
    assert "Nobody read that" in web.get("/record/readings?way=api").text
