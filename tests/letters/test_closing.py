"""Closing a case: the gate names what is missing, clocks end, and a fix that has to hold is watched first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ledger.incidents.board import board
from ledger.incidents.incident_page import incident_by_reference
from ledger.incidents.operations.milestones import reopen, set_milestones
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.letters.closing import gate_of
from ledger.letters.operations.closing import close_incident
from ledger.recovery.operations.action_checking import end_containment, record_result, verify_action
from ledger.recovery.operations.action_doing import hand_over_action
from ledger.recovery.operations.actions import cancel_action
from ledger.recovery.operations.read_across import answer_read_across
from ledger.recovery.operations.remedy_endings import decline_remedy
from ledger.work import Ledger
from tests.factories import an_incident
from tests.letters.steps import a_case as a_case_for_a_letter
from tests.letters.steps import an_issued_letter
from tests.recovery.factories import (
    FAR,
    Case,
    a_case,
    a_done_action,
    a_plan,
    a_promised_remedy,
    a_watched_action,
    an_action,
    an_effective_action,
)

REASON = "They asked for no letter, by telephone."


def _put_right(ledger: Ledger, case: Case) -> None:
    ledger.do(set_milestones, case.nia, incident_id=case.filed.id, times={"resolved_at": now()})
    said = {"reason": "No other client has this server.", "looked_at": "All twelve clients with a mail server"}
    ledger.do(answer_read_across, case.nia, incident_id=case.filed.id, **said)


def handed_over(ledger: Ledger, case: Case) -> None:
    """Add an action that removes the cause and keeps no case open."""
    to: dict[str, Any] = {"owner_id": case.lead.user_id, "due_on": FAR, "reason": "It belongs to the yearly renewal."}
    ledger.do(hand_over_action, case.nia, action_id=an_action(ledger, case).id, **to)


def test_the_gate_names_everything_that_is_missing_and_nothing_is_closed(ledger: Ledger) -> None:
    case = a_case(ledger)
    an_action(ledger, case)
    a_promised_remedy(ledger, case)
    kinds = [gap.kind for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps]
    assert kinds == ["milestone", "letter", "action", "read_across", "remedy"]
    with pytest.raises(Invalid, match="Harbour Foods has no final letter"):
        ledger.do(close_incident, case.nia, incident_id=case.filed.id)
    assert ledger.ask(incident_by_reference, case.nia, case.filed.reference).status == "open"


def test_a_reason_stands_for_a_missing_letter_and_for_nothing_else(ledger: Ledger) -> None:
    case = a_case(ledger, "S3")
    with pytest.raises(Invalid, match="not put right"):
        ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    _put_right(ledger, case)
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    shown = ledger.ask(incident_by_reference, case.nia, case.filed.reference)
    assert shown.status == "closed"
    assert any(REASON in entry.text and entry.visibility == "internal" for entry in shown.entries)


def test_closing_ends_what_clocks_still_waited_for_and_leaves_the_board(ledger: Ledger) -> None:
    case = a_case(ledger, "S3")
    _put_right(ledger, case)
    assert len(ledger.ask(board, case.nia)) == 1
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    assert ledger.ask(board, case.nia) == []
    states = {clock.standing for clock in ledger.ask(incident_by_reference, case.nia, case.filed.reference).clocks}
    assert states <= {"ended", "met"}


def test_a_missed_clock_stays_missed_when_the_case_is_closed(ledger: Ledger) -> None:
    case = a_case(ledger, "S3")
    _put_right(ledger, case)
    with pretended(now() + timedelta(days=40)):
        ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
        shown = ledger.ask(incident_by_reference, case.nia, case.filed.reference)
    assert {clock.standing for clock in shown.clocks if clock.kind == "first_notice"} == {"missed"}


def test_a_verified_fix_is_watched_until_the_follow_up_letter_tells_its_result(ledger: Ledger) -> None:
    case = a_case(ledger)
    _put_right(ledger, case)
    action = a_done_action(ledger, case)
    ledger.do(verify_action, case.omar, action_id=action.id, note="Saw it ask for the code.")
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    shown = ledger.ask(incident_by_reference, case.nia, case.filed.reference)
    assert shown.status == "watching"
    assert {clock.kind for clock in shown.clocks if clock.standing in {"due", "at_risk"}} == {"effectiveness"}
    assert {clock.standing for clock in shown.clocks if clock.kind == "actions_implemented"} == {"met"}
    with pytest.raises(Conflict, match="watched until"):
        ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    with pretended(now() + timedelta(days=61)):
        ledger.do(
            record_result, case.omar, action_id=action.id, held=True, opportunities=6, result="Six tries, all right"
        )
        with pytest.raises(Conflict, match="follow-up letter"):
            ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)


def test_a_handed_over_action_keeps_no_case_open(ledger: Ledger) -> None:
    case = a_case(ledger)
    _put_right(ledger, case)
    action = an_action(ledger, case)
    assert [gap.action_id for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps if gap.kind == "action"] == [
        action.id
    ]
    to: dict[str, Any] = {"owner_id": case.lead.user_id, "due_on": FAR, "reason": "It belongs to the yearly renewal."}
    ledger.do(hand_over_action, case.nia, action_id=action.id, **to)
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    assert ledger.ask(incident_by_reference, case.nia, case.filed.reference).status == "closed"


def test_a_watched_case_whose_fix_did_not_hold_is_on_the_board_again(ledger: Ledger) -> None:
    case = a_case(ledger)
    _put_right(ledger, case)
    action = a_watched_action(ledger, case)
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    assert ledger.ask(board, case.nia) == []
    ledger.do(record_result, case.omar, action_id=action.id, held=False, opportunities=1, result="It failed today")
    assert len(ledger.ask(board, case.nia)) == 1
    assert "did not hold" in ledger.ask(gate_of, case.nia, case.filed.id).gaps[-1].sentence


def test_training_alone_closes_no_grave_case(ledger: Ledger) -> None:
    case = a_case(ledger)
    _put_right(ledger, case)
    action = an_effective_action(ledger, case, plan=a_plan(case.omar, sort="training"))
    (gap,) = [gap for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps if gap.kind == "action"]
    assert "Training or a reminder alone" in gap.sentence
    to: dict[str, Any] = {"owner_id": case.lead.user_id, "due_on": FAR, "reason": "It belongs to the yearly renewal."}
    ledger.do(hand_over_action, case.nia, action_id=an_action(ledger, case).id, **to)
    assert action.status == "effective"
    assert not [gap for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps if gap.kind == "action"]


def test_a_containment_is_removed_or_dated_before_a_case_is_closed(ledger: Ledger) -> None:
    case = a_case(ledger, "S3")
    _put_right(ledger, case)
    row = a_done_action(ledger, case, kind="containment")
    ledger.do(verify_action, case.omar, action_id=row.id, note="Saw it")
    assert [gap.kind for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps] == ["letter", "action"]
    ledger.do(end_containment, case.nia, action_id=row.id, stays_until=FAR)
    assert [gap.kind for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps] == ["letter"]


def test_a_closed_case_can_be_reopened_with_a_reason_and_closed_only_once(ledger: Ledger) -> None:
    case = a_case(ledger, "S3")
    _put_right(ledger, case)
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    with pytest.raises(Conflict, match="ended already"):
        ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    ledger.do(reopen, case.nia, incident_id=case.filed.id, reason="It came back this morning.")
    assert ledger.ask(incident_by_reference, case.nia, case.filed.reference).status == "open"


def test_an_issued_final_letter_opens_the_gate(ledger: Ledger) -> None:
    case = a_case_for_a_letter(ledger)
    before = {gap.kind for gap in ledger.ask(gate_of, case.writer, case.incident_id).gaps}
    an_issued_letter(ledger, case, kind="final")
    after = {gap.kind for gap in ledger.ask(gate_of, case.writer, case.incident_id).gaps}
    assert before - after == {"letter"}


def test_actions_and_remedies_that_ended_do_not_keep_it_open(ledger: Ledger) -> None:
    case = a_case(ledger, "S3")
    _put_right(ledger, case)
    action, remedy = an_action(ledger, case), a_promised_remedy(ledger, case)
    ledger.do(cancel_action, case.omar, action_id=action.id, reason="The server was replaced.")
    ledger.do(decline_remedy, case.nia, remedy_id=remedy.id, client_words="We want none.")
    assert [gap.kind for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps] == ["letter"]


def test_an_auditor_closes_nothing(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Refused):
        ledger.do(close_incident, case.theirs, incident_id=case.filed.id)


def test_training_alone_closes_a_small_case(ledger: Ledger) -> None:
    case = a_case(ledger)
    small = replace(case, filed=an_incident(ledger, case.nia, severity="S3"))
    ledger.do(set_milestones, case.nia, incident_id=small.filed.id, times={"resolved_at": now()})
    an_effective_action(ledger, small, plan=a_plan(case.omar, sort="training"))
    gaps = ledger.ask(gate_of, case.nia, small.filed.id).gaps
    assert [gap.kind for gap in gaps] == ["letter"]


def test_where_else_it_could_happen_is_answered_by_an_action_or_with_a_reason(ledger: Ledger) -> None:
    case = a_case(ledger)
    handed_over(ledger, case)
    ledger.do(set_milestones, case.nia, incident_id=case.filed.id, times={"resolved_at": now()})
    unanswered = "Nobody has said where else this could happen: add a preventive action, or say why nowhere."
    with pytest.raises(Invalid, match="where else this could happen") as refused:
        ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    assert refused.value.fields == {"close": [unanswered]}
    with pytest.raises(Invalid) as empty:
        ledger.do(answer_read_across, case.nia, incident_id=case.filed.id, reason=" ", looked_at="")
    assert set(empty.value.fields) == {"reason", "looked_at"}
    row = an_action(ledger, case, kind="preventive", text="We do the same at all other clients")
    assert "read_across" not in {gap.kind for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps}
    ledger.do(cancel_action, case.omar, action_id=row.id, reason="It cannot happen there")
    assert "read_across" in {gap.kind for gap in ledger.ask(gate_of, case.nia, case.filed.id).gaps}
    said = {"reason": "No other client has this server.", "looked_at": "All twelve clients with a mail server"}
    ledger.do(answer_read_across, case.nia, incident_id=case.filed.id, **said)
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)


def test_a_grave_mistake_is_not_closed_while_nothing_removes_its_cause(ledger: Ledger) -> None:
    case = a_case(ledger)
    _put_right(ledger, case)
    action = an_action(ledger, case)
    ledger.do(cancel_action, case.omar, action_id=action.id, reason="The server was replaced.")
    with pytest.raises(Invalid, match="Nothing removes the cause"):
        ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    handed_over(ledger, case)
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason=REASON)
    assert ledger.ask(incident_by_reference, case.nia, case.filed.reference).status == "closed"


@pytest.mark.parametrize(("severity", "asks"), [("S1", 1), ("S2", 1), ("S3", 0)])
def test_a_grave_incident_is_not_closed_before_it_is_known_whether_it_was_ours(
    ledger: Ledger, severity: str, asks: int
) -> None:
    case = a_case(ledger)
    filed = an_incident(ledger, case.nia, title="A mail went astray", severity=severity)
    gaps = ledger.ask(gate_of, case.nia, filed.id).gaps
    assert [(gap.kind, gap.place) for gap in gaps if gap.kind == "ours"] == [("ours", "edit")] * asks
