"""Trends by the API: measures with their limits, targets and rebases, reports and trust reviews; the pages' verbs."""

import base64

import pytest
from flask import Flask

from ledger.kernel.clock import now
from ledger.people.models import User
from ledger.trends.months import last_quarters
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user
from tests.support.programs import Program, reasons
from tests.support.seeded import a_token

BASE = "/api/v1/trends"
QUARTER = last_quarters(now(), Scope(now(), "Europe/London").tz, 2)[0]


@pytest.fixture
def lead(app: Flask, ledger: Ledger) -> Program:
    """A program of leadership's, at a provider with a client."""
    a_provider(ledger)
    a_client(ledger)
    return of(app, ledger, a_user(ledger, "leadership"))


def of(app: Flask, ledger: Ledger, user: User) -> Program:
    """Return a program with this person's rights."""
    return Program(app, a_token(ledger, user))


def test_a_measure_says_its_points_and_takes_a_target(lead: Program) -> None:
    here = f"{BASE}/measures/promises_kept"
    before = lead("GET", here).get_json()
    assert (before["target"], len(before["points"]), before["standing"]) == (0.9, 24, "dots")
    said = {"percent": 80, "from_month": before["points"][-2]["period"], "reason": "New contracts"}
    (target,) = lead("POST", f"{here}/targets", json=said).get_json()["targets"]
    after = lead("GET", here).get_json()
    assert [point["target"] for point in after["points"][-3:]] == [0.9, 0.8, 0.8]
    undone = lead("POST", f"{BASE}/targets/{target['id']}/undo", json={"reason": "Mistyped"}).get_json()
    assert undone["targets"][0]["undone_reason"] == "Mistyped"
    neutral = lead("POST", f"{BASE}/measures/acknowledged/targets", json=said)
    assert (neutral.status_code, "no target" in reasons(neutral)["percent"][0]) == (422, True)
    few = lead("POST", f"{here}/rebases", json={"from_month": "2026-01", "reason": "One desk"})
    assert few.status_code == 422
    assert lead("GET", f"{BASE}/measures/who_funded").status_code == 404


def test_a_report_is_asked_for_and_signed_by_another(app: Flask, ledger: Ledger, lead: Program) -> None:
    made = lead("POST", f"{BASE}/reports", json={"quarter": QUARTER})
    assert made.status_code == 201
    report = made.get_json()
    assert len(report["pdf_sha256"]) == len(report["figures_sha256"]) == 64
    assert lead("POST", f"{BASE}/reports/{report['id']}/sign", json={}).status_code == 403
    other = of(app, ledger, a_user(ledger, "leadership", name="Una Second"))
    assert other("POST", f"{BASE}/reports/{report['id']}/sign", json={}).get_json()["signed_by"] == "Una Second"
    assert [one["quarter"] for one in lead("GET", f"{BASE}/reports").get_json()] == [QUARTER]


def test_a_review_is_begun_written_and_signed_for_us(lead: Program) -> None:
    begun = lead("POST", f"{BASE}/reviews", json={"client_code": "HFO", "quarter": QUARTER})
    assert begun.status_code == 201
    here = f"{BASE}/reviews/{begun.get_json()['id']}"
    assert lead("PUT", here, json={"our_part": "We call first"}).status_code == 428
    written = lead("PUT", here, {"If-Match": '"1"'}, json={"our_part": "We call first"})
    assert (written.get_json()["version"], written.get_json()["our_part"]) == (2, "We call first")
    assert lead("POST", f"{here}/sign", {"If-Match": '"1"'}).status_code == 412
    signed = lead("POST", f"{here}/sign", {"If-Match": '"2"'}).get_json()
    assert (signed["status"], signed["agreed_at"]) == ("offered", None)
    assert len(signed["pdf_sha256"]) == 64
    paper = {"by_name": "Bo Marsh", "proof": "Signed on paper"}
    assert lead("POST", f"{here}/agreement", json=paper).status_code == 403, "who signed for us writes down no other"


def test_a_signature_on_paper_is_written_down_by_another_of_us(app: Flask, ledger: Ledger, lead: Program) -> None:
    begun = lead("POST", f"{BASE}/reviews", json={"client_code": "HFO", "quarter": QUARTER})
    here = f"{BASE}/reviews/{begun.get_json()['id']}"
    lead("PUT", here, {"If-Match": '"1"'}, json={"our_part": "We call first"})
    lead("POST", f"{here}/sign", {"If-Match": '"2"'})
    manager = of(app, ledger, a_user(ledger, name="Mia Manager"))
    scan = {"file_name": "signed.txt", "content": base64.b64encode(b"Signed, Bo Marsh").decode()}
    made = manager("POST", f"{here}/agreement", json={"by_name": "Bo Marsh", "proof": "On paper", **scan})
    assert made.status_code == 201
    said = made.get_json()
    assert (said["status"], said["agreed_by"], said["recorded_by"]) == ("agreed", "Bo Marsh", "Mia Manager")
    assert manager("GET", f"{here}/proof").data == b"Signed, Bo Marsh"
    assert manager("POST", f"{here}/agreement", json={"by_name": "X", "proof": "Y"}).status_code == 409
