"""The front step, the frame by role, and the headers on every answer."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from ledger.record.models import LogEntry
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.support.web import StrictClient


def test_nobody_is_asked_to_sign_in(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    assert web.get("/").location == "/login?next=%2F"


@pytest.mark.parametrize(
    ("role", "first"), [("service_manager", "/board"), ("auditor", "/board"), ("admin", "/people")]
)
def test_everybody_begins_at_the_first_page_of_their_role(
    web: StrictClient, ledger: Ledger, role: str, first: str
) -> None:
    a_provider(ledger)
    assert web.sign_in(a_user(ledger, role)).get("/").location == first


def test_a_client_s_user_begins_in_the_portal(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    location = web.sign_in(a_user(ledger, "client", client_id=client.id)).get("/").location
    assert location.startswith("/portal")


@pytest.mark.parametrize(
    ("address", "entry"), [("/clients", "/clients"), ("/plans", "/clients"), ("/promises/new", "/owed")]
)
def test_a_page_stands_under_one_entry_of_the_navigation(
    web: StrictClient, ledger: Ledger, address: str, entry: str
) -> None:
    a_provider(ledger)
    page = web.sign_in(a_user(ledger)).get(address).text
    assert set(re.findall(r'<li><a href="([^"]+)" aria-current="page"', page.split("<main")[0])) == {entry}


def test_navigation_shows_only_what_the_role_may_read(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    manager, admin = a_user(ledger), a_user(ledger, "admin")
    assert 'href="/incidents"' in web.sign_in(manager).get("/account").text
    page = web.sign_in(admin).get("/account").text
    assert 'href="/incidents"' not in page
    assert 'href="/settings"' in page


def test_one_line_says_that_everything_is_recorded(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    page = web.sign_in(a_user(ledger)).get("/account").text
    with ledger.database.read() as session:
        events = session.scalar(select(func.count()).select_from(LogEntry))
    assert f"Everything recorded: {events} events, last " in page


def test_a_client_s_line_counts_the_client_s_own_log_only(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    page = web.sign_in(a_user(ledger, "client", client_id=client.id)).get("/account").text
    assert "Everything recorded: 1 event, last " in page


def test_every_answer_carries_a_strict_policy(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    for path in ("/login", "/healthz", "/nothing", "/static/css/amends.css", "/api/v1/incidents"):
        answer = web.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "script-src 'self';" in policy, path
        assert "unsafe" not in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        answer.close()


def test_the_session_s_cookie_is_out_of_reach_for_scripts_and_other_houses(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    cookie = web.get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_typeface_is_served_from_its_package_and_nothing_else_is(web: StrictClient) -> None:
    font = web.get("/static/fonts/SourceSansPro-Regular.ttf")
    assert font.mimetype == "font/ttf"
    assert "max-age=31536000" in font.headers["Cache-Control"]
    font.close()
    assert web.get("/static/fonts/LICENSE.txt").status_code == 404


def test_machines_are_told_whether_we_are_well_and_search_engines_to_stay_away(web: StrictClient) -> None:
    assert web.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert web.get("/healthz").get_json() == {"status": "ok"}


def test_a_database_of_another_version_is_not_well(
    app: Flask, web: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app
    monkeypatch.setattr("ledger.web.pages.front.is_current", lambda *_: False)
    answer = web.get("/healthz")
    assert answer.status_code == 503
    assert "amends db upgrade" in answer.get_json()["status"]
