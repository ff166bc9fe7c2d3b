"""A letter from draft to file by the API."""

from flask import Flask

from ledger.people.models import User
from ledger.work import Ledger
from tests.letters.steps import a_case, an_issued_letter
from tests.support.programs import Program, reasons
from tests.support.seeded import a_token

LETTERS = "/api/v1/letters"


def a_program_of(app: Flask, ledger: Ledger, user_id: str) -> Program:
    with ledger.database.read() as session:
        user = session.get_one(User, user_id)
    return Program(app, a_token(ledger, user))


def test_a_letter_goes_from_draft_to_file_by_the_api(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    writer = a_program_of(app, ledger, case.writer.user_id)
    leader = a_program_of(app, ledger, case.leader.user_id)
    drafted = writer("POST", LETTERS, json={"impact_id": case.impact_id, "kind": "final"})
    assert drafted.status_code == 201
    here = f"{LETTERS}/{drafted.get_json()['id']}"
    shown = writer("GET", here)
    assert shown.get_json()["lacking"] == []
    edited = writer("PATCH", here, {"If-Match": shown.headers["ETag"]}, json={"subject_line": "We were wrong"})
    assert edited.get_json()["subject_line"] == "We were wrong"
    assert writer("PATCH", here, {"If-Match": shown.headers["ETag"]}, json={}).status_code == 412
    submitted = writer("POST", f"{here}/submit", {"If-Match": edited.headers["ETag"]})
    assert submitted.get_json()["status"] == "in_review"
    own = writer("POST", f"{here}/approve", {"If-Match": submitted.headers["ETag"]})
    assert own.status_code == 403
    approved = leader("POST", f"{here}/approve", {"If-Match": submitted.headers["ETag"]})
    assert approved.get_json()["status"] == "approved"
    issued = writer("POST", f"{here}/issue", {"If-Match": approved.headers["ETag"]})
    assert issued.get_json()["status"] == "issued"
    file = writer("GET", f"{here}/letter.pdf")
    assert file.data.startswith(b"%PDF-")
    assert file.headers["ETag"] == f'"{issued.get_json()["pdf_sha256"]}"'
    listed = writer("GET", f"{LETTERS}?status=issued").get_json()["items"]
    assert [row["client_reference"] for row in listed] == [case.client_reference]


def test_what_a_letter_lacks_is_told_by_the_api(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    writer = a_program_of(app, ledger, case.writer.user_id)
    drafted = writer("POST", LETTERS, json={"impact_id": case.impact_id, "kind": "final"}).get_json()
    here = f"{LETTERS}/{drafted['id']}"
    emptied = writer("PATCH", here, {"If-Match": '"1"'}, json={"sections": {"talk": ""}})
    assert {"requirement": "L16", "sentence": "Write the section “Talk to us”."} in emptied.get_json()["lacking"]
    refused = writer("POST", f"{here}/submit", {"If-Match": emptied.headers["ETag"]})
    assert refused.status_code == 422
    assert any("Talk to us" in text for text in reasons(refused)["_schema"])
    unknown = writer("PATCH", here, {"If-Match": emptied.headers["ETag"]}, json={"sections": {"worked": "Yes."}})
    assert "sections.worked" in reasons(unknown)


def test_a_clients_words_are_recorded_once(app: Flask, ledger: Ledger) -> None:
    case = a_case(ledger)
    writer = a_program_of(app, ledger, case.writer.user_id)
    letter_id = an_issued_letter(ledger, case, kind="final")
    words = {"kind": "dispute", "by_name": "Ada Okafor", "words": "It was 44.", "proof": "Her mail of today"}
    first = writer("POST", f"{LETTERS}/{letter_id}/answers", {"Idempotency-Key": "k1"}, json=words)
    again = writer("POST", f"{LETTERS}/{letter_id}/answers", {"Idempotency-Key": "k1"}, json=words)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
