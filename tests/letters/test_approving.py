"""Who may approve a letter, what an approval is of and what withdraws it; on both databases."""

import pytest

from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.letters.letter_files import unfinished
from ledger.letters.operations.approving import approve_letter, send_back, submit_letter
from ledger.letters.operations.drafting import draft_letter, edit_letter
from ledger.letters.operations.issuing import begin_issue
from ledger.people.actor import SYSTEM, Actor
from ledger.people.operations.users import add_user
from ledger.work import Ledger
from tests.factories import a_client
from tests.letters.steps import a_case, an_approved_letter, an_entry_more, letter


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
