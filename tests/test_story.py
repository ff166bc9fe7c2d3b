"""One incident from the first minute to the trends: the first test to read.

On a Tuesday morning Tidewater Systems restores the wrong backup over the order server of Harbour Foods. Harbour Foods
rings first. What follows is the product's whole promise, step by step, through the verbs that pages and API use.
"""

from datetime import date

import pytest

from ledger.incidents.operations.editing import add_factor, edit_incident
from ledger.incidents.operations.impacts import edit_impact
from ledger.incidents.operations.milestones import set_milestones
from ledger.incidents.portal import own_case, own_incidents
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.kernel.money import Money
from ledger.letters.client_view import own_letters
from ledger.letters.operations.answering import answer_letter
from ledger.letters.operations.drafting import discard_letter
from ledger.letters.queries import letter_page
from ledger.recovery.operations.action_checking import verify_action
from ledger.recovery.operations.action_doing import implement_action
from ledger.recovery.operations.action_planning import plan_action, start_action
from ledger.recovery.operations.actions import add_action
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.recovery.operations.remedies import approve_remedy, deliver_remedy, promise_remedy, propose_remedy
from ledger.recovery.operations.updates import quick_update
from ledger.recovery.queries import recovery_of
from ledger.trends.counting import shares
from ledger.trends.scope import Scope
from ledger.work import Ledger
from tests.support.story import Story, at, october, tuesday


def test_a_wrong_backup_from_the_first_minute_to_the_trends(ledger: Ledger) -> None:
    story = Story(ledger)
    it_is_filed_while_the_telephone_still_rings(story)
    it_is_answered_and_put_right(story)
    a_first_notice_goes_out_in_writing(story)
    what_happened_and_why_is_written_down(story)
    we_change_something_give_something_and_promise_something(story)
    the_final_letter_is_approved_by_a_second_person_and_issued(story)
    the_client_reads_its_own_part_and_acknowledges(story)
    promises_are_kept_and_a_second_person_looks(story)
    it_counts(story)


def it_is_filed_while_the_telephone_still_rings(story: Story) -> None:
    """The restore began at 08:55; at 09:11 Harbour Foods rang; at 09:20 nobody knows the cause, and it is filed."""
    with at(tuesday(9, 20)):
        story.file()
        assert (story.reference, story.client_reference) == ("INC-2026-0001", "HFO-2026-01")
        story.tell(
            "client_contact", "Ms Okafor rang and asked why the orders were old.", occurred_at=tuesday(9, 11),
            visibility="one_client", client_code="HFO", channel="phone", outcome="they_chased_us", reported=True,
        )  # fmt: skip


def it_is_answered_and_put_right(story: Story) -> None:
    """We ring back; one press tells how things stand and promises the next word; the next word keeps the promise."""
    with at(tuesday(9, 26)):
        story.tell("client_notice", "We rang Ms Okafor and told her.", channel="phone", outcome="reached")
    with at(tuesday(10)):
        story.do(quick_update, story.engineer, text="The right backup is being copied.", next_update_at=tuesday(12, 15))
    with at(tuesday(12, 6)):
        story.tell("containment", "We stopped the restore.", occurred_at=tuesday(9, 15), visibility="all_clients")
        story.tell(
            "restoration", "The right backup was in place.", occurred_at=tuesday(12, 5), visibility="all_clients"
        )
        story.do(set_milestones, story.engineer, times={"contained_at": tuesday(9, 15), "resolved_at": tuesday(12, 5)})
    with at(tuesday(12, 10)):
        told = story.do(
            quick_update, story.engineer, text="Your people are back at work.", next_update_at=october(16, 16)
        )
        assert len(told[0].kept) == 1


def a_first_notice_goes_out_in_writing(story: Story) -> None:
    """Its author cannot approve it."""
    with at(tuesday(13)):
        notice = story.write("first_notice")
        with pytest.raises(Refused, match="second person"):
            story.approve(story.engineer, notice)
        story.approve(story.director, notice)
        assert story.issue(notice).startswith(b"%PDF")


def what_happened_and_why_is_written_down(story: Story) -> None:
    """A cause is never a person, and a slip alone explains nothing."""
    with at(october(7)):
        story.do(
            edit_incident, story.engineer, ours="yes", cause_family="Restores",
            act_statement="We restored the wrong backup over your order server on Tuesday 6 October 2026.",
        )  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            story.do(add_factor, story.engineer, text="Human error")
        assert "explains nothing" in str(refusal.value.fields["text"])
        story.do(add_factor, story.engineer, text="The backups have names that differ by one digit")
        story.ledger.do(
            edit_impact, story.engineer, impact_id=story.impact_id, people_affected=46, data_effect="none",
            delay_reason="We tried to repair it first",
        )  # fmt: skip


