"""A batch of letters by the API: read, asked for step by step, and nothing done that changed meanwhile."""

from typing import Any

import pytest
from flask import Flask

from ledger.work import Ledger
from tests.factories import a_provider
from tests.letters.steps import a_wide_case
from tests.support.programs import Program
from tests.web.test_letter_api import a_program_of

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)


def seen(batch: dict[str, Any], step: str) -> str:
    """Return what a step would be about."""
    return next(str(one["seen"]) for one in batch["steps"] if one["step"] == step)


def asked(program: Program, here: str, step: str) -> dict[str, Any]:
    """Ask for a step of all letters it is for and return the batch."""
    batch = program("GET", here).get_json()
    answer = program("POST", here, json={"step": step, "seen": seen(batch, step)})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_a_batch_goes_from_nothing_to_issued_by_the_api_with_two_people(app: Flask, ledger: Ledger) -> None:
    a_provider(ledger)
    case = a_wide_case(ledger, 2)
    writer, leader = (a_program_of(app, ledger, one.user_id) for one in (case.writer, case.leader))
    here = f"/api/v1/incidents/{case.reference}/letters/first_notice"
    before = writer("GET", here).get_json()
    assert (before["counts"], before["progress"]) == ({"none": 2}, None)
    assert asked(writer, here, "draft")["counts"] == {"draft": 2}
    asked(writer, here, "submit")
    assert [one["step"] for one in writer("GET", here).get_json()["steps"]] == ["refresh"]
    asked(leader, here, "approve")
    issued = asked(writer, here, "issue")
    assert issued["counts"] == {"issued": 2}
    assert {**issued["progress"], "asked_at": ""} == {
        "step": "issue", "asked_at": "", "done": 2, "refused": 0, "of": 2, "is_running": False,
    }  # fmt: skip
    assert [one["held"] for one in issued["letters"]] == [[], []]


def test_what_was_not_seen_is_not_done_and_one_key_asks_once(app: Flask, ledger: Ledger) -> None:
    a_provider(ledger)
    case = a_wide_case(ledger, 1)
    writer = a_program_of(app, ledger, case.writer.user_id)
    here = f"/api/v1/incidents/{case.reference}/letters/first_notice"
    draft = {"step": "draft", "seen": seen(writer("GET", here).get_json(), "draft")}
    stale = writer("POST", here, json=draft | {"seen": "0" * 64})
    assert stale.status_code == 412
    first, again = (writer("POST", here, {"Idempotency-Key": "d1"}, json=draft) for _ in range(2))
    assert (first.status_code, again.status_code, again.get_json()) == (201, 201, first.get_json())
    assert writer("POST", here, json=draft).status_code == 412
    assert writer("GET", f"{here[:-12]}nonsense").status_code == 404
