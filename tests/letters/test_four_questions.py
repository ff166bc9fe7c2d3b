"""The four questions after a case, and the package of everything about a client."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.files import KeptFile
from ledger.letters.client_view import has_read
from ledger.letters.four_questions import asked_from
from ledger.letters.operations.answering import answer_letter
from ledger.letters.operations.judging import answer_questions
from ledger.letters.own_package import own_everything
from ledger.letters.own_verdicts import asked_cases, own_verdicts, verdicts_of
from ledger.letters.packing import pack
from ledger.people.actor import Actor
from ledger.recovery.models import Action
from ledger.recovery.operations.evidence import add_evidence
from ledger.recovery.operations.remedies import promise_remedy
from ledger.recovery.queries import recovery_of
from ledger.work import Ledger
from tests.factories import a_client, a_user
from tests.letters.steps import a_case, a_case_of, an_issued_letter
from tests.support.queries import counted

ISSUED = datetime(2026, 6, 18, 9, tzinfo=UTC)
ALL_FIVE = {"fair": 5, "quick": 5, "honest": 5, "fixed": 5}


def test_the_questions_come_after_the_follow_up_letter_or_thirty_days_after_the_final_one() -> None:
    assert asked_from([]) is None
    assert asked_from([("first_notice", ISSUED)]) is None
    assert asked_from([("final", ISSUED)]) == ISSUED + timedelta(days=30)
    assert asked_from([("final", ISSUED), ("follow_up", ISSUED + timedelta(days=9))]) == ISSUED + timedelta(days=9)


def test_a_client_answers_once_when_it_is_asked_and_we_read_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    an_issued_letter(ledger, case, kind="final")
    user = a_user(ledger, "client", name="Ada Okafor", client_id=case.client.id)
    ada = Actor(user.id, user.name, "client", client_id=case.client.id)
    said: dict[str, Any] = {"client_reference": case.client_reference, "answers": ALL_FIVE | {"fixed": 2}}
    with pytest.raises(Conflict, match="30 days"):
        ledger.do(answer_questions, ada, **said)
    with pretended(now() + timedelta(days=31)):
        assert [one.client_reference for one in ledger.ask(asked_cases, ada)] == [case.client_reference]
        ledger.do(answer_questions, ada, **said, words="The number came late.")
        assert ledger.ask(asked_cases, ada) == []
        with pytest.raises(Conflict, match="answered already"):
            ledger.do(answer_questions, ada, **said)
        with pytest.raises(Invalid) as refusal:
            ledger.do(answer_questions, case.writer, client_reference=case.client_reference, answers={"fair": 6})
        assert set(refusal.value.fields) == {"fair", "quick", "honest", "fixed", "by_name", "proof"}
        mail = {"by_name": "Ben Hale", "proof": "His mail of today"}
        ledger.do(
            answer_questions, case.writer, client_reference=case.client_reference, answers=ALL_FIVE, **mail
        )  # fmt: skip
    told = ledger.ask(verdicts_of, case.writer, case.client_reference)
    assert [(one.by_name, one.fixed) for one in told] == [("Ada Okafor", 2), ("Ben Hale", 5)]
    assert len(ledger.ask(own_verdicts, ada)) == 2


def test_two_people_of_one_name_are_asked_each_for_itself_and_what_we_wrote_down_counts_for_the_name(
    ledger: Ledger,
) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    users = [
        a_user(ledger, "client", name="Ada Okafor", email=mail, client_id=case.client.id)
        for mail in ("a@h.example", "b@h.example")
    ]
    first, second = (Actor(user.id, user.name, "client", client_id=case.client.id) for user in users)
    said: dict[str, Any] = {"client_reference": case.client_reference, "answers": ALL_FIVE}
    ledger.do(answer_letter, first, letter_id=letter_id, kind="acknowledged")
    assert (ledger.ask(has_read, first, letter_id), ledger.ask(has_read, second, letter_id)) == (True, False)
    with pretended(now() + timedelta(days=31)):
        ledger.do(answer_questions, first, **said)
        assert (len(ledger.ask(asked_cases, first)), len(ledger.ask(asked_cases, second))) == (0, 1)
        ledger.do(answer_questions, second, **said)
        with pytest.raises(Conflict, match="another of that name"):
            ledger.do(answer_questions, case.writer, **said, by_name="Ada Okafor", proof="Her call of today")


def test_everything_about_a_client_is_one_file_the_same_each_time_and_holds_nothing_of_another(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    remedy = ledger.ask(recovery_of, case.writer, case.incident_id).remedies[0]
    ledger.do(promise_remedy, case.writer, remedy_id=remedy.id, due_on=now().date() + timedelta(days=9))
    other = a_client(ledger, "ORC", "Orchard Clinic")
    a_case_of(ledger, other, case.writer, case.leader, title="Plumquartz stood still")
    user = a_user(ledger, "client", name="Ada Okafor", client_id=case.client.id)
    ada = Actor(user.id, user.name, "client", client_id=case.client.id)
    ledger.do(answer_letter, ada, letter_id=letter_id, kind="question", words="=Which invoices?")

    def packed() -> bytes:
        out = io.BytesIO()
        found = ledger.ask(own_everything, ada)
        pack(found.tables, found.files, "Tidewater IT", ledger.files.read, out)
        return out.getvalue()

    first = packed()
    assert packed() == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        names = file.namelist()
        texts = {name: file.read(name).decode("utf-8-sig") for name in names if not name.endswith(".pdf")}
        pdf = file.read(f"letters/{case.client_reference}-final-1.pdf")
    assert pdf.startswith(b"%PDF-")
    assert {"README.txt", "all.json", "incidents.csv", "timeline.csv", "promises.csv", "SHA256SUMS"} <= set(names)
    everything = json.loads(texts["all.json"])
    assert [one["client_reference"] for one in everything["incidents"]] == [case.client_reference]
    assert everything["answers"][0]["words"] == "=Which invoices?"
    (row,) = csv.DictReader(io.StringIO(texts["answers.csv"]))
    assert row["words"] == "'=Which invoices?"
    assert set(next(csv.reader(io.StringIO(texts["remedies.csv"])))) == {
        "client_reference", "name", "text", "how", "value", "value_currency", "tax", "tax_currency", "status", "due_on",
        "promised_at", "delivered_at", "ended_reason",
    }  # fmt: skip
    whole = "\n".join(texts.values())
    assert [word for word in ("ORC", "Orchard", "Plumquartz", "INC-", "9999.99") if word in whole] == []


def test_the_package_reads_as_many_statements_however_many_cases_there_are(ledger: Ledger) -> None:
    case = a_case(ledger)
    user = a_user(ledger, "client", name="Ada Okafor", client_id=case.client.id)
    ada = Actor(user.id, user.name, "client", client_id=case.client.id)
    with counted(ledger) as few:
        ledger.ask(own_everything, ada)
    others = [a_case_of(ledger, case.client, case.writer, case.leader, title=f"Again {n}") for n in range(2)]
    with counted(ledger) as many:
        found = ledger.ask(own_everything, ada)
    assert len(many) == len(few)
    assert [one["client_reference"] for one in found.tables["incidents"]] == sorted(
        [case.client_reference, *(one.client_reference for one in others)]
    )
    assert {one["client_reference"] for one in found.tables["timeline"]} >= {case.client_reference}


def test_the_package_holds_the_files_that_show_what_was_done_and_that_the_client_may_see(ledger: Ledger) -> None:
    case = a_case(ledger)
    with ledger.database.read() as session:
        actions = session.scalars(
            select(Action).where(Action.incident_id == case.incident_id, Action.kind == "corrective")
        )
        action_id = actions.one().id
    for content, shown in ((b"seen by both", True), (b"seen by both too", True), (b"for us alone", False)):
        file = KeptFile(ledger.files.keep(content), "log.txt", "text/plain", len(content))
        ledger.do(add_evidence, case.writer, action_id=action_id, text="The log", file=file, visible_to_client=shown)
    user = a_user(ledger, "client", name="Ada Okafor", client_id=case.client.id)
    found = ledger.ask(own_everything, Actor(user.id, user.name, "client", client_id=case.client.id))
    out = io.BytesIO()
    pack(found.tables, found.files, "Tidewater IT", ledger.files.read, out)
    with zipfile.ZipFile(out) as packed:
        inside = {name: packed.read(name) for name in packed.namelist() if name.startswith("evidence/")}
        rows = list(csv.DictReader(io.StringIO(packed.read("evidence.csv").decode("utf-8-sig"))))
    here = f"evidence/{case.client_reference}"
    assert inside == {f"{here}/001-log.txt": b"seen by both", f"{here}/002-log.txt": b"seen by both too"}
    assert [row["file"] for row in rows] == list(inside)
