"""What cannot be proposed or approved, each with a sentence that says why."""

from datetime import timedelta

import pytest

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.money import Money
from ledger.recovery.operations.remedies import approve_remedy
from ledger.work import Ledger
from tests.recovery.factories import a_case, a_remedy, gbp


@pytest.mark.parametrize(
    ("code", "given", "field"),
    [
        ("SC", {"value": Money(100, "EUR"), "tax": Money(0, "EUR")}, "value"),
        ("SC", {"value": None, "tax": None, "cost": Money(100, "EUR")}, "cost"),
        ("GW", {"value": gbp(100), "tax": None, "cost": Money(100, "EUR")}, "cost"),
        ("TP", {"value": Money(100, "EUR"), "tax": None, "cost": gbp(100), "supplier": "LABCO"}, "value"),
    ],
)
def test_a_client_gets_nothing_in_a_currency_that_is_not_its_own(
    ledger: Ledger, code: str, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        a_remedy(ledger, a_case(ledger), code=code, **given)
    assert "GBP" in refused.value.fields[field][0]


def test_work_for_a_client_may_cost_us_another_currency(ledger: Ledger) -> None:
    row = a_remedy(ledger, a_case(ledger), code="TP", value=gbp(0), tax=None, cost=Money(1, "USD"), supplier="LABCO")
    assert (row.cost_currency, row.value_currency) == ("USD", "GBP")


def test_a_day_that_has_passed_is_refused_when_the_line_is_proposed(ledger: Ledger) -> None:
    with pytest.raises(Invalid) as refused:
        a_remedy(ledger, a_case(ledger), due_on=(now() - timedelta(days=2)).date())
    assert "has passed" in refused.value.fields["due_on"][0]


def test_who_approves_second_reads_who_approved_first(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case)
    ledger.do(approve_remedy, case.omar, remedy_id=row.id, version=1)
    with pytest.raises(Conflict, match=rf"approved already: by Omar Haddad, {now():%Y|%-d}"):
        ledger.do(approve_remedy, case.lead, remedy_id=row.id, version=1)
