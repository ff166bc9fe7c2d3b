"""The candour check in the browser: live findings, what blocks, what is waived, names settled, rules graded."""

import pytest
from flask import Flask

from ledger.clients.models import Client
from ledger.letters.models import CandourChoice
from ledger.letters.operations.approving import submit_letter
from ledger.letters.operations.candour import grade_rule
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.people.models import User
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor
from tests.letters.steps import Case, a_case, letter
from tests.support.programs import Program
from tests.support.seeded import a_token
from tests.support.web import StrictClient, client_of

VAGUE = "Some files were missing."


@pytest.fixture
def case(ledger: Ledger) -> Case:
    return a_case(ledger)


def _as(app: Flask, ledger: Ledger, user_id: str) -> StrictClient:
    with ledger.database.read() as session:
        return client_of(app).sign_in(session.get_one(User, user_id))


def _draft(ledger: Ledger, case: Case, more: str = "") -> str:
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    if more:
        _write(ledger, case, letter_id, more)
    return letter_id


def _write(ledger: Ledger, case: Case, letter_id: str, more: str) -> None:
    row = letter(ledger, letter_id)
    text = {"effect": f"{row.sections['effect']}\n\n{more}"}
    ledger.do(
        edit_letter, case.writer, letter_id=letter_id, version=row.version, subject_line=row.subject_line, sections=text
    )


def _version(ledger: Ledger, letter_id: str) -> str:
    return str(letter(ledger, letter_id).version)


def test_the_editor_answers_with_the_findings_in_what_is_typed(app: Flask, ledger: Ledger, case: Case) -> None:
    letter_id = _draft(ledger, case)
    writer = _as(app, ledger, case.writer.user_id)
    assert "Nothing to mend" in writer.get(f"/letters/{letter_id}").text
    typed = {"version": "1", "subject_line": "We did it", "sections.effect": "We are sorry if this affected you."}
    answer = writer.post(f"/letters/{letter_id}/candour", data=typed)
    drawn = answer.get_json()["html"]
    assert "1 error" in drawn
    assert "sorry if" in drawn
    assert letter(ledger, letter_id).subject_line != "We did it"


def test_an_error_blocks_review_beside_its_section(app: Flask, ledger: Ledger, case: Case) -> None:
    letter_id = _draft(ledger, case, "It was human error.")
    answer = _as(app, ledger, case.writer.user_id).post(
        f"/letters/{letter_id}/submit", data={"version": _version(ledger, letter_id)}
    )
    assert answer.status_code == 422
    assert "human error" in answer.text
    assert letter(ledger, letter_id).status == "draft"


def test_a_warning_needs_a_reason_which_is_an_exception_and_falls_with_the_text(
    app: Flask, ledger: Ledger, case: Case
) -> None:
    letter_id = _draft(ledger, case, VAGUE)
    ledger.do(submit_letter, case.writer, letter_id=letter_id, version=letter(ledger, letter_id).version)
    leader = _as(app, ledger, case.leader.user_id)
    assert "Why the warning may stand" in leader.get(f"/letters/{letter_id}").text
    said = {"version": _version(ledger, letter_id), "confirmed": "1"}
    for reason in ("", "x", "ok ok ok"):
        refused = leader.post(f"/letters/{letter_id}/approve", data=said | {"waiving": reason})
        assert refused.status_code == 422
        assert "say in a sentence why they may stay" in refused.text
    leader.post(f"/letters/{letter_id}/approve", data=said | {"waiving": "Nobody knows the number any more."})
    row = letter(ledger, letter_id)
    assert (row.status, row.waived) == ("approved", ["LEG14"])
    shown = leader.get("/record/exceptions?kind=candour").text
    assert "waived: LEG14" in shown
    assert "Nobody knows the number any more." in shown

    _write(ledger, case, letter_id, "More.")
    row = letter(ledger, letter_id)
    assert (row.status, row.waived, row.waived_reason) == ("draft", [], "")


def test_another_clients_name_is_settled_once(app: Flask, ledger: Ledger, case: Case) -> None:
    other: Client = a_client(ledger, name="Orange", code="ORA")
    letter_id = _draft(ledger, case, "We painted the socket at Orange in the plan.")
    leader = _as(app, ledger, case.leader.user_id)
    assert "These words name nobody" in leader.get(f"/letters/{letter_id}").text
    said = {"name": f"clients:{other.id}", "reason": "A colour in the plan."}
    leader.post(f"/letters/{letter_id}/names", data=said)
    assert "Nothing to mend" in leader.get(f"/letters/{letter_id}").text
    assert "A colour in the plan." in leader.get("/record/exceptions?kind=candour").text


def test_an_administrator_switches_a_rule_off_with_a_reason(app: Flask, ledger: Ledger, case: Case) -> None:
    letter_id = _draft(ledger, case, VAGUE)
    admin = client_of(app).sign_in(a_user(ledger, "admin"))
    said = {"rule": "LEG14", "grade": "off", "reason": "We write to children."}
    admin.post("/settings/candour", data=said)
    assert "We write to children." in admin.get("/settings/candour").text
    assert "Nothing to mend" in _as(app, ledger, case.writer.user_id).get(f"/letters/{letter_id}").text
    admin.post("/settings/candour", data=said | {"grade": "as_shipped"})
    assert "1 warning" in _as(app, ledger, case.writer.user_id).get(f"/letters/{letter_id}").text
    with ledger.database.read() as session:
        assert session.get_one(CandourChoice, "LEG14").grade == "as_shipped"


@pytest.mark.parametrize(("rule", "grade"), [("CNF01", "off"), ("CNF07", "warning")])
def test_what_keeps_others_secrets_cannot_be_switched_off(app: Flask, ledger: Ledger, rule: str, grade: str) -> None:
    a_provider(ledger)
    admin = client_of(app).sign_in(a_user(ledger, "admin"))
    answer = admin.post("/settings/candour", data={"rule": rule, "grade": grade, "reason": "It is in the way."})
    assert answer.status_code == 403


def test_the_api_checks_a_text_by_a_letters_names(app: Flask, ledger: Ledger, case: Case) -> None:
    a_client(ledger, name="Pennine Vets", code="PVT")
    letter_id = _draft(ledger, case)
    with ledger.database.read() as session:
        writer = session.get_one(User, case.writer.user_id)
    ask = Program(app, a_token(ledger, writer))
    plain = ask("POST", "/api/v1/candour", json={"text": "Pennine Vets saw some files."}).get_json()
    assert [one["rule"] for one in plain["findings"]] == ["LEG14"]
    admin = an_actor(ledger, "admin")
    ledger.do(grade_rule, admin, rule="LEG14", grade="off", reason="It is our way of speaking.")
    assert ask("POST", "/api/v1/candour", json={"text": "We lost some files."}).get_json()["findings"] == []
    ledger.do(grade_rule, admin, rule="LEG14", grade="as_shipped", reason="It was not.")
    said = {"text": "Pennine Vets saw some files.", "letter_id": letter_id}
    named = ask("POST", "/api/v1/candour", json=said).get_json()
    assert named["findings"][0]["rule"] == "CNF01"
    assert (named["errors"], named["warnings"]) == (1, 1)
