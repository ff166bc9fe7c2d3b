"""From an approved letter to an issued one and its file, on both databases."""

import io
from datetime import datetime, timedelta

import page
import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Contact
from ledger.incidents.models import Entry
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.letters import approvals
from ledger.letters.fact_schema import from_json
from ledger.letters.facts import gather
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.letter_files import letter_file
from ledger.letters.models import Letter
from ledger.letters.operations.approving import approve_letter, submit_letter
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.letters.operations.issuing import begin_issue, finish_issue
from ledger.people.actor import SYSTEM, Actor
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note
from ledger.work import Ledger
from ledger.worker.letters import finish_letter, let_approvals_fall, look_at_all_approvals, sweep
from tests.factories import a_client
from tests.letters.steps import a_case, a_case_of, an_approved_letter, an_entry_more, an_issued_letter, letter
from tests.support.events import log_events


def test_an_issued_letter_has_a_file_an_event_with_its_hash_and_a_line_in_the_timeline(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    row = letter(ledger, letter_id)
    assert row.status == "issued"
    assert ledger.files.read(row.pdf_sha256 or "").startswith(b"%PDF-")
    with ledger.database.read() as session:
        events = [event for event in log_events(session, case.client.log_id) if event.type == "letter.issued"]
        entry = session.scalars(select(Entry).where(Entry.channel == "letter")).one()
        inside = [event.type for event in log_events(session, PROVIDER_LOG) if event.type.startswith("letter.")]
    assert len(events) == 1
    assert events[0].body["subject"] == case.client_reference
    assert events[0].body["data"]["pdf_sha256"] == row.pdf_sha256
    assert (entry.kind, entry.visibility, entry.client_id) == ("client_notice", "one_client", case.client.id)
    assert entry.occurred_at == row.issued_at
    assert inside == ["letter.drafted", "letter.submitted", "letter.approved", "letter.frozen"]
    assert ledger.ask(letter_file, case.writer, letter_id).name == f"{case.client_reference}-final-1.pdf"


def test_a_crash_in_issuing_is_finished_by_the_sweep(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    ledger.do(begin_issue, case.writer, letter_id=letter_id)
    frozen = letter(ledger, letter_id)
    an_entry_more(ledger, case)
    assert sweep(ledger) == 1
    row = letter(ledger, letter_id)
    assert (row.status, row.facts, row.issued_at) == ("issued", frozen.facts, frozen.issued_at)
    assert from_json(row.facts).dated_at == row.issued_at
    assert sweep(ledger) == 0


def test_an_approval_falls_by_itself_once_the_record_says_something_else(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    assert let_approvals_fall(ledger) == 0
    assert letter(ledger, letter_id).status == "approved"
    an_entry_more(ledger, case)
    assert let_approvals_fall(ledger) == 1
    row = letter(ledger, letter_id)
    assert (row.status, row.approved_by) == ("draft", None)
    assert row.came_back == "Its approval fell: since then the timeline changed."
    assert let_approvals_fall(ledger) == 0


def test_facts_are_gathered_for_those_letters_alone_whose_case_has_changed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = a_case(ledger)
    second = a_case_of(ledger, a_client(ledger, "ORC", "Orchard Clinic", people_total=58), first.writer, first.leader)
    for case in (first, second):
        an_approved_letter(ledger, case, kind="first_notice")
    gathered: list[str] = []

    def watched(session: Session, actor: Actor, one: Letter, at: datetime) -> LetterFacts:
        gathered.append(one.impact_id)
        return gather(session, actor, one, at)

    monkeypatch.setattr(approvals, "gather", watched)
    later = now() + timedelta(minutes=6)
    with pretended(later):
        assert let_approvals_fall(ledger) == 0
        assert gathered == []
        an_entry_more(ledger, second)
        let_approvals_fall(ledger)
        assert gathered == [second.impact_id]
        look_at_all_approvals(ledger)
        assert sorted(gathered[1:]) == sorted([first.impact_id, second.impact_id])


def test_issuing_twice_is_harmless(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    before = letter(ledger, letter_id)
    assert ledger.do(begin_issue, case.writer, letter_id=letter_id).issuing
    assert not finish_letter(ledger, letter_id)
    assert not ledger.do(finish_issue, SYSTEM, letter_id=letter_id, pdf_sha256="0" * 64)
    after = letter(ledger, letter_id)
    assert (after.version, after.pdf_sha256) == (before.version, before.pdf_sha256)


def test_an_issued_letter_never_changes(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = letter(ledger, an_issued_letter(ledger, case, kind="final"))
    with pytest.raises(Conflict, match="never changes"):
        ledger.do(edit_letter, case.writer, letter_id=row.id, version=row.version, subject_line="Other", sections={})


def test_a_correction_marks_the_letter_it_corrects(ledger: Ledger) -> None:
    case = a_case(ledger)
    first = an_issued_letter(ledger, case, kind="final")
    draft = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="correction", corrects_id=first)
    ledger.do(
        edit_letter, case.writer, letter_id=draft, version=1, subject_line="We gave you a wrong number", sections={},
        said={"what_was_wrong": "We said 44 of your people.", "what_is_right": "It was 46 of your people."},
    )  # fmt: skip
    ledger.do(submit_letter, case.writer, letter_id=draft, version=2)
    ledger.do(approve_letter, case.leader, letter_id=draft, version=3)
    ledger.do(begin_issue, case.writer, letter_id=draft)
    assert letter(ledger, first).status == "issued"
    finish_letter(ledger, draft)
    assert (letter(ledger, first).status, letter(ledger, draft).status) == ("corrected", "issued")


def test_the_file_is_for_staff_and_for_that_client_alone(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    theirs = Actor("u1", "Ada Okafor", "client", client_id=case.client.id)
    others = Actor("u2", "Somebody", "client", client_id="another")
    assert ledger.ask(letter_file, theirs, letter_id).sha256 == letter(ledger, letter_id).pdf_sha256
    with pytest.raises(NotFound):
        ledger.ask(letter_file, others, letter_id)


def test_a_draft_has_no_file(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    with pytest.raises(NotFound):
        ledger.ask(letter_file, case.writer, letter_id)


@pytest.mark.parametrize("kind", ["first_notice", "final"])
def test_an_issued_file_is_accessible_archivable_and_names_no_internal_reference(ledger: Ledger, kind: str) -> None:
    case = a_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind=kind)
    pdf = ledger.files.read(letter(ledger, letter_id).pdf_sha256 or "")
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []
    reader = PdfReader(io.BytesIO(pdf))
    words = "\n".join(sheet.extract_text() for sheet in reader.pages)
    assert case.client_reference in words
    assert "INC-" not in words
    assert "9,999" not in words
    assert ("£3,680.00" in words) is (kind == "final")
    assert "Okafor" not in str(reader.metadata)


def test_a_letter_to_a_contact_who_left_is_not_issued(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")

    def leave(session: Session, actor: Actor) -> None:
        contact = session.get_one(Contact, letter(ledger, letter_id).contact_id)
        contact.active = False
        contact.event_id = note(session, "test.noted", actor=actor.user_id, subjects="contact")

    ledger.do(leave, SYSTEM)
    with pytest.raises(Invalid, match="no contact who may receive notices"):
        ledger.do(begin_issue, case.writer, letter_id=letter_id)
    assert letter(ledger, letter_id).status == "approved"
