"""Paying suppliers: each invoice once, never one that was undone, and on no day that has not come."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from ledger.books.models import JournalEntry
from ledger.books.posting import balances
from ledger.books.queries import transfers_of
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.kernel.money import Money
from ledger.recovery.invoices import invoice_standing
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.paying import pay_invoice
from ledger.recovery.operations.remedies import deliver_remedy
from ledger.recovery.operations.remedy_endings import withdraw_remedy
from ledger.recovery.operations.spending import book_cost
from ledger.work import Ledger
from tests.recovery.factories import DONE, Case, a_case, a_promised_remedy, gbp

OWED = ("Liabilities:Payable:LABCO", "GBP")


def an_invoice(ledger: Ledger, case: Case, text: str, minor: int, currency: str = "GBP") -> JournalEntry:
    return ledger.do(
        book_cost, case.lead, incident_id=case.filed.id, kind="third_party", text=text, net=Money(minor, currency),
        supplier="LABCO",
    )  # fmt: skip


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
    assert [one.state for one in standing] == ["paid", "unpaid", ""]
    assert standing[0].payment_id == paid.id
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


def test_an_invoice_leads_to_its_own_payment_where_another_reads_like_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    said = ((10_000, "GBP"), (10_000, "USD"), (4_000, "GBP"))
    bills = [an_invoice(ledger, case, "Cable", minor, currency) for minor, currency in said]
    paid = [ledger.do(pay_invoice, case.lead, entry_id=one.id, in_home_currency=False) for one in bills]
    standing = [ledger.ask(invoice_standing, case.lead, one.id) for one in bills]
    assert [one.payment_id for one in standing] == [one.id for one in paid]


def test_an_invoice_that_was_undone_is_not_paid(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong, right = an_invoice(ledger, case, "Cable", 10_000), an_invoice(ledger, case, "Cable", 10_000)
    mirror = ledger.do(correct_entry, case.lead, entry_id=wrong.id, reason="Twice in the post")
    assert [ledger.ask(invoice_standing, case.lead, one.id).state for one in (wrong, mirror)] == ["", ""]
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


def test_an_invoice_that_is_paid_is_undone_only_after_its_payment(ledger: Ledger) -> None:
    case = a_case(ledger)
    invoice = an_invoice(ledger, case, "Cable", 10_000)
    paid = ledger.do(pay_invoice, case.lead, entry_id=invoice.id)
    with pytest.raises(Conflict, match="The supplier is paid: undo that payment first"):
        ledger.do(correct_entry, case.lead, entry_id=invoice.id, reason="It was for another case")
    assert still_owed(ledger, case) == 0
    for entry in (paid, invoice):
        ledger.do(correct_entry, case.lead, entry_id=entry.id, reason="It was for another case")
    with ledger.database.read() as session:
        assert not any(balances(transfers_of(session, case.filed.id)).values())


def test_of_two_alike_only_as_many_are_undone_as_are_not_paid(ledger: Ledger) -> None:
    case = a_case(ledger)
    first, second = (an_invoice(ledger, case, "Cable", 10_000) for _ in range(2))
    ledger.do(pay_invoice, case.lead, entry_id=first.id)
    ledger.do(correct_entry, case.lead, entry_id=second.id, reason="Twice in the post")
    with pytest.raises(Conflict, match="undo that payment first"):
        ledger.do(correct_entry, case.lead, entry_id=first.id, reason="Twice in the post")
    assert still_owed(ledger, case) == 0


def test_a_remedy_whose_supplier_is_paid_is_withdrawn_after_the_payment_is_undone(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case, code="TP", cost=gbp(50_000), value=None, tax=None, supplier="LABCO")
    ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="the report", details=DONE["TP"])
    with ledger.database.read() as session:
        query = select(JournalEntry.id).where(JournalEntry.line_subject == row.id, JournalEntry.kind == "delivered")
        (invoice_id,) = session.scalars(query)
    paid = ledger.do(pay_invoice, case.lead, entry_id=invoice_id)
    with pytest.raises(Conflict, match="leadership undoes that payment in the journal first"):
        ledger.do(withdraw_remedy, case.omar, remedy_id=row.id, reason="The amount was wrong")
    ledger.do(correct_entry, case.lead, entry_id=paid.id, reason="The amount was wrong")
    with pytest.raises(Conflict, match="withdraw the remedy"):
        ledger.do(correct_entry, case.lead, entry_id=invoice_id, reason="The amount was wrong")
    ledger.do(withdraw_remedy, case.omar, remedy_id=row.id, reason="The amount was wrong")
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
