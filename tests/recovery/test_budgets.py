"""Budgets: beyond one only leadership approves, and eight people at once never overspend it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.models import Provider
from ledger.recovery.house_reads import list_budgets, list_cost_centres
from ledger.recovery.operations.commitments import commit_budget
from ledger.recovery.operations.house_books import save_cost_centre, set_budget
from ledger.recovery.operations.months import close_month, reopen_month
from ledger.recovery.operations.remedies import approve_remedy, promise_remedy
from ledger.recovery.operations.spending import book_cost
from ledger.work import Ledger
from tests.factories import an_actor
from tests.recovery.factories import FAR, Case, a_case, a_remedy, gbp
from tests.support.queries import counted

AT_ONCE = 8


def a_budget(ledger: Ledger, case: Case, amount: int) -> None:
    ledger.do(save_cost_centre, case.lead, code="OPS", name="Operations")
    ledger.do(set_budget, case.lead, cost_centre="OPS", period=f"{now():%Y}", amount=gbp(amount))


def test_eight_people_approving_at_once_never_overspend_a_budget(own_ledger: Ledger) -> None:
    case = a_case(own_ledger)
    a_budget(own_ledger, case, 100_000)
    lines = [a_remedy(own_ledger, case, code="RW", cost=gbp(30_000), value=None, tax=None) for _ in range(AT_ONCE)]
    people = [an_actor(own_ledger, name=f"Person {number}") for number in range(AT_ONCE)]
    gate = Barrier(AT_ONCE)

    def approve(pair: tuple[Actor, str]) -> bool:
        gate.wait()
        try:
            own_ledger.do(approve_remedy, pair[0], remedy_id=pair[1])
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(approve, zip(people, [line.id for line in lines], strict=True)))
    (use,) = own_ledger.ask(list_budgets, case.lead)
    assert sum(done) == 3
    assert (use.approved, use.left) == (gbp(90_000), gbp(10_000))


def test_beyond_a_budget_only_leadership_approves_and_says_so(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_budget(ledger, case, 10_000)
    row = a_remedy(ledger, case)
    with pytest.raises(Refused, match=r"OPS for \d{4} has £100.00 left.*only leadership"):
        ledger.do(approve_remedy, case.omar, remedy_id=row.id, beyond_budget=True)
    with pytest.raises(Refused, match="say so"):
        ledger.do(approve_remedy, case.lead, remedy_id=row.id)
    ledger.do(approve_remedy, case.lead, remedy_id=row.id, beyond_budget=True)
    (use,) = ledger.ask(list_budgets, case.lead)
    assert use.left == gbp(-8_500)
    again = a_remedy(ledger, case)
    with pytest.raises(Refused, match="is used up"):
        ledger.do(approve_remedy, case.omar, remedy_id=again.id)


def test_a_refusal_writes_amounts_as_our_pages_do(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_budget(ledger, case, 10_000)
    with ledger.database.write() as session:
        session.execute(update(Provider).values(locale="de_DE"))
        session.commit()
    row = a_remedy(ledger, case)
    with pytest.raises(Refused, match=r"has 100,00\s£ left, and this needs 185,00\s£;"):
        ledger.do(approve_remedy, case.omar, remedy_id=row.id)


def test_a_budget_says_what_is_approved_spent_and_left(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_budget(ledger, case, 100_000)
    row = a_remedy(ledger, case)
    ledger.do(approve_remedy, case.lead, remedy_id=row.id)
    ledger.do(commit_budget, case.lead, incident_id=case.filed.id, amount=gbp(20_000), text="Disks")
    (use,) = ledger.ask(list_budgets, case.lead)
    assert (use.approved, use.spent, use.left) == (gbp(38_500), gbp(0), gbp(61_500))
    ledger.do(promise_remedy, case.nia, remedy_id=row.id, due_on=FAR)
    ledger.do(book_cost, case.lead, incident_id=case.filed.id, kind="parts", text="Disks", net=gbp(25_000))
    (use,) = ledger.ask(list_budgets, case.lead)
    assert (use.approved, use.spent, use.left) == (gbp(43_500), gbp(43_500), gbp(56_500))


def test_budgets_count_only_their_own_centre_period_and_currency_in_three_queries(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_budget(ledger, case, 100_000)
    ledger.do(save_cost_centre, case.lead, code="LAB", name="Laboratory")
    for centre, period, currency in (
        ("LAB", f"{now():%Y}", "GBP"),
        ("OPS", "2025", "GBP"),
        ("OPS", f"{now():%Y}", "EUR"),
    ):
        ledger.do(set_budget, case.lead, cost_centre=centre, period=period, amount=Money(5_000, currency))
    ledger.do(commit_budget, case.lead, incident_id=case.filed.id, amount=gbp(20_000), text="Disks")
    ledger.do(book_cost, case.lead, incident_id=case.filed.id, kind="parts", text="Disks", net=gbp(15_000))
    with counted(ledger) as sent:
        uses = ledger.ask(list_budgets, case.lead)
    assert sum("budget" in statement for statement in sent) == 3
    assert [(use.cost_centre, use.period, use.spent, use.waiting) for use in uses if use.approved.minor] == [
        ("OPS", f"{now():%Y}", gbp(15_000), gbp(5_000))
    ]
    assert len(uses) == 4


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"period": "2026-13"}, "period"), ({"cost_centre": "NO"}, "cost_centre"), ({"period": "someday"}, "period")],
)
def test_a_budget_that_cannot_be_is_refused(ledger: Ledger, fields: dict[str, str], wrong: str) -> None:
    case = a_case(ledger)
    a_budget(ledger, case, 1)
    given: dict[str, Any] = {"cost_centre": "OPS", "period": "2026-Q4", "amount": Money(1, "EUR")} | fields
    with pytest.raises(Invalid) as refused:
        ledger.do(set_budget, case.lead, **given)
    assert set(refused.value.fields) == {wrong}


def test_one_cost_centre_is_always_the_usual_one_and_in_use(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(save_cost_centre, case.lead, code="OPS", name="Operations")
    with pytest.raises(Invalid) as refused:
        ledger.do(save_cost_centre, case.lead, code="OPS", name="Operations", is_default=False)
    assert refused.value.fields == {"is_default": ["OPS is the usual one; say of another one that it is from now on."]}
    with pytest.raises(Invalid) as refused:
        ledger.do(save_cost_centre, case.lead, code="OPS", name="Operations", is_default=True, active=False)
    assert set(refused.value.fields) == {"active"}
    ledger.do(save_cost_centre, case.lead, code="PROJECTS", name="Projects", is_default=True)
    ledger.do(save_cost_centre, case.lead, code="OPS", name="Operations", active=False)
    assert [(one.code, one.is_default, one.active) for one in ledger.ask(list_cost_centres, case.lead)] == [
        ("OPS", False, False), ("PROJECTS", True, True),
    ]  # fmt: skip


def test_a_month_that_is_over_is_closed_and_opened_again_with_a_reason(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(close_month, case.lead, month="2026-01")
    with pytest.raises(Conflict, match="closed already"):
        ledger.do(close_month, case.lead, month="2026-01")
    with pytest.raises(Invalid, match="not over"):
        ledger.do(close_month, case.lead, month=f"{now():%Y-%m}")
    with pytest.raises(Invalid, match="few words"):
        ledger.do(reopen_month, case.lead, month="2026-01", reason=" ")
    ledger.do(reopen_month, case.lead, month="2026-01", reason="A late invoice")


def test_only_leadership_keeps_the_books(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Refused, match="leadership"):
        ledger.do(close_month, case.nia, month="2026-01")
    with pytest.raises(Refused, match="leadership"):
        ledger.do(set_budget, case.nia, cost_centre="OPS", period="2026", amount=gbp(1))
