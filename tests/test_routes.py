"""Every endpoint, walked as every role: who may gets an answer, everybody else the refusal that the table names."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from ledger.work import Ledger
from tests.routes.route import CLIENT, EVERYBODY, LEAD, NOBODY, Route
from tests.routes_table import ROUTES
from tests.support.seeded import Seeded
from tests.support.web import StrictClient

ASK_MOST = (LEAD, CLIENT)


@contextmanager
def undone(ledger: Ledger) -> Iterator[None]:
    """Let a request do what it does, and undo it afterwards, so that each finds the same ledger."""
    connection = ledger.database.read().get_bind()
    assert isinstance(connection, Connection)
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        if savepoint.is_active:
            savepoint.rollback()


def walked(web: StrictClient, seeded: Seeded, route: Route, role: str) -> TestResponse:
    """Return what a person in this role is answered at the route's sample address."""
    web.delete_cookie("session")
    more: dict[str, Any] = {"query_string": route.query} if route.query else {}
    if route.is_api:
        more["headers"] = {"Authorization": f"Bearer {seeded.tokens[role]}"} if role != NOBODY else {}
        if route.method not in {"GET", "DELETE"}:
            more["json"] = dict(route.data)
    else:
        if role != NOBODY:
            web.sign_in(seeded.users[role])
        if route.method != "GET":
            more["data"] = dict(route.data)
    answer = web.open(route.path.format(**seeded.values), method=route.method, **more)
    answer.get_data()
    answer.close()
    return answer


def complaint(route: Route, role: str, answer: TestResponse) -> str | None:
    """Return what is wrong with this answer, or nothing."""
    where = f"{route.method} {route.path} ({route.endpoint}) as {role}: {answer.status_code}"
    to_sign_in = answer.status_code == 302 and "/login" in answer.location
    if role in route.may:
        absent = {404} if "{none}" in route.path or route.is_hidden else set()
        refused = {401, 403, 404, 405} - absent
        fine = answer.status_code not in refused and answer.status_code < 500
        return None if fine and not (to_sign_in and route.endpoint.split(".")[0] != "security") else f"{where}, but may"
    if role == NOBODY:
        return None if (answer.status_code == 401 if route.is_api else to_sign_in) else f"{where}, not asked to sign in"
    return None if answer.status_code == route.others else f"{where}, not refused with {route.others}"


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_endpoint_answers_who_may_and_refuses_all_others(
    web: StrictClient, ledger: Ledger, seeded: Seeded, database_kind: str, role: str
) -> None:
    if database_kind != "sqlite" and role not in ASK_MOST:
        pytest.skip("who may is decided above the database; those who see most ask all that is asked of it")
    complaints = []
    for route in ROUTES:
        with undone(ledger):
            complaints.append(complaint(route, role, walked(web, seeded, route, role)))
    found = [text for text in complaints if text]
    assert not found, "\n".join(found)


def test_every_endpoint_stands_in_the_table(app: Flask) -> None:
    listed = {(route.endpoint, route.method) for route in ROUTES}
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert not there - listed, f"these endpoints need a line in tests/routes_table.py: {sorted(there - listed)}"
    assert not listed - there, f"these lines name no endpoint: {sorted(listed - there)}"


def test_each_sample_address_leads_to_its_endpoint(app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    for route in ROUTES:
        path = re.sub(r"\{\w+\}", "1", route.path)
        found = {rule.endpoint for rule in app.url_map.iter_rules(route.endpoint)}
        assert found == {route.endpoint}
        assert routes.test(path, method=route.method), f"{route.path} leads nowhere"
