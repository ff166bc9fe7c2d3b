"""A firm too small for a second person: somebody from outside checks an action, by name, and it shows."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from ledger.audit.exceptions import Filters, exceptions
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid, Refused
from ledger.recovery.action_page import action_page
from ledger.recovery.operations.action_checking import record_result, verify_action
from ledger.recovery.operations.actions import add_action
from ledger.work import Ledger
from tests.factories import an_actor
from tests.recovery.factories import FAR, a_case, a_done_action, a_firm_of_one, a_plan

HANNE: dict[str, Any] = {"outsider": "Hanne Vik,  chair of the board", "proof": "Her signed letter of 4 November"}


def test_somebody_from_outside_verifies_and_judges_where_nobody_of_ours_can(ledger: Ledger) -> None:
    case, action_id = a_firm_of_one(ledger)
    auditor = an_actor(ledger, "auditor")
    assert ledger.ask(action_page, case.nia, action_id).needs_outsider
    ledger.do(verify_action, case.nia, action_id=action_id, note="She saw the restore", **HANNE)
    found = ledger.ask(action_page, case.nia, action_id).action
    assert (found.status, found.verifier, found.outsider) == ("watching", *2 * ("Hanne Vik, chair of the board",))
    with time_machine.travel(now() + timedelta(days=61), tick=False):
        said: dict[str, Any] = {"held": True, "opportunities": 7, "result": "Seven restores, all right"}
        with pytest.raises(Refused):
            ledger.do(record_result, case.nia, action_id=action_id, **said)
        row = ledger.do(record_result, case.nia, action_id=action_id, **said, proof="Her mail of today")
    assert (row.status, row.result_by) == ("effective", None)
    listed = ledger.ask(exceptions, auditor, filters=Filters(kind="outside"))
    assert [one.reason for one in listed] == ["Her mail of today", HANNE["proof"]]


def test_while_somebody_of_ours_is_independent_nobody_from_outside_is_asked(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    assert not ledger.ask(action_page, case.nia, row.id).needs_outsider
    with pytest.raises(Refused, match="Omar Haddad is"):
        ledger.do(verify_action, case.nia, action_id=row.id, note="She saw it", **HANNE)


def test_a_plan_may_name_somebody_from_outside_as_its_second_person(ledger: Ledger) -> None:
    case, _ = a_firm_of_one(ledger)
    plan = a_plan(None, outsider=HANNE["outsider"])
    row = ledger.do(
        add_action, case.nia, incident_id=case.filed.id, kind="corrective", text="We check every restore", due_on=FAR,
        plan=plan, start=True,
    )  # fmt: skip
    assert (row.status, row.planned_verifier_id) == ("in_progress", None)


@pytest.mark.parametrize(
    ("differs", "field"),
    [({"proof": " "}, "proof"), ({"outsider": " "}, "outsider"), ({"outsider": "nia pryce, owner"}, "outsider")],
)
def test_without_a_name_of_somebody_else_or_how_their_word_came_it_is_refused(
    ledger: Ledger, differs: dict[str, str], field: str
) -> None:
    case, action_id = a_firm_of_one(ledger)
    with pytest.raises(Invalid) as refused:
        ledger.do(verify_action, case.nia, action_id=action_id, note="She saw it", **(HANNE | differs))
    assert field in refused.value.fields