def we_change_something_give_something_and_promise_something(story: Story) -> None:
    """Nobody verifies their own action, and nobody approves their own remedy."""
    with at(october(8)):
        story.action_id = story.do(
            add_action, story.engineer, kind="corrective", due_on=date(2026, 10, 20),
            text="A restore cannot start until a second person enters a code", how_seen="You get a picture of it",
        ).id  # fmt: skip
        with pytest.raises(Invalid, match="what sort of change"):
            story.ledger.do(start_action, story.engineer, action_id=story.action_id)
        story.ledger.do(
            plan_action, story.engineer, action_id=story.action_id, sort="automation", start=True,
            evaluation_criteria="No restore starts with one person", measure="Restores, and those begun alone",
            baseline="One wrong restore of nine this year", window_days=60, min_opportunities=3,
            planned_verifier_id=story.manager.user_id, estimate=Money(0, "GBP"),
        )  # fmt: skip
        story.ledger.do(
            implement_action, story.engineer, action_id=story.action_id, evidence="Change record of today",
            could_break="Nobody can restore alone at night", how_undone="Take the lock off, by the on-call director",
        )  # fmt: skip
        with pytest.raises(Refused, match="nobody checks their own work"):
            story.ledger.do(verify_action, story.engineer, action_id=story.action_id, note="Looks good to me")
        story.remedy_id = story.ledger.do(
            propose_remedy, story.engineer, client_reference=story.client_reference, code="WI",
            details={"invoice": "2086"}, text="One month's server fee", how="Credit note 2087, on your next invoice",
            value=Money(36_800, "GBP"), tax=Money(7_360, "GBP"), due_on=date(2026, 10, 20),
        ).id  # fmt: skip
        with pytest.raises(Refused, match="second person"):
            story.ledger.do(approve_remedy, story.engineer, remedy_id=story.remedy_id)
        story.ledger.do(approve_remedy, story.director, remedy_id=story.remedy_id)
        story.ledger.do(promise_remedy, story.engineer, remedy_id=story.remedy_id)
        story.promise_id = story.do(
            make_promise, story.engineer, client_code="HFO", kind="visit", due_on=date(2026, 10, 14),
            text="We visit you and go through this with you",
        ).id  # fmt: skip


def the_final_letter_is_approved_by_a_second_person_and_issued(story: Story) -> None:
    """About an S2 that person is leadership; what is issued never changes."""
    with at(october(12)):
        story.letter_id = story.write("final")
        with pytest.raises(Refused, match="leadership"):
            story.approve(story.manager, story.letter_id)
        story.approve(story.director, story.letter_id)
        assert story.issue(story.letter_id).startswith(b"%PDF")
        page = story.ledger.ask(letter_page, story.engineer, story.letter_id)
        assert (page.status, page.lacking) == ("issued", ())
        assert page.sections["opening"].startswith(
            "We restored the wrong backup over your order server on Tuesday 6 October 2026. This was our mistake. "
            "We are sorry that 46 of your 58 people could not use your order server for 3 hours 10 minutes. "
            "We are sorry that you had to tell us first."
        )
        with pytest.raises(Conflict, match="never changes"):
            story.ledger.do(discard_letter, story.engineer, letter_id=story.letter_id, version=page.version)


def the_client_reads_its_own_part_and_acknowledges(story: Story) -> None:
    """It knows its own reference and nothing of ours."""
    with at(october(13)):
        (mine,) = story.ledger.ask(own_incidents, story.client)
        case = story.ledger.ask(own_case, story.client, mine.client_reference)
        assert (mine.client_reference, case.told_first) == ("HFO-2026-01", False)
        assert "INC-2026" not in str(case)
        assert {letter.kind for letter in story.ledger.ask(own_letters, story.client)} == {"first_notice", "final"}
        story.ledger.do(answer_letter, story.client, letter_id=story.letter_id, kind="acknowledged")
        (answer,) = story.ledger.ask(letter_page, story.engineer, story.letter_id).answers
        assert (answer.kind, answer.by_name, answer.recorded_by) == ("acknowledged", "Adaeze Okafor", "")


def promises_are_kept_and_a_second_person_looks(story: Story) -> None:
    """The visit was made on its day, the credit note arrived, and the manager tried the lock."""
    with at(october(14, 13)):
        story.ledger.do(keep_promise, story.engineer, promise_id=story.promise_id, evidence="Minutes of the visit")
        story.ledger.do(
            deliver_remedy,
            story.engineer,
            remedy_id=story.remedy_id,
            evidence="Credit note 2087",
            details={"credit_note": "2087"},
        )
    with at(october(15)):
        story.ledger.do(
            verify_action, story.manager, action_id=story.action_id, note="Tried it alone: it does not start"
        )
        recovery = story.ledger.ask(recovery_of, story.engineer, story.incident_id)
        assert [row.status for row in recovery.actions] == ["watching"]
        assert [row.status for row in recovery.remedies] == ["delivered"]


def it_counts(story: Story) -> None:
    """One impact, not told first; two promises due by then, both kept by their day; one still to come."""
    scope = Scope(as_of=october(15, 12), zone="Europe/London", months=1)
    found = story.ledger.ask(shares, story.director, scope, ("told_first", "promises_kept"))
    (told,), (kept,) = found["told_first"], found["promises_kept"]
    assert (told.k, told.n) == (0, 1)
    assert (kept.k, kept.n) == (2, 2)
