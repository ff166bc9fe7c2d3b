"""Actions, on both databases: done by somebody, checked by somebody else."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from ledger.people.actor import Actor
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.models import Action
from ledger.recovery.operations.action_checking import verify_action
from ledger.recovery.operations.action_doing import implement_action, send_back_action
from ledger.recovery.operations.actions import add_action, cancel_action, edit_action, redate_action
from ledger.recovery.queries import action_of, recovery_of
from ledger.work import Ledger
from tests.factories import a_client, an_actor, an_incident
from tests.recovery.factories import FAR, HARM, Case, a_case, a_done_action, an_action
from tests.support.events import log_events


def test_a_second_person_verifies_what_was_implemented(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    ledger.do(verify_action, case.omar, action_id=row.id, note="Looked at the restore of last night", version=4)
    shown = ledger.ask(action_of, case.lead, row.id)
    assert (shown.status, shown.verifier, shown.implementer) == ("watching", "Omar Haddad", "Nia Pryce")
    assert shown.version == 6


def test_neither_owner_nor_implementer_verifies(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case, by=case.omar)
    for person in (case.nia, case.omar):
        with pytest.raises(Refused, match="second person"):
            ledger.do(verify_action, person, action_id=row.id, note="Looks fine")
    may = {who.name: ledger.ask(action_of, who, row.id).may_verify for who in (case.nia, case.omar, case.lead)}
    assert may == {"Nia Pryce": False, "Omar Haddad": False, "Ruth Amadi": True}


def test_an_implemented_action_cannot_get_another_owner_so_that_the_first_may_verify(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case, by=case.omar)
    with pytest.raises(Conflict, match="not edited"):
        ledger.do(edit_action, case.nia, action_id=row.id, owner_id=case.lead.user_id)


@pytest.mark.parametrize("role", ["auditor", "admin"])
def test_who_only_reads_or_only_administers_does_nothing_here(ledger: Ledger, role: str) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    other = an_actor(ledger, role)
    with pytest.raises(Refused):
        ledger.do(verify_action, other, action_id=row.id, note="Looks fine")
    with pytest.raises(Refused):
        ledger.do(add_action, other, incident_id=case.filed.id, kind="corrective", text="No", due_on=FAR)
    with pytest.raises(Invalid, match="able to act"):
        an_action(ledger, case, owner_id=other.user_id)


def test_without_evidence_nothing_is_implemented_and_without_a_note_nothing_verified(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    with pytest.raises(Invalid, match="shows"):
        ledger.do(implement_action, case.nia, action_id=row.id, evidence="  ")
    with pytest.raises(Conflict, match="evidence first"):
        ledger.do(verify_action, case.omar, action_id=row.id, note="Looks fine")
    ledger.do(implement_action, case.nia, action_id=row.id, evidence="a log line", **HARM)
    with pytest.raises(Invalid, match="looked at"):
        ledger.do(verify_action, case.omar, action_id=row.id, note="")


def test_moving_a_date_keeps_the_original_one(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case, due_on=now().date() + timedelta(days=10))
    original = row.original_due_at
    ledger.do(redate_action, case.nia, action_id=row.id, due_on=FAR, reason="The part comes later")
    shown = ledger.ask(action_of, case.nia, row.id)
    assert shown.original_due_at == original < shown.due_at


def test_a_new_owner_is_no_more_the_second_person_of_the_plan(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    ledger.do(edit_action, case.nia, action_id=row.id, owner_id=case.omar.user_id)
    shown = ledger.ask(action_of, case.nia, row.id)
    assert (shown.owner, shown.planned_verifier) == ("Omar Haddad", "")


def test_a_due_date_that_has_passed_is_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        an_action(ledger, case, due_on=date(2020, 1, 1))
    assert "due_on" in refusal.value.fields


def test_what_was_not_meant_is_sent_back_and_done_again(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    ledger.do(send_back_action, case.omar, action_id=row.id, note="Only one of two servers")
    assert ledger.ask(action_of, case.nia, row.id).status == "in_progress"
    ledger.do(implement_action, case.nia, action_id=row.id, evidence="both servers", **HARM)


def test_two_people_editing_at_once_lose_nothing(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    ledger.do(edit_action, case.nia, action_id=row.id, version=3, text="We check two restores a week")
    with pytest.raises(Stale):
        ledger.do(edit_action, case.omar, action_id=row.id, version=3, text="Something else")


def test_a_cancelled_action_stays_cancelled_and_a_verified_one_is_never_cancelled(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    ledger.do(cancel_action, case.omar, action_id=row.id, reason="The system is replaced")
    with pytest.raises(Conflict, match="cancelled"):
        ledger.do(implement_action, case.nia, action_id=row.id, evidence="done")
    other = a_done_action(ledger, case)
    ledger.do(verify_action, case.omar, action_id=other.id, note="Looked at it")
    with pytest.raises(Conflict, match="verified"):
        ledger.do(cancel_action, case.nia, action_id=other.id, reason="No")
    with pytest.raises(NotFound):
        ledger.do(cancel_action, case.nia, action_id="none", reason="No")


def test_the_clients_log_has_the_words_and_dates_and_ours_has_the_owner_and_the_evidence(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    with ledger.database.read() as session:
        theirs = [event for event in log_events(session, case.client.log_id) if event.type.startswith("action")]
        ours = [event for event in log_events(session, PROVIDER_LOG) if event.type.startswith("action")]
        event_id = session.get_one(Action, row.id).event_id
    begun = ["action.funded", "action.started", "action.implemented"]
    assert [event.type for event in theirs] == begun
    assert [event.type for event in ours] == ["action.added", *begun]
    assert theirs[-1].event_id == event_id
    assert theirs[-1].body["subject"] == case.reference
    assert theirs[-1].words == {
        "text": "We check every restore",
        "evaluation_criteria": "Every restore gives back what was asked for",
    }
    assert "owner" not in theirs[-1].body["data"]
    assert ours[-1].body["data"]["owner"] == case.nia.user_id
    assert ours[-1].words["evidence"] == "restore log of 4 November"


def test_an_internal_action_never_reaches_a_clients_log_until_it_is_shown(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case, visible_to_client=False, text="Ask Vendor X")
    with ledger.database.read() as session:
        assert not any(event.type.startswith("action") for event in log_events(session, case.client.log_id))
    ledger.do(edit_action, case.nia, action_id=row.id, visible_to_client=True)
    with ledger.database.read() as session:
        assert log_events(session, case.client.log_id)[-1].type == "action.edited"
    with pytest.raises(Conflict, match="stays shown"):
        ledger.do(edit_action, case.nia, action_id=row.id, visible_to_client=False)


def test_words_that_name_another_client_are_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    with pytest.raises(Invalid, match="Orchard Clinic"):
        an_action(ledger, case, text="As at Orchard Clinic, we check restores")
    hidden = an_action(
        ledger, case, text="As at Orchard Clinic, we check restores", visible_to_client=False, start=False
    )
    with pytest.raises(Invalid, match="Orchard Clinic"):
        ledger.do(edit_action, case.nia, action_id=hidden.id, visible_to_client=True)


@pytest.mark.parametrize(
    ("people", "constraint"),
    [
        (("nia", "omar", "nia"), "verifier_is_not_owner"),
        (("nia", "omar", "omar"), "verifier_is_not_implementer"),
        (("nia", None, None), "verified_by_somebody"),
    ],
)
def test_the_database_itself_wants_an_independent_verifier(
    ledger: Ledger, people: tuple[str, str | None, str | None], constraint: str
) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    owner, implementer, verifier = (_id(case, name) for name in people)
    with ledger.database.write() as session:
        found = session.get_one(Action, row.id)
        found.status, found.owner_id = "implementation_verified", owner or ""
        found.implemented_by, found.verifier_id = implementer, verifier
        with pytest.raises(IntegrityError, match=constraint):
            session.flush()


def test_a_client_reads_nothing_of_this_door(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    for read, key in ((action_of, row.id), (recovery_of, case.filed.id)):
        with pytest.raises(Refused):
            ledger.ask(read, case.theirs, key)


def test_an_action_of_two_clients_stands_in_both_logs_under_each_ones_reference(ledger: Ledger) -> None:
    case = a_case(ledger)
    other = a_client(ledger, "ORC", "Orchard Clinic")
    both = an_incident(ledger, case.nia, ("HFO", "ORC"))
    ledger.do(add_action, case.nia, incident_id=both.id, kind="correction", text="We restart it", due_on=FAR)
    with ledger.database.read() as session:
        subjects = [log_events(session, log)[-1].body["subject"] for log in (case.client.log_id, other.log_id)]
    assert tuple(subjects) == both.client_references


def _id(case: Case, name: str | None) -> str | None:
    person: Actor | None = {"nia": case.nia, "omar": case.omar}.get(name or "")
    return person.user_id if person else None


def test_what_undid_the_damage_may_have_been_done_before_it_was_written_down(ledger: Ledger) -> None:
    case = a_case(ledger)
    began_at = now() - timedelta(days=2)
    filed = an_incident(ledger, case.nia, impact_started_at=began_at, aware_at=began_at)
    told: dict[str, Any] = {
        "incident_id": filed.id,
        "text": "We started it again",
        "due_on": FAR,
        "start": True,
    }
    row = ledger.do(add_action, case.nia, kind="correction", **told)
    early = began_at - timedelta(minutes=1)
    with pytest.raises(Invalid, match="before the incident began"):
        ledger.do(implement_action, case.nia, action_id=row.id, evidence="log", implemented_at=early, **HARM)
    done_at = began_at + timedelta(minutes=50)
    done = ledger.do(implement_action, case.nia, action_id=row.id, evidence="log", implemented_at=done_at, **HARM)
    assert done.implemented_at == done_at
    lasting = an_action(ledger, case)
    with pytest.raises(Invalid, match="before work on the action began"):
        ledger.do(implement_action, case.nia, action_id=lasting.id, evidence="log", implemented_at=done_at, **HARM)
