"""Drafting a letter from the record, changing its text, and taking over what has changed; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ledger.incidents.models import Impact
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Stale
from ledger.letters.fact_schema import from_json
from ledger.letters.operations.drafting import discard_letter, draft_letter, edit_letter, refresh_letter
from ledger.letters.queries import letter_page, unsent_letter
from ledger.people.actor import SYSTEM, Actor
from ledger.record.operations import note
from ledger.work import Ledger
from tests.letters.steps import a_case, an_issued_letter, letter


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


def test_a_promise_to_write_dates_the_next_letter(ledger: Ledger) -> None:
    case = a_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id)
    at = from_json(letter(ledger, letter_id).facts).next_update_at
    assert at is not None
    assert timedelta(days=89) < at - now() < timedelta(days=91)


def test_a_correction_is_headed_by_what_it_corrects_and_a_further_final_letter_names_the_first(ledger: Ledger) -> None:
    case = a_case(ledger)
    first = an_issued_letter(ledger, case, kind="final")
    day = letter(ledger, first).dated_on
    assert day is not None
    told = f"{day.day} {day:%B %Y}"
    draft = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="correction", corrects_id=first)
    assert letter(ledger, draft).subject_line == f"What was wrong in our letter of {told}"
    of_this = ledger.ask(unsent_letter, case.writer, case.impact_id, "correction", first)
    of_another = ledger.ask(unsent_letter, case.writer, case.impact_id, "correction", "another")
    assert (of_this, of_another) == (draft, None)
    again = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="final")
    page = ledger.ask(letter_page, case.writer, again)
    assert f"takes the place of version 1, of {told}." in page.sections["opening"]
    assert page.lacking == (("L31", "Say what is different from version 1 of this letter."),)
    said = {"what_changed": "We had counted one hour too few."}
    ledger.do(
        edit_letter, case.writer, letter_id=again, version=1, subject_line=page.subject_line, sections={}, said=said
    )
    page = ledger.ask(letter_page, case.writer, again)
    assert page.sections["opening"].endswith("We had counted one hour too few.")
    assert page.lacking == ()
    with pytest.raises(Invalid, match="no first notice"):
        ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="first_notice")
