"""Paying suppliers: each invoice once, never one that was undone, and on no day that has not come."""

from datetime import timedelta
from decimal import Decimal

import pytest

from ledger.books.models import JournalEntry
from ledger.books.posting import balances
from ledger.books.queries import transfers_of
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.recovery.invoices import invoice_standing
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.paying import pay_invoice
from ledger.recovery.operations.spending import book_cost
from ledger.work import Ledger
from tests.recovery.factories import Case, a_case, gbp

OWED = ("Liabilities:Payable:LABCO", "GBP")


def an_invoice(ledger: Ledger, case: Case, text: str, minor: int) -> JournalEntry:
    return ledger.do(
        book_cost, case.lead, incident_id=case.filed.id, kind="third_party", text=text, net=gbp(minor), supplier="LABCO"
    )


def still_owed(ledger: Ledger, case: Case) -> int:
    with ledger.database.read() as session:
        return -balances(transfers_of(session, case.filed.id)).get(OWED, 0)


def test_an_invoice_is_paid_once_though_the_supplier_is_owed_more(ledger: Ledger) -> None:
    case = a_case(ledger)
    small, large = an_invoice(ledger, case, "Cable", 10_000), an_invoice(ledger, case, "Laboratory", 50_000)
    paid = ledger.do(pay_invoice, case.lead, entry_id=small.id)
    with pytest.raises(Conflict, match="paid or undone already"):
        ledger.do(pay_invoice, case.lead, entry_id=small.id)
    standing = [ledger.ask(invoice_standing, case.lead, one.id) for one in (small, large, paid)]
    assert standing == ["paid", "unpaid", ""]
    ledger.do(pay_invoice, case.lead, entry_id=large.id)
    assert still_owed(ledger, case) == 0


def test_two_invoices_that_read_alike_are_both_paid_and_no_third_time(ledger: Ledger) -> None:
    case = a_case(ledger)
    pair = [an_invoice(ledger, case, "Cable", 10_000) for _ in range(2)]
    for invoice in pair:
        ledger.do(pay_invoice, case.lead, entry_id=invoice.id)
    with pytest.raises(Conflict, match="paid or undone already"):
        ledger.do(pay_invoice, case.lead, entry_id=pair[0].id)
    assert still_owed(ledger, case) == 0


def test_an_invoice_that_was_undone_is_not_paid(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong, right = an_invoice(ledger, case, "Cable", 10_000), an_invoice(ledger, case, "Cable", 10_000)
    mirror = ledger.do(correct_entry, case.lead, entry_id=wrong.id, reason="Twice in the post")
    assert [ledger.ask(invoice_standing, case.lead, one.id) for one in (wrong, mirror)] == ["", ""]
    with pytest.raises(Conflict, match="paid or undone already"):
        ledger.do(pay_invoice, case.lead, entry_id=wrong.id)
    ledger.do(pay_invoice, case.lead, entry_id=right.id)
    assert still_owed(ledger, case) == 0


def test_a_payment_that_was_undone_is_made_again(ledger: Ledger) -> None:
    case = a_case(ledger)
    invoice = an_invoice(ledger, case, "Cable", 10_000)
    paid = ledger.do(pay_invoice, case.lead, entry_id=invoice.id)
    ledger.do(correct_entry, case.lead, entry_id=paid.id, reason="From the wrong bank")
    assert still_owed(ledger, case) == 10_000
    ledger.do(pay_invoice, case.lead, entry_id=invoice.id)
    assert still_owed(ledger, case) == 0


def test_nothing_is_paid_on_a_day_to_come_and_by_leadership_only(ledger: Ledger) -> None:
    case = a_case(ledger)
    invoice = an_invoice(ledger, case, "Cable", 10_000)
    with pytest.raises(Invalid) as refused:
        ledger.do(pay_invoice, case.lead, entry_id=invoice.id, paid_on=now().date() + timedelta(days=2))
    assert set(refused.value.fields) == {"paid_on"}
    with pytest.raises(Refused):
        ledger.do(pay_invoice, case.nia, entry_id=invoice.id)
    assert still_owed(ledger, case) == 10_000


def test_a_cost_says_an_amount_or_hours_and_not_both(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refused:
        ledger.do(
            book_cost, case.lead, incident_id=case.filed.id, kind="labour", text="Cabling", net=gbp(100),
            hours=Decimal(1), hourly=gbp(8_500),
        )  # fmt: skip
    assert set(refused.value.fields) == {"net"}
