"""Versions, kinds of JSON, and what the description tells of both, proved on a resource made for the test."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from marshmallow import fields, validate

from ledger.app import create_app
from ledger.kernel.errors import Stale
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import versioned
from ledger.web.schemas.base import Command, Words
from ledger.work import Ledger
from tests.support.programs import Program, reasons


@dataclass
class Thing:
    version: int
    name: str


class ThingShown(Command):
    version = fields.Integer()
    name = fields.String()


class ChangeThing(Command):
    name = Words(20, label="Name", required=True)
    count = fields.Integer(validate=validate.Range(0, 10))
    urgent = fields.Boolean()
    parts = fields.List(fields.Integer())


@pytest.fixture
def app(ledger: Ledger) -> Flask:
    """An application of this file's own: it gets a resource that no other has."""
    app = create_app(ledger.settings, ledger)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def things(program: Program, app: Flask) -> Program:
    """A resource with one thing in it, behind the door."""
    thing = Thing(3, "lamp")
    part = api_blueprint("things", "/things", "Things")

    @part.get("/one")
    @part.response(200, ThingShown)
    @versioned
    def show() -> Thing:
        """Show the thing."""
        return thing

    @part.patch("/one")
    @part.arguments(ChangeThing)
    @part.response(200, ThingShown)
    @versioned
    def change(said: dict[str, Any], version: int) -> Thing:
        """Change the thing."""
        if version != thing.version:
            raise Stale
        thing.name, thing.version = said["name"], thing.version + 1
        return thing

    @part.post("/one/close")
    @part.response(200, ThingShown)
    @versioned
    def close(version: int) -> Thing:
        """Close the thing."""
        thing.version = version + 1
        return thing

    app.extensions["flask-smorest"]["apis"][""]["ext_obj"].register_blueprint(part, url_prefix="/api/v1/things")
    app.extensions["csrf"].exempt(part)
    return program


def test_a_version_is_an_etag_and_a_change_must_name_it(things: Program) -> None:
    shown = things("GET", "/api/v1/things/one")
    assert shown.headers["ETag"] == '"3"'
    said = {"name": "lantern"}
    missing = things("PATCH", "/api/v1/things/one", json=said)
    assert (missing.status_code, missing.get_json()["code"]) == (428, "version_needed")
    changed = things("PATCH", "/api/v1/things/one", {"If-Match": '"3"'}, json=said)
    assert (changed.status_code, changed.headers["ETag"], changed.get_json()["name"]) == (200, '"4"', "lantern")
    stale = things("PATCH", "/api/v1/things/one", {"If-Match": '"3"'}, json=said)
    assert (stale.status_code, stale.get_json()["code"]) == (412, "stale")


@pytest.mark.parametrize("tag", ["3", 'W/"3"', "*", '"3", "4"', '"-3"', '"three"', '"' + "9" * 500 + '"'])
def test_a_tag_that_is_not_ours_matches_nothing(things: Program, tag: str) -> None:
    assert things("PATCH", "/api/v1/things/one", {"If-Match": tag}, json={"name": "x"}).status_code == 412


def test_what_one_already_has_is_not_sent_again(things: Program) -> None:
    again = things("GET", "/api/v1/things/one", {"If-None-Match": '"3"'})
    assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"count": "3"}, "count"),
        ({"count": 3.5}, "count"),
        ({"count": True}, "count"),
        ({"count": 11}, "count"),
        ({"count": 2**60}, "count"),
        ({"urgent": "yes"}, "urgent"),
        ({"urgent": 1}, "urgent"),
        ({"parts": [1, "2"]}, "parts.1"),
        ({"parts": {"0": 1}}, "parts"),
    ],
)
def test_json_has_kinds_and_nothing_is_converted_silently(things: Program, said: dict[str, Any], field: str) -> None:
    answer = things("PATCH", "/api/v1/things/one", {"If-Match": '"3"'}, json={"name": "x", **said})
    assert (answer.status_code, list(reasons(answer))) == (422, [field])


def test_a_body_where_none_is_read_is_refused(things: Program) -> None:
    tag = {"If-Match": '"3"'}
    assert things("POST", "/api/v1/things/one/close", tag, json={"note": "x"}).status_code == 422
    assert things("POST", "/api/v1/things/one/close", tag, json={}).status_code == 200
    assert things("POST", "/api/v1/things/one/close", tag).status_code == 200


def test_the_description_tells_of_versions_and_kinds(things: Program) -> None:
    document = things("GET", "/api/v1/openapi.json").get_json()
    one = document["paths"]["/api/v1/things/one"]
    assert [(p["name"], p["required"]) for p in one["patch"]["parameters"]] == [("If-Match", True)]
    assert {"412", "428"} <= set(one["patch"]["responses"])
    assert "304" in one["get"]["responses"]
    assert "ETag" in one["get"]["responses"]["200"]["headers"]
    assert one["get"]["tags"] == ["Things"]
    assert document["openapi"] == "3.1.0"
    assert "PATCH /api/v1/things/one" in things("GET", "/docs/api").text
