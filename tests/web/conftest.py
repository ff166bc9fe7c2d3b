"""Fixtures of the web tests."""

import pytest
from flask import Flask

from ledger.people.actor import Actor
from ledger.people.queries import actor_of
from ledger.web.session import EXTENSION
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.support.programs import Program
from tests.support.seeded import a_token
from tests.support.web import StrictClient


@pytest.fixture
def program(app: Flask) -> Program:
    """A program of a service manager, in a ledger with one client."""
    ledger: Ledger = app.extensions[EXTENSION]
    a_provider(ledger)
    a_client(ledger)
    return Program(app, a_token(ledger, a_user(ledger)))


@pytest.fixture
def manager(web: StrictClient, ledger: Ledger) -> Actor:
    """A service manager who is signed in; there is one client, Harbour Foods."""
    a_provider(ledger)
    a_client(ledger)
    user = a_user(ledger)
    web.sign_in(user)
    return actor_of(user, "Europe/London")
