"""A program that speaks to the API, for tests."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from ledger.incidents.models import Incident
from ledger.work import Ledger
from tests.support.web import client_of

FILE = {"clients": ["HFO"], "title": "Mail stopped", "severity": "S2", "found_by": "our_monitoring"}
ADDRESS = "/api/v1/incidents"


class Program:
    """A program with a personal token."""

    def __init__(self, app: Flask, token: str) -> None:
        self._web = client_of(app)
        self._token = token

    def __call__(self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any) -> TestResponse:
        sent = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        return self._web.open(path, method=method, headers=sent, **more)

    def file(self, key: str | None = None, **differs: Any) -> TestResponse:
        """File an incident, with or without a key."""
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self("POST", ADDRESS, headers, json=FILE | differs)


def reasons(answer: TestResponse) -> dict[str, list[str]]:
    """Return field to reasons of a problem."""
    assert answer.content_type == "application/problem+json", answer.text
    return {one["field"]: one["reasons"] for one in answer.get_json().get("errors", [])}


def incidents_of(ledger: Ledger) -> int:
    """Return how many incidents there are."""
    with ledger.database.read() as session:
        return session.scalar(select(func.count()).select_from(Incident)) or 0
