"""Steps that need a second person: severity, awareness, and what is not ours."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.incidents.operations.second_person import decide, propose, raise_severity
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.work import Ledger
from tests.factories import an_actor, an_incident
from tests.incidents.answering import a_case


def test_lowering_a_severity_waits_for_leadership_and_keeps_the_old_clocks(ledger: Ledger) -> None:
    case = a_case(ledger)
    lead = an_actor(ledger, "leadership")
    case.say("client_notice", "We told them.", occurred_at=case.after(90))
    proposal = ledger.do(
        propose, case.manager, incident_id=case.id, kind="lower_severity", severity="S2", reason="Phones worked."
    )
    assert case.page().severity == "S1"
    ledger.do(decide, lead, proposal_id=proposal.id, decision="agreed")
    old, new = case.clocks("first_notice")
    assert case.page().severity == "S2"
    assert (old.standing, old.due_at) == ("missed", case.after(60))
    assert old.replaced_at is not None
    assert (new.standing, new.due_at, new.stopped_at) == ("met", case.after(240), case.after(90))
    assert "Phones worked." not in str([event.words for event in case.events(case.harbour)])


def test_raising_a_severity_counts_at_once(ledger: Ledger) -> None:
    case = a_case(ledger, "S2")
    ledger.do(raise_severity, case.manager, incident_id=case.id, severity="S1")
    assert case.page().severity == "S1"
    strict, loose = case.clocks("first_notice")
    assert (strict.due_at, strict.runs) == (case.after(60), True)
    assert not loose.runs
    with pytest.raises(Invalid, match="second person"):
        ledger.do(raise_severity, case.manager, incident_id=case.id, severity="S2")


def test_nobody_decides_what_they_proposed(ledger: Ledger) -> None:
    case = a_case(ledger)
    lead = an_actor(ledger, "leadership")
    proposal = ledger.do(propose, lead, incident_id=case.id, kind="withdrawn", reason="Filed twice.")
    with pytest.raises(Refused, match="second person"):
        ledger.do(decide, lead, proposal_id=proposal.id, decision="agreed")
    with pytest.raises(Refused, match="leadership"):
        ledger.do(decide, case.manager, proposal_id=proposal.id, decision="agreed")
    assert case.page().status == "open"


def test_moved_awareness_adds_new_clocks_and_keeps_the_old(ledger: Ledger) -> None:
    case = a_case(ledger)
    lead = an_actor(ledger, "leadership")
    earlier = case.aware_at - timedelta(minutes=10)
    proposal = ledger.do(
        propose, case.manager, incident_id=case.id, kind="move_awareness", aware_at=earlier, reason="Alarm seen."
    )
    ledger.do(decide, lead, proposal_id=proposal.id, decision="agreed", text="Right.")
    assert [clock.due_at for clock in case.clocks("first_notice")] == [case.after(50), case.after(60)]
    page = case.page()
    assert (page.milestones["aware_at"], page.milestones["detected_at"]) == (earlier, earlier)
    (shown,) = page.proposals
    assert (shown.proposed_by, shown.decided_by, shown.decision_note) == ("Nadia Okafor", "Leadership", "Right.")


def test_awareness_before_it_began_is_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        ledger.do(
            propose, case.manager, incident_id=case.id, kind="move_awareness", reason="x",
            aware_at=case.began_at - timedelta(minutes=1),
        )  # fmt: skip
    assert "aware_at" in refusal.value.fields


@pytest.mark.parametrize("kind", ["not_ours", "withdrawn", "duplicate"])
def test_an_end_stops_the_clocks_without_a_breach(ledger: Ledger, kind: str) -> None:
    case = a_case(ledger)
    lead = an_actor(ledger, "leadership")
    other = an_incident(ledger, case.manager, ("HFO",), title="The same once more")
    of = other.reference if kind == "duplicate" else None
    proposal = ledger.do(propose, case.manager, incident_id=case.id, kind=kind, reason="As the carrier wrote.", of=of)
    ledger.do(decide, lead, proposal_id=proposal.id, decision="agreed")
    page = case.page()
    assert page.status == kind
    assert page.duplicate_of == of
    assert (page.ours == "no") == (kind == "not_ours")
    assert not any(clock.runs for clock in page.clocks)
    assert {clock.standing for clock in page.clocks if clock.kind == "final_letter"} == {"ended"}


def test_a_declined_proposal_changes_nothing_and_is_not_decided_twice(ledger: Ledger) -> None:
    case = a_case(ledger)
    lead = an_actor(ledger, "leadership")
    proposal = ledger.do(propose, case.manager, incident_id=case.id, kind="not_ours", reason="The carrier.")
    with pytest.raises(Conflict):
        ledger.do(propose, case.manager, incident_id=case.id, kind="not_ours", reason="Again.")
    ledger.do(decide, lead, proposal_id=proposal.id, decision="declined")
    assert case.page().status == "open"
    with pytest.raises(Conflict):
        ledger.do(decide, lead, proposal_id=proposal.id, decision="agreed")


@pytest.mark.parametrize(
    ("kind", "given"),
    [("lower_severity", {"severity": "S1"}), ("duplicate", {"of": "INC-1999-0001"}), ("duplicate", {}), ("other", {})],
)
def test_a_proposal_that_makes_no_sense_is_refused(ledger: Ledger, kind: str, given: dict[str, Any]) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid):
        ledger.do(propose, case.manager, incident_id=case.id, kind=kind, reason="x", **given)
