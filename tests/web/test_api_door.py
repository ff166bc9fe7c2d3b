"""The API's door: pages of a list, and a clear refusal for everything that does not fit."""

import json
import re
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from flask import Flask

from ledger.work import Ledger
from tests.factories import a_provider, a_user
from tests.support.programs import ADDRESS, FILE, Program, incidents_of, reasons
from tests.support.seeded import a_token
from tests.support.web import StrictClient

# Pages of a list


def test_a_list_comes_in_pages_that_meet_without_gap_or_double(program: Program) -> None:
    filed = [program.file(title=f"Mail stopped {number}").get_json()["reference"] for number in range(5)]
    found: list[str] = []
    address: str | None = f"{ADDRESS}?limit=2"
    pages = 0
    while address:
        answer = program("GET", address)
        body = answer.get_json()
        found += [row["reference"] for row in body["items"]]
        link = answer.headers.get("Link")
        assert (link is None) == (body["next"] is None)
        address = link.split(">")[0].removeprefix("<") if link else None
        pages += 1
    assert (pages, found) == (3, list(reversed(filed)))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=many", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("after=nonsense", "after"),
        ("after=WyIxOTcwIiwgMV0", "after"),
        ("after=%FF%FE", "after"),
        ("sort=title", "sort"),
        ("Limit=1", "Limit"),
    ],
)
def test_a_query_that_does_not_fit_is_refused_by_name(program: Program, query: str, field: str) -> None:
    answer = program("GET", f"{ADDRESS}?{query}")
    assert answer.status_code == 422
    assert field in reasons(answer)


def test_a_cursor_beyond_all_time_is_refused(program: Program) -> None:
    for text in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-10-06T09:00:00"):
        answer = program("GET", ADDRESS, query_string={"after": _encoded([text, "x"])})
        assert "after" in reasons(answer)


def _encoded(parts: list[str]) -> str:
    return urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


# Bodies


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"title": None}, "title"),
        ({"title": 7}, "title"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"title": ["Mail"]}, "title"),
        ({"severity": "S9"}, "severity"),
        ({"severity": 2**70}, "severity"),
        ({"clients": "HFO"}, "clients"),
        ({"clients": []}, "clients"),
        ({"clients": ["HFO", 3]}, "clients.1"),
        ({"aware_at": "yesterday"}, "aware_at"),
        ({"aware_at": "2026-10-06T09:02:00"}, "aware_at"),
        ({"colour": "blue"}, "colour"),
        ({"ünknown\0": 1}, "ünknown\0"),
        ({"_schema": 1}, "_schema"),
    ],
)
def test_a_field_that_does_not_fit_is_refused_by_name(
    program: Program, ledger: Ledger, differs: dict[str, Any], field: str
) -> None:
    answer = program("POST", ADDRESS, data=json.dumps(FILE | differs), content_type="application/json")
    assert answer.status_code == 422, answer.text
    assert all(text for texts in reasons(answer).values() for text in texts)
    assert field in reasons(answer)
    assert incidents_of(ledger) == 0


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"{", 400, "not JSON"),
        (b"\xff", 400, "UTF-8"),
        (b'{"title": "a", "title": "b"}', 400, "twice"),
        (b"[" * 100_000, 400, "nested"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, 400, "nested"),
        (b'{"title": ' + b"9" * 10_000 + b"}", 422, "too large"),
        (b'{"title": NaN}', 422, "too large"),
        (b'{"title": 1e999}', 422, "too large"),
        (b"null", 422, "JSON object"),
        (b"[]", 422, "JSON object"),
        (b'"text"', 422, "JSON object"),
        (b"", 422, "needed"),
        (b"{}", 422, "needed"),
        (b" " * (1024 * 1024 + 1), 413, "too large"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_a_sentence(
    program: Program, body: bytes, status: int, says: str
) -> None:
    answer = program("POST", ADDRESS, data=body, content_type="application/json")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert says in answer.get_json()["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_kind_of_body_is_refused(program: Program, kind: str) -> None:
    answer = program("POST", ADDRESS, data=b'{"title": "Mail"}', content_type=kind)
    assert (answer.status_code, answer.get_json()["code"]) == (415, "unsupported_media_type")


def test_an_unknown_address_and_method_are_problems_too(program: Program) -> None:
    unknown, method = program("GET", "/api/v1/nothing/here"), program("DELETE", ADDRESS)
    assert (unknown.status_code, unknown.get_json()["code"]) == (404, "not_found")
    assert (method.status_code, method.get_json()["code"]) == (405, "method_not_allowed")
    assert "POST" in method.headers["Allow"]
    assert program("GET", "/api/v1/incidents%00").status_code in {400, 404}


def test_without_token_the_answer_names_the_scheme(program: Program, web: StrictClient) -> None:
    assert program.file().status_code == 201
    answer = web.get(ADDRESS)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    for header in ("Bearer", "Bearer ", "Basic abc", "Bearer \xff\xfe", "Bearer " + "x" * 5000):
        assert web.get(ADDRESS, headers={"Authorization": header}).status_code == 401


def test_a_reading_token_reads_only(program: Program, app: Flask, ledger: Ledger) -> None:
    assert program.file().status_code == 201
    reader = Program(app, a_token(ledger, a_user(ledger, name="Noor Haddad"), scope="read"))
    assert reader("GET", ADDRESS).status_code == 200
    assert reader.file().status_code == 403


# The description


def test_the_api_can_be_read_without_script_and_its_links_meet(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    page = web.get("/docs/api")
    assert page.status_code == 200
    assert "POST /api/v1/incidents" in page.text
    assert "Idempotency-Key" in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'id="stale"' in web.get("/docs/problems").text
    links = re.findall(r'href="(/docs/api/[a-z-]+)#([^"]+)"', page.text)
    assert len(links) == page.text.count("<li><a href=")
    topic = web.get("/docs/api/incidents").text
    assert [at for address, at in links if address == "/docs/api/incidents" and f'id="{at}"' not in topic] == []
    assert topic.count("<code>curl") == sum(address == "/docs/api/incidents" for address, _ in links)
    assert web.get("/docs/api/nothing").status_code == 404


def test_every_problem_an_answer_names_is_explained(program: Program, web: StrictClient) -> None:
    explained = web.get("/docs/problems").text
    answers = [
        program("GET", "/api/v1/nothing"), program("DELETE", ADDRESS), program("GET", f"{ADDRESS}?x=1"),
        program("POST", ADDRESS, data=b"{", content_type="application/json"), web.get(ADDRESS),
        program("POST", ADDRESS, data=b"x", content_type="text/plain"),
        program("POST", ADDRESS, data=b" " * 2_000_000, content_type="application/json"),
    ]  # fmt: skip
    for answer in answers:
        assert f'id="{answer.get_json()["type"].removeprefix("/docs/problems#")}"' in explained
