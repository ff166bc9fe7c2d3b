"""A mistake that comes back turns its action round by itself; only a second person finds that it is no repeat."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from ledger.courier.repeats import tell_repeats
from ledger.duties.asking import Asked
from ledger.duties.owed import owed
from ledger.incidents.incident_page import incident_by_reference
from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.filing import Filed
from ledger.incidents.operations.impacts import add_impact
from ledger.incidents.operations.milestones import reopen, set_milestones
from ledger.incidents.operations.second_person import decide, propose
from ledger.kernel.clock import now
from ledger.kernel.errors import Refused
from ledger.kernel.mail import Mailer
from ledger.letters.operations.closing import close_incident
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.action_page import action_page
from ledger.recovery.models import Action
from ledger.recovery.operations.action_checking import record_result, verify_action
from ledger.recovery.operations.action_doing import implement_action, resume_action
from ledger.recovery.operations.read_across import answer_read_across
from ledger.recovery.queries import action_of
from ledger.work import Ledger
from tests.factories import a_client, an_actor, an_incident
from tests.recovery.factories import FAR, HARM, Case, a_case, a_watched_action, an_action, an_effective_action
from tests.support.events import log_events

FAMILY = "Restores"


def a_case_of_a_family(ledger: Ledger) -> Case:
    case = a_case(ledger)
    ledger.do(edit_incident, case.nia, incident_id=case.filed.id, cause_family=FAMILY, service="Backups")
    return case


def another(ledger: Ledger, case: Case, days: int, code: str = "HFO", **known: Any) -> Filed:
    """File an incident some days from now, and say at once what is known of it."""
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        filed = an_incident(ledger, case.nia, (code,))
        ledger.do(edit_incident, case.nia, incident_id=filed.id, **({"cause_family": FAMILY} | known))
    return filed


def state(ledger: Ledger, case: Case, row: Action) -> str:
    return ledger.ask(action_of, case.lead, row.id).status


def test_a_like_mistake_in_the_window_makes_the_action_not_effective_by_itself(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    filed = another(ledger, case, 5)
    page = ledger.ask(action_page, case.lead, row.id)
    assert page.action.status == "not_effective"
    assert [(one.verb, one.by) for one in page.steps[:1]] == [("not_effective", "Amends")]
    assert [one.incident_reference for one in page.repeats] == [filed.reference]
    (mine,) = [one for one in ledger.ask(owed, case.nia, Asked(person=case.nia.user_id)) if one.kind == "action"]
    assert (mine.id, mine.detail) == (row.id, "not_effective")
    with ledger.database.read() as session:
        types = [event.type for event in log_events(session, PROVIDER_LOG)]
    assert types[-2:] == ["action.not_effective", "action.repeat_found"]


@pytest.mark.parametrize(("days", "expected"), [(61 + 364, "reopened"), (61 + 366, "effective")])
def test_an_effective_action_reopens_within_a_year_and_no_longer(ledger: Ledger, days: int, expected: str) -> None:
    case = a_case_of_a_family(ledger)
    row = an_effective_action(ledger, case, days=61)
    another(ledger, case, days)
    assert state(ledger, case, row) == expected


@pytest.mark.parametrize(
    ("known", "code", "expected"),
    [
        ({"cause_family": "Telephones"}, "HFO", "watching"),
        ({}, "ORC", "watching"),
        ({"service": "Backups"}, "ORC", "not_effective"),
        ({"service": "Mail"}, "ORC", "watching"),
    ],
)
def test_it_is_the_same_cause_and_the_same_client_or_service_that_counts(
    ledger: Ledger, known: dict[str, str], code: str, expected: str
) -> None:
    case = a_case_of_a_family(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row = a_watched_action(ledger, case)
    another(ledger, case, 5, code, **known)
    assert state(ledger, case, row) == expected


def test_what_is_learnt_later_counts_too(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row = a_watched_action(ledger, case)
    filed = another(ledger, case, 5, "ORC")
    assert state(ledger, case, row) == "watching"
    with time_machine.travel(now() + timedelta(days=6), tick=False):
        ledger.do(add_impact, case.nia, incident_id=filed.id, client_code="HFO", statement="No mail")
    assert state(ledger, case, row) == "not_effective"


def test_what_began_before_the_window_is_no_repeat(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    filed = an_incident(ledger, case.nia, impact_started_at=now() - timedelta(days=2))
    ledger.do(edit_incident, case.nia, incident_id=filed.id, cause_family=FAMILY)
    assert state(ledger, case, row) == "watching"


def test_what_is_not_watched_yet_is_left_alone(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = an_action(ledger, case)
    another(ledger, case, 5)
    assert state(ledger, case, row) == "in_progress"


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


def test_taken_up_again_it_needs_everything_anew(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    row = a_watched_action(ledger, case)
    another(ledger, case, 5)
    ledger.do(resume_action, case.nia, action_id=row.id, due_on=FAR, reason="We try it on a bad day")
    shown = ledger.ask(action_of, case.lead, row.id)
    assert (shown.status, shown.verifier, shown.evidence, shown.window_ends_at) == ("in_progress", "", "", None)
    assert shown.missing


@pytest.mark.parametrize(("days", "expected"), [(30, 30), (3, 40)])
def test_taken_up_again_the_first_date_stays_while_it_lies_ahead(ledger: Ledger, days: int, expected: int) -> None:
    case = a_case_of_a_family(ledger)
    today = now().date()
    row = a_watched_action(ledger, case, due_on=today + timedelta(days=days))
    another(ledger, case, 5)
    with time_machine.travel(now() + timedelta(days=6), tick=False):
        again: dict[str, Any] = {"due_on": today + timedelta(days=40), "reason": "We try it on a bad day"}
        ledger.do(resume_action, case.nia, action_id=row.id, **again)
    shown = ledger.ask(action_of, case.lead, row.id)
    assert (shown.due_at - shown.original_due_at).days == 40 - expected


def taken_up_and_watched_again(ledger: Ledger, case: Case, row: Action) -> None:
    """Take the action up again some days after it came back, and go all the way to a new window."""
    with time_machine.travel(now() + timedelta(days=10), tick=False):
        ledger.do(resume_action, case.nia, action_id=row.id, due_on=FAR, reason="We try it on a bad day")
        ledger.do(implement_action, case.nia, action_id=row.id, evidence="the restore of a bad day", **HARM)
        ledger.do(verify_action, case.omar, action_id=row.id, note="Looked at that restore")


def agreed_to_be_none(ledger: Ledger, case: Case, filed: Filed) -> None:
    asked = ledger.do(propose, case.omar, incident_id=filed.id, kind="not_a_repeat", reason="The disk broke")
    ledger.do(decide, case.lead, proposal_id=asked.id, decision="agreed")


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


def test_owner_and_leadership_are_mailed_once_and_no_client_is_named(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case_of_a_family(ledger)
    a_watched_action(ledger, case)
    filed = another(ledger, case, 0)
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr(Mailer, "is_on", property(lambda _self: True))
    monkeypatch.setattr(Mailer, "send", lambda _self, to, subject, text: sent.append((to, subject, text)))
    assert (tell_repeats(ledger), tell_repeats(ledger)) == (1, 0)
    assert {to for to, _, _ in sent} == {"nia.pryce@tidewater.example", "ruth.amadi@tidewater.example"}
    assert all(filed.reference in subject and "Harbour" not in text for _, subject, text in sent)


def test_without_mail_it_stands_with_what_is_owed_alone(ledger: Ledger) -> None:
    case = a_case_of_a_family(ledger)
    a_watched_action(ledger, case)
    another(ledger, case, 0)
    assert tell_repeats(ledger) == 0
