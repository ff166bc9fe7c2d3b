"""Milestones, impacts, facts, factors, hand-over, and the number of queries of a page."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from ledger.clients.models import Contact
from ledger.incidents.call_sheet import call_sheet
from ledger.incidents.incident_page import cause_families, incident_by_reference
from ledger.incidents.operations.editing import add_factor, edit_incident, remove_factor
from ledger.incidents.operations.handover import hand_over
from ledger.incidents.operations.impacts import add_impact, edit_impact
from ledger.incidents.operations.milestones import reopen, set_milestones
from ledger.incidents.operations.timeline import paste_entries
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Stale
from ledger.people.actor import SYSTEM
from ledger.record.operations import note
from ledger.work import Ledger
from tests.factories import a_client, an_actor, an_incident
from tests.incidents.answering import Case, a_case


def test_the_status_follows_the_milestones_and_clients_see_them(ledger: Ledger) -> None:
    case = a_case(ledger)
    times = {"contained_at": case.after(30), "resolved_at": case.after(60), "acknowledged_at": case.after(1)}
    ledger.do(set_milestones, case.manager, incident_id=case.id, times=times)
    page = case.page()
    assert page.status == "resolved"
    assert [impact.to_at for impact in page.impacts] == [case.after(60)] * 2
    seen = [one.body["data"] for one in case.events(case.orchard) if one.type == "incident.milestone"]
    assert {one["milestone"] for one in seen} == {"contained_at", "resolved_at"}


def test_an_impossible_order_is_refused_beside_the_field(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(set_milestones, case.manager, incident_id=case.id, times={"contained_at": case.after(30)})
    with pytest.raises(Invalid) as refusal:
        ledger.do(set_milestones, case.manager, incident_id=case.id, times={"resolved_at": case.after(29)})
    assert set(refusal.value.fields) == {"resolved_at"}
    assert case.page().status == "contained"


@pytest.mark.parametrize("name", ["aware_at", "closed_at"])
def test_moving_awareness_and_closing_are_steps_of_their_own(ledger: Ledger, name: str) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        ledger.do(set_milestones, case.manager, incident_id=case.id, times={name: now()})
    assert set(refusal.value.fields) == {name}


def test_reopening_supersedes_that_it_was_put_right(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Conflict):
        ledger.do(reopen, case.manager, incident_id=case.id, reason="x")
    ledger.do(set_milestones, case.manager, incident_id=case.id, times={"resolved_at": case.after(60)})
    ledger.do(reopen, case.manager, incident_id=case.id, reason="Mail stopped again.")
    page = case.page()
    assert (page.status, page.milestones["resolved_at"]) == ("open", None)
    assert page.impacts[0].to_at is None
    assert page.entries[0].text == "Reopened: Mail stopped again."


def test_another_client_can_be_added_later_with_clocks_from_awareness(ledger: Ledger) -> None:
    case = a_case(ledger)
    third = a_client(ledger, "MIL", "Millrace Books")
    impact = ledger.do(add_impact, case.manager, incident_id=case.id, client_code="MIL", statement="No mail.")
    assert impact.client_reference.startswith("MIL-")
    assert [clock.due_at for clock in case.clocks("first_notice", "MIL")] == [case.after(60)]
    assert [one.type for one in case.events(third)][-1] == "impact.opened"
    with pytest.raises(Conflict):
        ledger.do(add_impact, case.manager, incident_id=case.id, client_code="MIL", statement="No mail.")


def test_a_change_of_an_impact_stands_in_the_clients_log_and_work_lost_is_computed(ledger: Ledger) -> None:
    case = a_case(ledger)
    key = case.impact_id()
    ledger.do(
        edit_impact, case.manager, impact_id=key, version=1, statement="Nobody could send mail.", people_affected=12,
        to_at=case.began_at + timedelta(minutes=95), data_effect="none",
    )  # fmt: skip
    impact = case.page().impacts[0]
    assert (impact.person_minutes, impact.work_lost) == (1140, "19 h")
    changed = case.events(case.harbour)[-1]
    assert (changed.type, changed.words["statement"]) == ("impact.changed", "Nobody could send mail.")
    assert changed.body["data"]["people_affected"] == 12
    with pytest.raises(Stale):
        ledger.do(edit_impact, case.manager, impact_id=key, version=1, people_affected=13)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people_affected", 41),
        ("act_statement", "Mail broke."),
        ("statement", "Like Orchard Clinic."),
        ("statement", None),
    ],
)
def test_an_impossible_impact_is_refused_beside_its_field(ledger: Ledger, field: str, value: object) -> None:
    case = a_case(ledger)
    fields: dict[str, Any] = {field: value}
    with pytest.raises(Invalid) as refusal:
        ledger.do(edit_impact, case.manager, impact_id=case.impact_id(), version=None, **fields)
    assert set(refusal.value.fields) == {field}


def test_what_we_did_is_told_to_clients_who_have_no_statement_of_their_own(ledger: Ledger) -> None:
    case = a_case(ledger)
    assert case.page().act_is_provisional
    ledger.do(edit_impact, case.manager, impact_id=case.impact_id(), act_statement="We stopped your mail.")
    ledger.do(
        edit_incident, case.manager, incident_id=case.id, act_statement="We changed a certificate untested.",
        ours="yes", cause_family="Change without test",
    )  # fmt: skip
    page = case.page()
    assert (page.act_is_provisional, page.ours, page.cause_family) == (False, "yes", "Change without test")
    assert [one.type for one in case.events(case.orchard)][-1] == "impact.act_stated"
    assert "impact.act_stated" not in [one.type for one in case.events(case.harbour)]


def test_a_cause_family_is_made_once_whatever_its_case(ledger: Ledger) -> None:
    case = a_case(ledger)
    other = an_incident(ledger, case.manager)
    for key, name in ((case.id, "Change without test"), (other.id, "change  without TEST")):
        ledger.do(edit_incident, case.manager, incident_id=key, cause_family=name)
    assert ledger.ask(cause_families, case.manager) == ["Change without test"]


def test_that_it_was_not_ours_is_not_set_by_one_person(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid, match="second person"):
        ledger.do(edit_incident, case.manager, incident_id=case.id, ours="no")


def test_a_statement_that_does_not_begin_with_we_is_refused_at_filing(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        an_incident(ledger, case.manager, act_statement="The carrier broke it.")
    assert set(refusal.value.fields) == {"act_statement"}


def test_filing_for_several_clients_names_none_of_them(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        an_incident(ledger, case.manager, ("HFO", "ORC"), title="Harbour Foods has no mail")
    assert set(refusal.value.fields) == {"title"}
    assert an_incident(ledger, case.manager, title="Harbour Foods has no mail").reference


def test_factors_are_added_and_taken_out_and_never_name_a_person(ledger: Ledger) -> None:
    case = a_case(ledger)
    kept = ledger.do(add_factor, case.manager, incident_id=case.id, text="No test on the second server.")
    for text in ("Human error", "Nadia Okafor forgot the second server."):
        with pytest.raises(Invalid):
            ledger.do(add_factor, case.manager, incident_id=case.id, text=text)
    assert [one.text for one in case.page().factors] == ["No test on the second server."]
    ledger.do(remove_factor, case.manager, factor_id=kept.id)
    assert case.page().factors == ()


def test_a_shift_is_handed_over_with_one_press(ledger: Ledger) -> None:
    case = a_case(ledger)
    tom, auditor = an_actor(ledger, name="Tom Adler"), an_actor(ledger, "auditor")
    ledger.do(hand_over, case.manager, incident_id=case.id, to_id=tom.user_id, text="Server two is being rebuilt.")
    page = case.page()
    assert (page.owner, page.handovers[0].giver) == ("Tom Adler", "Nadia Okafor")
    assert page.entries[0].text == "Handed over from Nadia Okafor to Tom Adler: Server two is being rebuilt."
    assert page.entries[0].visibility == "internal"
    with pytest.raises(Invalid):
        ledger.do(hand_over, case.manager, incident_id=case.id, to_id=auditor.user_id)


def _contact(ledger: Ledger, case: Case, name: str, order: int, night: str = "") -> None:
    with ledger.unit() as session:
        told = note(session, "test.noted", actor=SYSTEM.user_id, subjects={case.harbour.log_id: "HFO"})
        session.add(
            Contact(
                client_id=case.harbour.id,
                name=name,
                phone="+44 1632 960201",
                night_phone=night,
                ring_order=order,
                event_id=told,
            )
        )


def test_the_call_sheet_says_whom_to_ring_in_order_on_the_number_of_the_hour(ledger: Ledger) -> None:
    case = a_case(ledger)
    _contact(ledger, case, "Sam Reed", 2)
    _contact(ledger, case, "Ada Lindqvist", 1, "+44 7700 900201")
    noon = now().replace(year=2026, month=11, day=19, hour=12)
    sheet = ledger.ask(call_sheet, case.manager, case.reference, at=noon)
    harbour = next(line for line in sheet.lines if line.impact.client_code == "HFO")
    assert harbour.in_hours
    assert [(one.name, one.number) for one in harbour.callees] == [
        ("Ada Lindqvist", "+44 1632 960201"),
        ("Sam Reed", "+44 1632 960201"),
    ]
    night = ledger.ask(call_sheet, case.manager, case.reference, at=noon.replace(hour=3))
    at_night = next(line for line in night.lines if line.impact.client_code == "HFO").callees
    assert [one.number for one in at_night] == ["+44 7700 900201", "+44 1632 960201"]
    case.say("client_notice", "Told them.", client_code="HFO")
    assert ledger.ask(call_sheet, case.manager, case.reference).lines[0].impact.client_code == "ORC"


def test_a_timeline_of_two_hundred_entries_costs_no_more_queries_than_one_of_two(ledger: Ledger) -> None:
    case = a_case(ledger)
    counted: list[str] = []

    @event.listens_for(ledger.database.engine, "before_cursor_execute")
    def _(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            counted.append(statement)

    def queries() -> int:
        counted.clear()
        ledger.ask(incident_by_reference, case.manager, case.reference)
        return len(counted)

    case.say()
    few = queries()
    lines = "\n".join(f"{case.after(1):%H:%M} line {number}" for number in range(200))
    ledger.do(paste_entries, case.manager, incident_id=case.id, lines=lines, day=case.after(1).date(), zone="UTC")
    assert queries() == few
    assert few <= 9
    assert len(case.page().entries) == 201
