"""Remedies, on both databases: funded by us, approved by a second person, in the books."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from ledger.books.posting import promised
from ledger.books.queries import balance_of, cost_by_currency
from ledger.incidents.models import ClockRow, Incident
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from ledger.kernel.money import Money
from ledger.recovery.models import Remedy
from ledger.recovery.operations import remedy_books
from ledger.recovery.operations.remedies import (
    approve_remedy,
    deliver_remedy,
    promise_remedy,
    propose_remedy,
)
from ledger.recovery.operations.remedy_endings import decline_remedy, withdraw_remedy
from ledger.recovery.queries import recovery_of, remedy_of
from ledger.work import Ledger
from tests.books.steps import journal_of
from tests.factories import a_client
from tests.recovery.factories import DONE, FAR, RECORDED, a_case, a_promised_remedy, a_remedy, gbp


def test_a_credit_goes_from_proposal_to_delivery_and_the_books_follow(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case)
    ledger.do(approve_remedy, case.omar, remedy_id=row.id, version=1)
    with ledger.database.read() as session:
        assert [one.kind for one in journal_of(session, case.filed.id)] == ["commit_line"]
    ledger.do(promise_remedy, case.nia, remedy_id=row.id, due_on=FAR)
    with ledger.database.read() as session:
        assert cost_by_currency(session, case.filed.id) == {"GBP": 18_500}
    ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="credit note 2087", details=DONE[row.code])
    with ledger.database.read() as session:
        last = journal_of(session, case.filed.id)[-1]
    assert (last.debit, last.credit, last.amount) == (
        "Liabilities:Client:Credit:HFO", "Assets:Receivable:Client:HFO", 22_200,
    )  # fmt: skip
    assert ledger.ask(remedy_of, case.nia, row.id).status == "delivered"


def test_goodwill_whose_promise_booked_no_tax_settles_what_was_granted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(ledger)
    with monkeypatch.context() as earlier:
        earlier.setattr(remedy_books, "promised", lambda amounts: promised(replace(amounts, tax=0)))
        row = a_promised_remedy(ledger, case, code="GW", value=gbp(10_000), tax=gbp(2_000), cost=gbp(10_000))
    ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="bank transfer 12", details=DONE.get(row.code))
    with ledger.database.read() as session:
        last = journal_of(session, case.filed.id)[-1]
        owed = balance_of(session, "Liabilities:Client:Credit:HFO", "GBP", line_subject=row.id)
    assert (last.debit, last.credit, last.amount, owed) == (
        "Liabilities:Client:Credit:HFO",
        "Assets:Clearing:Bank",
        10_000,
        0,
    )


def test_nobody_approves_a_line_of_their_own(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case)
    with pytest.raises(Refused, match="second person"):
        ledger.do(approve_remedy, case.nia, remedy_id=row.id)
    assert not ledger.ask(remedy_of, case.nia, row.id).may_approve
    assert ledger.ask(remedy_of, case.omar, row.id).may_approve


@pytest.mark.parametrize(
    ("given", "is_above"),
    [
        ({"value": gbp(50_000), "tax": gbp(0)}, False),
        ({"value": gbp(50_001), "tax": gbp(0)}, True),
        ({"value": gbp(49_000), "tax": gbp(9_800)}, True),
        ({"code": "RW", "cost": gbp(50_001), "value": gbp(0), "tax": gbp(0)}, True),
        ({"code": "RW", "cost": Money(1, "XPF"), "value": gbp(0), "tax": gbp(0)}, True),
    ],
)
def test_above_the_limit_only_leadership_approves(ledger: Ledger, given: dict[str, Any], *, is_above: bool) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case, **given)
    if is_above:
        with pytest.raises(Refused, match="leadership"):
            ledger.do(approve_remedy, case.omar, remedy_id=row.id)
    assert ledger.ask(remedy_of, case.omar, row.id).may_approve is not is_above
    assert ledger.do(approve_remedy, case.lead, remedy_id=row.id).status == "approved"


def test_what_is_usual_for_a_code_need_not_be_said(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case)
    assert (row.entitlement, row.trigger, row.quality_cost) == ("contract", "automatic", "external_failure")
    assert (row.cost_minor, row.cost_currency) == (18_500, "GBP")
    asked = a_remedy(ledger, case, code="RW", cost=gbp(100), value=None, tax=None, trigger="asked")
    assert (asked.entitlement, asked.trigger, asked.value_minor) == ("owed_repair", "asked", 0)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"cost": gbp(1)}, "cost"),
        ({"cost": Money(18_500, "EUR")}, "cost"),
        ({"value": gbp(0)}, "value"),
        ({"value": None, "tax": None}, "value"),
        ({"tax": Money(1, "EUR")}, "tax"),
        ({"code": "TP", "cost": gbp(100)}, "supplier"),
    ],
)
def test_amounts_that_cannot_be_are_refused_beside_their_field(
    ledger: Ledger, given: dict[str, Any], field: str
) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        a_remedy(ledger, case, **given)
    assert field in refusal.value.fields


def test_a_promise_needs_approval_and_a_day_that_is_not_over(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case)
    with pytest.raises(Conflict, match="approved by a second person"):
        ledger.do(promise_remedy, case.nia, remedy_id=row.id, due_on=FAR)
    ledger.do(approve_remedy, case.omar, remedy_id=row.id)
    for due_on in (None, date(2020, 1, 1)):
        with pytest.raises(Invalid) as refusal:
            ledger.do(promise_remedy, case.nia, remedy_id=row.id, due_on=due_on)
        assert "due_on" in refusal.value.fields
    with pytest.raises(Conflict, match="before it is delivered"):
        ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="none", details=DONE[row.code])


def test_our_own_work_is_booked_when_it_is_delivered_with_evidence(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case, code="RW", cost=gbp(32_500), value=gbp(60_000), tax=None)
    with ledger.database.read() as session:
        assert [one.kind for one in journal_of(session, case.filed.id)] == ["commit_line"]
    with pytest.raises(Invalid, match="shows"):
        ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence=" ", details=DONE[row.code])
    ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="signed sheet", details=DONE[row.code])
    with ledger.database.read() as session:
        assert cost_by_currency(session, case.filed.id) == {"GBP": 32_500}


def test_what_the_client_declines_is_undone_in_the_books(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case)
    with pytest.raises(Invalid, match="few words"):
        ledger.do(decline_remedy, case.nia, remedy_id=row.id, client_words="")
    ledger.do(decline_remedy, case.nia, remedy_id=row.id, client_words="Ms Okafor by telephone: not needed")
    with ledger.database.read() as session:
        assert cost_by_currency(session, case.filed.id) == {"GBP": 0}
    with pytest.raises(Conflict, match="ended already"):
        ledger.do(withdraw_remedy, case.nia, remedy_id=row.id, reason="again")


def test_a_delivered_line_is_changed_by_withdrawing_it_and_a_new_line(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case, code="RF")
    ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="payment 11", details=DONE[row.code])
    said: dict[str, Any] = {"remedy_id": row.id, "reason": "The amount was wrong; a new line follows"}
    with pytest.raises(Refused, match="second person has to take back what the client has"):
        ledger.do(withdraw_remedy, case.nia, **said)
    ledger.do(withdraw_remedy, case.omar, **said)
    a_promised_remedy(ledger, case, code="RF", value=gbp(20_000), tax=None)
    with ledger.database.read() as session:
        assert cost_by_currency(session, case.filed.id) == {"GBP": 20_000}
        assert len([row for row in journal_of(session, case.filed.id) if row.reverses_id]) == 5
    shown = ledger.ask(recovery_of, case.nia, case.filed.id)
    assert shown.value_totals == (gbp(20_000),)
    assert shown.booked_costs == (gbp(20_000),)


def test_promising_stops_the_clock_of_the_offer_and_delivering_that_of_the_delivery(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case)
    ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="credit note", details=DONE[row.code])
    with ledger.database.read() as session:
        clocks = {clock.kind: clock.stopped_at for clock in session.query(ClockRow)}
    assert clocks["remedy_delivered"] is not None
    assert clocks.get("remedy_offered", "none was started") is not None


def test_a_closed_incident_has_frozen_money_lines(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case)
    with ledger.database.write() as session:
        session.get_one(Incident, case.filed.id).status = "closed"
        session.commit()
    with pytest.raises(Conflict, match="frozen"):
        a_remedy(ledger, case)
    with pytest.raises(Conflict, match="frozen"):
        ledger.do(withdraw_remedy, case.nia, remedy_id=row.id, reason="late")


def test_an_unknown_reference_a_stale_version_and_a_second_clients_name_are_refused(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    with pytest.raises(NotFound):
        ledger.do(
            propose_remedy,
            case.nia,
            client_reference="HFO-1999-01",
            code="GW",
            text="x",
            value=gbp(1),
            details=RECORDED["GW"],
        )
    with pytest.raises(Invalid, match="Orchard Clinic"):
        a_remedy(ledger, case, text="As for Orchard Clinic")
    row = a_remedy(ledger, case)
    with pytest.raises(Stale):
        ledger.do(approve_remedy, case.omar, remedy_id=row.id, version=7)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"approved_by": "same", "proposed_by": "same"}, "approver_is_not_proposer"),
        ({"status": "promised"}, "approved_by_somebody"),
        ({"cost_minor": -1}, "ck_remedy_cost"),
        ({"value_minor": 10**15}, "ck_remedy_value"),
        ({"shown": "Billable"}, "ck_remedy_shown"),
        ({"code": "ZZ"}, "ck_remedy_code"),
    ],
)
def test_the_database_itself_refuses_what_cannot_be(ledger: Ledger, change: dict[str, Any], constraint: str) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case)
    with ledger.database.write() as session:
        found = session.get_one(Remedy, row.id)
        for name, value in change.items():
            setattr(found, name, value)
        with pytest.raises(IntegrityError, match=constraint):
            session.flush()
