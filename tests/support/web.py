"""A web client that parses every HTML answer and fails on bad markup."""

from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ledger.people.models import User
from ledger.work import Ledger


class StrictClient(FlaskClient):
    """The test client of Flask, for people: it signs in without a password and reads markup strictly."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303, 308}:
            html5lib.HTMLParser(strict=True).parse(answer.get_data(as_text=True))
        return answer

    def sign_in(self, user: User) -> "StrictClient":
        """Sign in as `user`."""
        with self.session_transaction() as session:
            session.clear()
            session["_user_id"] = user.fs_uniquifier
            session["_fresh"] = True
            session["fs_cc"] = "set"
            session["fs_paa"] = 4102444800.0
            session["identity"] = user.fs_uniquifier
        return self


def client_of(app: Flask) -> StrictClient:
    """Return a strict client of the application."""
    app.test_client_class = StrictClient
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


def signed_in(web: StrictClient, ledger: Ledger, user_id: str) -> StrictClient:
    """Sign in as the person with this id."""
    with ledger.database.read() as session:
        return web.sign_in(session.get_one(User, user_id))


def posted(web: StrictClient, path: str, **data: Any) -> TestResponse:
    """Post a form and return the page that it leads to."""
    return web.post(path, data=data, follow_redirects=True)


def form_of(html: str, form_id: str) -> dict[str, str]:
    """Return what a browser would send of a page's form that nobody touched: text and hidden fields, by name."""
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    form = page.find(f".//form[@id='{form_id}']")
    assert form is not None, form_id
    fields = {one.get("name"): one.get("value") or "" for one in form.iter("input")}
    fields |= {one.get("name"): (one.text or "").removeprefix("\n") for one in form.iter("textarea")}
    return {name: text.replace("\n", "\r\n") for name, text in fields.items() if name and name != "csrf_token"}
