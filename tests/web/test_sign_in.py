"""Signing in through the real page: password, second step, throttle, sign-out, and what is never said."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from flask import Flask
from flask_security import hash_password
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from ledger.app import create_app
from ledger.kernel.clock import now
from ledger.people.actor import SYSTEM
from ledger.people.listing import our_people
from ledger.people.models import User
from ledger.people.operations.users import change_user
from ledger.people.throttle import PER_ACCOUNT_HERE
from ledger.record.models import PROVIDER_LOG
from ledger.web.sign_in_words import WRONG
from ledger.work import Ledger
from tests.factories import a_provider, a_user
from tests.support.events import log_events
from tests.support.web import StrictClient, client_of

PASSWORD = "correct horse battery"


def a_user_with_password(app: Flask, ledger: Ledger, **differs: str) -> User:
    a_provider(ledger)
    with app.app_context():
        return a_user(ledger, password_hash=hash_password(PASSWORD), **differs)


def sign_in(web: StrictClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return web.post("/login", data={"email": email, "password": password}, **more)


def types_of(ledger: Ledger) -> list[str]:
    with ledger.database.read() as session:
        return [event.type for event in log_events(session, PROVIDER_LOG)]


def test_the_right_password_leads_to_the_first_page_and_back_out(app: Flask, web: StrictClient, ledger: Ledger) -> None:
    user = a_user_with_password(app, ledger)
    assert web.get("/login").status_code == 200
    answer = sign_in(web, user.email.upper())
    assert (answer.status_code, answer.location) == (302, "/")
    assert web.get("/", follow_redirects=True).status_code == 200
    assert ledger.ask(our_people, SYSTEM)[0].last_here_at is not None
    assert web.post("/logout").status_code == 302
    assert web.get("/account").location.startswith("/login?next=")


def test_after_signing_in_one_comes_to_the_page_that_was_asked_for_but_never_to_another_house(
    app: Flask, web: StrictClient, ledger: Ledger
) -> None:
    user = a_user_with_password(app, ledger)
    assert web.post("/login?next=/account", data={"email": user.email, "password": PASSWORD}).location == "/account"
    web.post("/logout")
    away = web.post("/login?next=https://evil.example/", data={"email": user.email, "password": PASSWORD})
    assert "evil" not in (away.location or "")


@pytest.mark.parametrize("closed", [False, True])
def test_a_wrong_password_an_unknown_address_and_a_closed_account_read_alike(
    app: Flask,
    web: StrictClient,
    ledger: Ledger,
    closed: bool,  # noqa: FBT001 a table's cell
) -> None:
    user = a_user_with_password(app, ledger)
    if closed:
        ledger.do(change_user, SYSTEM, user.id, version=1, email=user.email, name=user.name, active=False)
    known = sign_in(web, user.email, PASSWORD if closed else "wrong password here")
    unknown = sign_in(web, "no@tidewater.example", "wrong password here")
    assert known.status_code == unknown.status_code == 200
    assert WRONG.replace("'", "&#39;") in known.text
    assert _without_tokens(known).replace(user.email, "X") == _without_tokens(unknown).replace(
        "no@tidewater.example", "X"
    )


def _without_tokens(answer: TestResponse) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)


def test_the_second_step_asks_for_a_code_and_takes_none_twice(app: Flask, web: StrictClient, ledger: Ledger) -> None:
    user = a_user_with_password(app, ledger)
    with time_machine.travel(now(), tick=False) as clock:
        sign_in(web, user.email)
        setup = web.post("/tf-setup", data={"setup": "authenticator"})
        assert 'src="data:image/svg+xml;base64,' in setup.text
        key = re.search(r"<code>([^<]+)</code>", setup.text)
        token = re.search(r'action="(/tf-setup/[^"]+)"', setup.text)
        assert key
        assert token
        codes = TOTP(key=key[1].replace("-", "").replace(" ", ""))
        wrong = web.post(token[1], data={"code": "000000"})
        assert wrong.status_code == 422
        assert "was used already" in wrong.text
        assert f"<code>{key[1]}</code>" in wrong.text, "the same key, which stands in the app by now"
        assert f'action="{token[1]}"' in wrong.text
        first = codes.generate(time=now()).token
        assert web.post(token[1], data={"code": first}).location == "/account"
        assert "user.second_step_set" in types_of(ledger)
        web.post("/logout")
        assert sign_in(web, user.email).location.startswith("/tf-validate")
        assert 'action="/tf-validate"' in web.get("/tf-validate?next=http://localhost/login").text
        assert web.get("/account").status_code == 302, "a password alone does not let in any more"
        again = web.post("/tf-validate", data={"code": first})
        assert again.status_code == 200
        assert "was used already" in again.text
        clock.shift(timedelta(seconds=30))
        assert web.post("/tf-validate", data={"code": codes.generate(time=now()).token}).status_code == 302
        assert web.get("/account").status_code == 200
        assert web.post("/tf-setup", data={"setup": "disable"}).status_code == 302
    assert types_of(ledger)[-1] == "user.second_step_removed"


def test_a_new_password_ends_every_other_session_and_is_recorded(app: Flask, web: StrictClient, ledger: Ledger) -> None:
    user = a_user_with_password(app, ledger)
    other = client_of(app)
    sign_in(web, user.email)
    sign_in(other, user.email)
    new = {"password": PASSWORD, "new_password": "another long one", "new_password_confirm": "another long one"}
    assert "not your present" in web.post("/change", data=new | {"password": "wrong password here"}).text
    assert web.post("/change", data=new).location == "/account"
    assert web.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert types_of(ledger)[-1] == "user.password_changed"
    web.post("/logout")
    assert sign_in(web, user.email).status_code == 200
    assert sign_in(web, user.email, "another long one").status_code == 302


@pytest.mark.parametrize("differs", [{"role": "auditor"}, {"active": False}])
def test_a_new_role_or_a_closed_account_ends_the_session(
    web: StrictClient, ledger: Ledger, differs: dict[str, str | bool]
) -> None:
    a_provider(ledger)
    user = a_user(ledger)
    assert web.sign_in(user).get("/account").status_code == 200
    ledger.do(change_user, SYSTEM, user.id, version=1, email=user.email, name=user.name, **differs)  # type: ignore[arg-type] # a table's cells
    assert web.get("/account").status_code == 302


def test_too_many_wrong_passwords_shut_the_door_for_a_while(app: Flask, ledger: Ledger) -> None:
    user = a_user_with_password(app, ledger)
    throttled = replace(ledger, settings=replace(ledger.settings, throttle=True))
    strict = create_app(throttled.settings, throttled)
    strict.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    web = client_of(strict)
    for _ in range(PER_ACCOUNT_HERE):
        assert sign_in(web, user.email, "wrong password here").status_code == 200
    shut = sign_in(web, user.email)
    assert shut.status_code == 429
    assert "quarter of an hour" in shut.text
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert sign_in(web, user.email).status_code == 302


def test_nothing_is_posted_without_the_form_s_own_token(app: Flask, ledger: Ledger) -> None:
    user = a_user_with_password(app, ledger, role="admin")
    app.config["WTF_CSRF_ENABLED"] = True
    web = client_of(app)
    assert sign_in(web, user.email).status_code == 400
    web.sign_in(user)
    for path in ("/logout", "/people/new", "/settings", "/account"):
        assert web.post(path).status_code == 400, path
    page = web.get("/account")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    said = {"csrf_token": token[1], "version": "1", "name": "Ada Byron"}
    assert web.post("/account", data=said).status_code == 302


def test_a_lost_session_leads_to_the_sign_in_page_and_back_to_the_form(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    web = client_of(app)
    for referrer, back in (
        ("http://localhost/incidents?severity=S1", "/incidents?severity=S1"),
        ("https://elsewhere.example/incidents", "/"),
        (None, "/"),
    ):
        sent = web.post("/incidents/new", headers={"Referer": referrer} if referrer else {})
        assert sent.status_code == 302
        assert parse_qs(urlsplit(sent.location).query)["next"] == [back]
    page = web.get(sent.location)
    assert "Your session has ended. Sign in again; what you typed is kept in this tab." in page.text


def test_no_transaction_is_open_while_a_password_is_hashed(app: Flask, web: StrictClient, ledger: Ledger) -> None:
    user = a_user_with_password(app, ledger)
    store = app.extensions["security"].datastore
    with app.test_request_context("/login", method="POST"):
        found = store.find_user(email=user.email)
        assert found is not None
        assert not store.sessions().in_transaction()
    assert web.get("/login").status_code == 200
