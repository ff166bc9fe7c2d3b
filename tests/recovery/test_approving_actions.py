"""Who may approve an action's money, and who may look at an action against an S1."""

import pytest
from sqlalchemy import update

from ledger.books.commitments import commitments_of
from ledger.incidents.operations.second_person import raise_severity
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.recovery.models import Action
from ledger.recovery.operations.action_checking import verify_action
from ledger.recovery.operations.action_doing import implement_action
from ledger.recovery.operations.action_planning import fund_action, plan_action, start_action
from ledger.recovery.operations.actions import add_action, cancel_action
from ledger.recovery.operations.house_books import save_cost_centre, set_budget
from ledger.recovery.queries import action_of
from ledger.work import Ledger
from tests.factories import an_actor, an_incident
from tests.recovery.factories import FAR, HARM, Case, a_case, a_plan, an_action, gbp


def a_proposal(ledger: Ledger, case: Case, minor: int) -> Action:
    return an_action(ledger, case, plan=a_plan(case.omar, estimate=gbp(minor)), start=False)


def set_aside(ledger: Ledger, case: Case) -> list[int]:
    with ledger.database.read() as session:
        return [one.left.minor for one in commitments_of(session, case.filed.id)]


def test_up_to_the_limit_the_owner_approves_and_above_it_somebody_else_and_higher(ledger: Ledger) -> None:
    case = a_case(ledger)
    small, large = a_proposal(ledger, case, 50_000), a_proposal(ledger, case, 50_001)
    assert ledger.do(fund_action, case.nia, action_id=small.id).status == "funded"
    with pytest.raises(Refused, match="somebody else than its owner"):
        ledger.do(fund_action, case.nia, action_id=large.id)
    with pytest.raises(Refused, match="above what you may approve; ask leadership"):
        ledger.do(fund_action, case.omar, action_id=large.id)
    assert set_aside(ledger, case) == [50_000]
    ledger.do(fund_action, case.lead, action_id=large.id)
    assert set_aside(ledger, case) == [50_000, 50_001]
    ledger.do(cancel_action, case.omar, action_id=large.id, reason="Another way was found")
    assert set_aside(ledger, case) == [50_000]


def test_money_is_approved_before_work_starts_and_its_estimate_stays_then(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = ledger.do(
        add_action, case.nia, incident_id=case.filed.id, kind="corrective", text="Check restores", due_on=FAR,
        plan=a_plan(case.omar, estimate=None),
    )  # fmt: skip
    with pytest.raises(Invalid, match="Estimate what it costs us"):
        ledger.do(fund_action, case.lead, action_id=row.id)
    ledger.do(plan_action, case.nia, action_id=row.id, estimate=gbp(60_000))
    with pytest.raises(Refused, match="Above the limit"):
        ledger.do(start_action, case.nia, action_id=row.id)
    ledger.do(fund_action, case.lead, action_id=row.id)
    with pytest.raises(Invalid, match="approved already") as refused:
        ledger.do(plan_action, case.nia, action_id=row.id, estimate=gbp(10))
    assert set(refused.value.fields) == {"estimate"}
    assert ledger.do(start_action, case.nia, action_id=row.id).status == "in_progress"
    with pytest.raises(Conflict, match="The plan is made before work starts and stays"):
        ledger.do(plan_action, case.nia, action_id=row.id, measure="Something easier")


def managed_by(ledger: Ledger, person: Actor, manager: Actor) -> None:
    with ledger.database.write() as session:
        session.execute(update(User).where(User.id == person.user_id).values(manager_id=manager.user_id))
        session.commit()


@pytest.mark.parametrize(("severity", "may"), [("S1", False), ("S2", True)])
def test_against_an_s1_nobody_in_the_owners_line_of_management_verifies(
    ledger: Ledger,
    severity: str,
    may: bool,  # noqa: FBT001 one column of the table above
) -> None:
    first = a_case(ledger)
    filed = an_incident(ledger, first.nia, severity=severity)
    case = Case(first.client, filed, first.nia, first.omar, first.lead, first.theirs)
    outside = an_actor(ledger, name="Yusuf Kaya")
    row = an_action(ledger, case)
    managed_by(ledger, case.nia, case.omar)
    managed_by(ledger, case.omar, case.lead)
    ledger.do(implement_action, case.nia, action_id=row.id, evidence="restore log", **HARM)
    shown = {who.name: ledger.ask(action_of, who, row.id).may_verify for who in (case.omar, case.lead, outside)}
    assert shown == {"Omar Haddad": may, "Ruth Amadi": may, "Yusuf Kaya": True}
    if not may:
        for who in (case.omar, case.lead):
            with pytest.raises(Refused, match="outside the line of management of its owner has to verify this action"):
                ledger.do(verify_action, who, action_id=row.id, note="Looks fine")
    assert ledger.do(verify_action, outside, action_id=row.id, note="I tried it").status in {
        "implementation_verified", "watching",
    }  # fmt: skip


def test_against_an_s1_a_plan_names_nobody_in_the_owners_line_of_management(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_proposal(ledger, case, 0)
    managed_by(ledger, case.nia, case.omar)
    ledger.do(plan_action, case.nia, action_id=row.id, planned_verifier_id=case.omar.user_id)
    ledger.do(raise_severity, case.nia, incident_id=case.filed.id, severity="S1")
    with pytest.raises(Invalid) as refused:
        ledger.do(plan_action, case.nia, action_id=row.id, planned_verifier_id=case.omar.user_id)
    sentence = "Against an S1, name somebody outside the line of management of its owner."
    assert refused.value.fields == {"planned_verifier_id": [sentence]}
    ledger.do(plan_action, case.nia, action_id=row.id, planned_verifier_id=case.lead.user_id)


def test_only_leadership_funds_an_action_beyond_the_budget_and_says_so(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(save_cost_centre, case.lead, code="OPS", name="Operations")
    ledger.do(set_budget, case.lead, cost_centre="OPS", period=f"{now():%Y}", amount=gbp(10_000))
    row = a_proposal(ledger, case, 30_000)
    with pytest.raises(Refused, match="only leadership may go beyond it"):
        ledger.do(fund_action, case.omar, action_id=row.id, beyond_budget=True)
    with pytest.raises(Refused, match="say so to go beyond it"):
        ledger.do(fund_action, case.lead, action_id=row.id)
    assert ledger.do(fund_action, case.lead, action_id=row.id, beyond_budget=True).status == "funded"
    assert set_aside(ledger, case) == [30_000]


def test_what_is_proposed_against_a_grave_mistake_is_cancelled_by_somebody_else_than_its_owner(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_proposal(ledger, case, 0)
    with pytest.raises(Refused, match="approve that this action is cancelled"):
        ledger.do(cancel_action, case.nia, action_id=row.id, reason="Not needed")
    assert ledger.do(cancel_action, case.omar, action_id=row.id, reason="Not needed").status == "cancelled"
