"""From a draft to an issued letter, on both databases."""

import io
from datetime import timedelta

import page
import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Contact
from ledger.incidents.models import Entry, Impact
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from ledger.letters.fact_schema import from_json
from ledger.letters.letter_files import letter_file, unfinished
from ledger.letters.operations.approving import approve_letter, send_back, submit_letter
from ledger.letters.operations.drafting import discard_letter, draft_letter, edit_letter, refresh_letter
from ledger.letters.operations.issuing import begin_issue, finish_issue
from ledger.letters.queries import letter_page
from ledger.people.actor import SYSTEM, Actor
from ledger.people.operations.users import add_user
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note
from ledger.work import Ledger
from ledger.worker import finish_letter, sweep
from tests.factories import a_client
from tests.letters.steps import Case, a_case, an_approved_letter, an_issued_letter, letter
from tests.support.events import log_events


def an_entry_more(ledger: Ledger, case: Case) -> None:
    ledger.do(
        add_entry,
        case.writer,
        incident_id=case.incident_id,
        kind="observation",
        text="The totals agree.",
        visibility="all_clients",
    )


def test_the_first_draft_lacks_nothing_that_the_record_holds(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    page = ledger.ask(letter_page, case.writer, letter_id)
    assert (page.lacking, page.changed) == ((), ())
    assert page.facts.addressee.salutation == "Dear Ms Okafor"
    assert page.facts.signatory.title == "Managing Director"
    assert page.facts.remedies[0].value_minor == 368_000
    assert "9999" not in str(letter(ledger, letter_id).facts)
    assert "We restored the wrong backup" in page.sections["opening"]
    assert case.writer.user_id not in str(letter(ledger, letter_id).facts)


def test_a_first_notice_comes_first_and_names_no_money_and_no_cause(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
    row = letter(ledger, letter_id)
    assert row.kind == "first_notice"
    assert (row.facts["remedies"], row.facts["contributing_factors"]) == ([], [])


def test_an_s3_gets_one_short_letter_and_a_near_miss_none(ledger: Ledger) -> None:
    case = a_case(ledger, severity="S3")
    assert letter(ledger, ledger.do(draft_letter, case.writer, impact_id=case.impact_id)).kind == "final"


def test_a_near_miss_needs_no_letter(ledger: Ledger) -> None:
    case = a_case(ledger, severity="S4")
    with pytest.raises(Conflict, match="near miss"):
        ledger.do(draft_letter, case.writer, impact_id=case.impact_id)


def test_the_same_letter_is_not_drafted_twice(ledger: Ledger) -> None:
    case = a_case(ledger)
    first = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    with pytest.raises(Conflict, match="already a draft"):
        ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    ledger.do(discard_letter, case.writer, letter_id=first, version=letter(ledger, first).version)
    again = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    assert letter(ledger, again).version_number == 1


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


def test_nobody_approves_their_own_letter(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.leader, impact_id=case.impact_id, kind="final")
    ledger.do(submit_letter, case.leader, letter_id=letter_id, version=1)
    with pytest.raises(Refused, match="second person"):
        ledger.do(approve_letter, case.leader, letter_id=letter_id, version=2)


def test_who_changed_the_text_last_does_not_approve_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    ledger.do(edit_letter, case.leader, letter_id=letter_id, version=1, subject_line="Our mistake", sections={})
    ledger.do(submit_letter, case.writer, letter_id=letter_id, version=2)
    with pytest.raises(Refused, match="second person"):
        ledger.do(approve_letter, case.leader, letter_id=letter_id, version=3)


def test_a_service_manager_approves_an_s3_and_not_an_s2(ledger: Ledger) -> None:
    case = a_case(ledger)
    other = ledger.do(add_user, SYSTEM, email="o@tidewater.example", name="Olu Baker", role="service_manager")
    manager = Actor(other.id, other.name, other.role)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    ledger.do(submit_letter, case.writer, letter_id=letter_id, version=1)
    with pytest.raises(Refused, match="leadership"):
        ledger.do(approve_letter, manager, letter_id=letter_id, version=2)


def test_changing_the_text_withdraws_the_approval(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    row = letter(ledger, letter_id)
    talk = row.sections["talk"] + "\n\nRing me at any hour."
    ledger.do(
        edit_letter, case.writer, letter_id=letter_id, version=row.version, subject_line=row.subject_line,
        sections={"talk": talk},
    )  # fmt: skip
    after = letter(ledger, letter_id)
    assert (after.status, after.approved_by) == ("draft", None)
    assert "text was changed" in after.came_back
    with pytest.raises(Conflict):
        ledger.do(begin_issue, case.writer, letter_id=letter_id)


def test_saving_without_a_change_leaves_the_approval(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = letter(ledger, an_approved_letter(ledger, case, kind="final"))
    ledger.do(
        edit_letter, case.writer, letter_id=row.id, version=row.version, subject_line=row.subject_line,
        sections=row.sections,
    )  # fmt: skip
    assert letter(ledger, row.id).status == "approved"


def test_a_changed_record_withdraws_the_approval_and_says_what_changed(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = an_approved_letter(ledger, case, kind="final")
    an_entry_more(ledger, case)
    begun = ledger.do(begin_issue, case.writer, letter_id=letter_id)
    assert (begun.issuing, begun.changed) == (False, ("the timeline",))
    row = letter(ledger, letter_id)
    assert (row.status, row.approved_by) == ("draft", None)
    assert "the timeline" in row.came_back
    assert ledger.ask(unfinished, SYSTEM) == []


def test_a_stale_edit_is_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    ledger.do(edit_letter, case.writer, letter_id=letter_id, version=1, subject_line="One", sections={})
    with pytest.raises(Stale):
        ledger.do(edit_letter, case.leader, letter_id=letter_id, version=1, subject_line="Two", sections={})


def test_refreshing_rewrites_what_nobody_edited_and_leaves_the_rest(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    talk = {"talk": "Our own words. Tell us if we have anything wrong."}
    ledger.do(edit_letter, case.writer, letter_id=letter_id, version=1, subject_line="Ours", sections=talk)

    def fewer(session: Session, actor: Actor) -> None:
        impact = session.get_one(Impact, case.impact_id)
        impact.people_affected = 12
        impact.event_id = note(session, "test.noted", actor=actor.user_id, subjects="impact")

    ledger.do(fewer, SYSTEM)
    changed = ledger.do(refresh_letter, case.writer, letter_id=letter_id)
    row = letter(ledger, letter_id)
    assert "how many people were affected" in changed
    assert "12 of your 58 people" in row.sections["opening"]
    assert row.sections["talk"] == talk["talk"]


def test_sending_back_needs_words_and_makes_a_draft(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    ledger.do(submit_letter, case.writer, letter_id=letter_id, version=1)
    with pytest.raises(Invalid, match="what has to change"):
        ledger.do(send_back, case.leader, letter_id=letter_id, version=2, words=" ")
    ledger.do(send_back, case.leader, letter_id=letter_id, version=2, words="Say when the visit is.")
    row = letter(ledger, letter_id)
    assert (row.status, row.came_back) == ("draft", "Say when the visit is.")


def test_an_incomplete_letter_is_not_sent_for_review_and_each_thing_is_said(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    ledger.do(
        edit_letter, case.writer, letter_id=letter_id, version=1, subject_line="Ours",
        sections={"opening": "Something happened.", "talk": ""},
    )  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        ledger.do(submit_letter, case.writer, letter_id=letter_id, version=2)
    assert len(refusal.value.fields["_schema"]) >= 3


def test_a_letter_that_names_another_client_is_not_sent_for_review(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    talk = letter(ledger, letter_id).sections["talk"] + " Orchard Clinic had the same."
    ledger.do(edit_letter, case.writer, letter_id=letter_id, version=1, subject_line="Ours", sections={"talk": talk})
    with pytest.raises(Invalid) as refusal:
        ledger.do(submit_letter, case.writer, letter_id=letter_id, version=2)
    assert list(refusal.value.fields) == ["sections.talk"]


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
        said={"what_was_wrong": "We said 46 of your people.", "what_is_right": "It was 44 of your people."},
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


def test_a_promise_to_write_dates_the_next_letter(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
    at = from_json(letter(ledger, letter_id).facts).next_update_at
    assert at is not None
    assert timedelta(days=89) < at - now() < timedelta(days=91)


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
