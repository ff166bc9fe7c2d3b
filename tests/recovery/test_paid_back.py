"""What suppliers and insurers pay us back: booked to their own accounts, and never taken off anything."""

from typing import Any

import pytest

from ledger.books.accounts import BANK, FROM_INSURANCE, FROM_SUPPLIER, owed_by
from ledger.books.models import JournalEntry
from ledger.books.posting import balances
from ledger.books.queries import cost_by_currency, transfers_of
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.kernel.money import Money
from ledger.recovery.case_money import CaseMoney, money_of_case
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.spending import book_cost, claim_back, receive_back
from ledger.work import Ledger
from tests.recovery.factories import Case, a_case, a_promised_remedy, gbp, recovery


def claimed(ledger: Ledger, case: Case, source: str, code: str, minor: int) -> JournalEntry:
    said: dict[str, Any] = {"source": source, "code": code, "amount": gbp(minor), "text": "Its part of the fault"}
    return ledger.do(claim_back, case.lead, incident_id=case.filed.id, **said)


def came_in(ledger: Ledger, case: Case, code: str, amount: Money) -> JournalEntry:
    return ledger.do(receive_back, case.lead, incident_id=case.filed.id, code=code, amount=amount, text="Bank note 7")


def money(ledger: Ledger, case: Case) -> CaseMoney:
    return ledger.ask(money_of_case, case.lead, case.filed.id)


def test_both_are_booked_to_their_own_accounts_and_lower_neither_our_cost_nor_what_the_client_gets(
    ledger: Ledger,
) -> None:
    case = a_case(ledger)
    a_promised_remedy(ledger, case)
    ledger.do(book_cost, case.lead, incident_id=case.filed.id, kind="parts", text="A disk", net=gbp(4_900))
    before, given = money(ledger, case), recovery(ledger, case).value_totals
    claimed(ledger, case, "supplier", "LABCO", 15_000)
    claimed(ledger, case, "insurance", "INSURECO", 20_000)
    came_in(ledger, case, "INSURECO", gbp(12_000))
    after = money(ledger, case)
    assert (after.net, after.given) == (before.net, before.given) == ((gbp(23_400),), given)
    (row,) = after.by_currency or ()
    assert (row.from_suppliers, row.from_insurance, row.still_to_come) == (gbp(15_000), gbp(20_000), gbp(23_000))
    with ledger.database.read() as session:
        sums = balances(transfers_of(session, case.filed.id))
        assert cost_by_currency(session, case.filed.id) == {"GBP": 23_400}
    names = (FROM_SUPPLIER, FROM_INSURANCE, owed_by("LABCO"), owed_by("INSURECO"), BANK)
    assert [sums[name, "GBP"] for name in names] == [-15_000, -20_000, 15_000, 8_000, 12_000]


@pytest.mark.parametrize(
    ("code", "amount", "sentence"),
    [
        ("LABCO", gbp(15_001), "Of LABCO £150.00 is still to come"),
        ("LABCO", Money(1, "EUR"), "nothing in EUR is"),
        ("OTHERS", gbp(1), "Of OTHERS nothing in GBP is"),
        ("LABCO", gbp(0), "above zero"),
    ],
)
def test_nothing_comes_in_that_nobody_is_to_pay_us_back(
    ledger: Ledger, code: str, amount: Money, sentence: str
) -> None:
    case = a_case(ledger)
    claimed(ledger, case, "supplier", "LABCO", 15_000)
    with pytest.raises(Invalid, match=sentence) as refused:
        came_in(ledger, case, code, amount)
    assert set(refused.value.fields) == {"amount"}


def test_a_claim_is_undone_only_after_what_came_in_for_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    wrong = claimed(ledger, case, "insurance", "INSURECO", 20_000)
    paid = came_in(ledger, case, "INSURECO", gbp(20_000))
    with pytest.raises(Conflict, match="undo what was received first"):
        ledger.do(correct_entry, case.lead, entry_id=wrong.id, reason="The policy had ended")
    for entry in (paid, wrong):
        ledger.do(correct_entry, case.lead, entry_id=entry.id, reason="The policy had ended")
    assert money(ledger, case).costs == ()


def test_who_does_not_keep_the_books_books_neither(ledger: Ledger) -> None:
    case = a_case(ledger)
    said: dict[str, Any] = {"incident_id": case.filed.id, "code": "LABCO", "amount": gbp(1), "text": "No"}
    with pytest.raises(Refused):
        ledger.do(claim_back, case.nia, source="supplier", **said)
    with pytest.raises(Refused):
        ledger.do(receive_back, case.nia, **said)
