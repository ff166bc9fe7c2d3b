"""Only a second person finds that it is no repeat; then all that the repeat turned round stands as before."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from ledger.incidents.incident_page import incident_by_reference
from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.milestones import reopen, set_milestones
from ledger.incidents.operations.second_person import decide, propose
from ledger.kernel.clock import now
from ledger.kernel.errors import Refused
from ledger.letters.operations.closing import close_incident
from ledger.recovery.action_page import action_page
from ledger.recovery.models import Action
from ledger.recovery.operations.action_checking import record_result, verify_action
from ledger.recovery.operations.action_doing import implement_action, resume_action
from ledger.recovery.operations.read_across import answer_read_across
from ledger.work import Ledger
from tests.factories import a_client, an_actor
from tests.recovery.factories import FAR, HARM, Case, a_watched_action, an_action
from tests.recovery.repeating import a_case_of_a_family, agreed_to_be_none, another, state
from tests.support.events import log_events


def test_not_a_repeat_is_agreed_by_somebody_who_neither_owns_nor_did_it_and_puts_it_back(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    owner = an_actor(ledger, "leadership", name="Paul Renner")
    row = a_watched_action(ledger, case, owner_id=owner.user_id)
    filed = another(ledger, case, 5)
    said: dict[str, Any] = {
        "incident_id": filed.id,
        "kind": "not_a_repeat",
        "reason": "The disk broke; nothing of ours was run.",
    }
    asked = ledger.do(propose, case.omar, **said)
    with pytest.raises(Refused, match="not a repeat"):
        ledger.do(decide, owner, proposal_id=asked.id, decision="agreed")
    assert state(ledger, case, row) == "not_effective"
    ledger.do(decide, case.lead, proposal_id=asked.id, decision="agreed")
    page = ledger.ask(action_page, case.lead, row.id)
    assert page.action.status == "watching"
    assert "restored" in {step.verb for step in page.steps}
    assert page.repeats[0].undone_at is not None
    ledger.do(edit_incident, case.nia, incident_id=filed.id, service="Backups")
    assert state(ledger, case, row) == "watching"


def test_declined_it_stays_not_effective(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    filed = another(ledger, case, 5)
    asked = ledger.do(propose, case.nia, incident_id=filed.id, kind="not_a_repeat", reason="It looks otherwise.")
    ledger.do(decide, case.lead, proposal_id=asked.id, decision="declined")
    assert state(ledger, case, row) == "not_effective"


def taken_up_and_watched_again(ledger: Ledger, case: Case, row: Action) -> None:
    """Take the action up again some days after it came back, and go all the way to a new window."""
    with time_machine.travel(now() + timedelta(days=10), tick=False):
        ledger.do(resume_action, case.nia, action_id=row.id, due_on=FAR, reason="We try it on a bad day")
        ledger.do(implement_action, case.nia, action_id=row.id, evidence="the restore of a bad day", **HARM)
        ledger.do(verify_action, case.omar, action_id=row.id, note="Looked at that restore")


def test_a_repeat_that_was_answered_by_new_work_does_not_keep_it_down(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    another(ledger, case, 5)
    taken_up_and_watched_again(ledger, case, row)
    filed = another(ledger, case, 20)
    assert state(ledger, case, row) == "not_effective"
    agreed_to_be_none(ledger, case, filed)
    assert state(ledger, case, row) == "watching"


def test_a_repeat_of_an_earlier_round_taken_back_undoes_no_later_result(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    filed = another(ledger, case, 5)
    taken_up_and_watched_again(ledger, case, row)
    found: dict[str, Any] = {"held": False, "opportunities": 1, "result": "It failed the first time"}
    ledger.do(record_result, case.omar, action_id=row.id, **found)
    agreed_to_be_none(ledger, case, filed)
    assert state(ledger, case, row) == "not_effective"


def watched_case(ledger: Ledger) -> tuple[Case, Action]:
    """Return a case that is put right and watched, with the action it waits for."""
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    ledger.do(set_milestones, case.nia, incident_id=case.filed.id, times={"resolved_at": now()})
    said = {"reason": "Set up otherwise elsewhere.", "looked_at": "All clients with restores"}
    ledger.do(answer_read_across, case.nia, incident_id=case.filed.id, **said)
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason="They asked for none.")
    return case, row


def status(ledger: Ledger, case: Case) -> str:
    return ledger.ask(incident_by_reference, case.lead, case.filed.reference).status


def test_a_watched_case_is_worked_on_again_and_watched_again_once_the_repeat_is_taken_back(ledger: Ledger) -> None:
    case, row = watched_case(ledger)
    assert status(ledger, case) == "watching"
    filed = [another(ledger, case, days) for days in (5, 6)]
    assert (status(ledger, case), state(ledger, case, row)) == ("resolved", "not_effective")
    agreed_to_be_none(ledger, case, filed[0])
    assert (status(ledger, case), state(ledger, case, row)) == ("resolved", "not_effective"), "the other one counts"
    agreed_to_be_none(ledger, case, filed[1])
    assert (status(ledger, case), state(ledger, case, row)) == ("watching", "watching")
    with ledger.database.read() as session:
        types = [event.type for event in log_events(session, case.client.log_id)]
    assert [one for one in types if "watched" in one][-2:] == ["incident.unwatched", "incident.watched"]


@pytest.mark.parametrize("meanwhile", ["an action", "reopened", "never watched"])
def test_taking_a_repeat_back_puts_no_case_to_watch_in_which_more_is_to_be_done(ledger: Ledger, meanwhile: str) -> None:
    if meanwhile == "never watched":
        case = a_case_of_a_family(ledger)
        a_watched_action(ledger, case)
        ledger.do(set_milestones, case.nia, incident_id=case.filed.id, times={"resolved_at": now()})
    else:
        case, _ = watched_case(ledger)
    filed = another(ledger, case, 5)
    if meanwhile == "an action":
        an_action(ledger, case, text="We look at the disks too")
    elif meanwhile == "reopened":
        ledger.do(reopen, case.nia, incident_id=case.filed.id, reason="It stopped again.")
    before = status(ledger, case)
    agreed_to_be_none(ledger, case, filed)
    assert status(ledger, case) == before == ("open" if meanwhile == "reopened" else "resolved")


def test_what_came_elsewhere_while_it_was_down_is_not_held_against_it(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row = a_watched_action(ledger, case)
    filed = another(ledger, case, 5)
    another(ledger, case, 6, "ORC", service="Mail")
    agreed_to_be_none(ledger, case, filed)
    assert state(ledger, case, row) == "watching"
