"""The link by mail: the same answer for everybody, and a mail only for whom it is."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ledger.app import create_app
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.support.mail import Postbox, a_postbox
from tests.support.web import StrictClient, client_of


@pytest.fixture
def server() -> Iterator[Postbox]:
    """A mail server."""
    with a_postbox() as postbox:
        yield postbox


@pytest.fixture
def mailing(ledger: Ledger, server: Postbox) -> StrictClient:
    """The application with mail."""
    settings = replace(
        ledger.settings, mail_url=f"smtp://127.0.0.1:{server.port}", mail_from="letters@tidewater.example"
    )
    app = create_app(settings, replace(ledger, settings=settings))
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    return client_of(app)


def test_a_client_s_user_gets_a_link_and_comes_in(mailing: StrictClient, ledger: Ledger, server: Postbox) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    a_user(ledger, "client", client_id=client.id, email="n@hfo.example", name="Ngozi Okafor")
    assert "Get a link by mail" in mailing.get("/login").text
    answer = mailing.post("/sign-in-link", data={"email": "N@hfo.example"}, buffered=True)
    answer.close()
    assert answer.location == "/login"
    (message,) = server.got
    assert message["To"] == "n@hfo.example"
    link = re.search(r"http://127\.0\.0\.1:8000(/invitation/[\w-]+)", message.get_content())
    assert link
    assert "signs you in once" in mailing.get(link[1]).text
    assert mailing.post(link[1]).location == "/"
    assert "for Harbour Foods" in mailing.get("/account").text


@pytest.mark.parametrize("email", ["nobody@hfo.example", "ours@tidewater.example"])
def test_nobody_else_gets_one_and_the_answer_is_the_same(
    mailing: StrictClient, ledger: Ledger, server: Postbox, email: str
) -> None:
    a_provider(ledger)
    a_user(ledger, email="ours@tidewater.example")
    answer = mailing.post("/sign-in-link", data={"email": email}, buffered=True)
    answer.close()
    assert answer.location == "/login"
    assert "If a client&#39;s account has this mail address" in mailing.get("/login").text
    assert server.got == []


def test_an_administrator_mails_an_invitation(mailing: StrictClient, ledger: Ledger, server: Postbox) -> None:
    a_provider(ledger)
    mailing.sign_in(a_user(ledger, "admin"))
    user = a_user(ledger, "auditor")
    assert mailing.post(f"/people/{user.id}/invitation-mail").status_code == 302
    (message,) = server.got
    assert "Tidewater Systems has opened an account for you" in message.get_content()


def test_where_mail_is_off_nobody_is_promised_a_mail(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    assert "Get a link by mail" not in web.get("/login").text
    assert "Ask us for a printed invitation" in web.get("/sign-in-link").text
    web.sign_in(a_user(ledger, "admin"))
    user = a_user(ledger, "auditor")
    answer = web.post(f"/people/{user.id}/invitation-mail")
    assert (answer.status_code, "Mail is not configured" in answer.text) == (409, True)
