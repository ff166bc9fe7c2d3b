"""Which accounts a remedy moves, as plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.books.accounts import BANK, client_credit, is_account_name, is_cost, payable, receivable
from ledger.books.case_cost import case_costs
from ledger.books.posting import (
    GRANTS,
    RemedyAmounts,
    TransferLine,
    balances,
    delivered,
    faults,
    promised,
)
from tests.books.steps import charged_to_a_client

CODES = ("RW", "XS", "SC", "WI", "RF", "CL", "TP", "EQ", "MO", "GW", "NM", "EX")
amounts = st.integers(0, 10**12)
lines = st.builds(
    RemedyAmounts,
    code=st.sampled_from(CODES),
    client_code=st.from_regex(r"[A-Z][A-Z0-9]{1,7}", fullmatch=True),
    cost=amounts,
    cost_currency=st.sampled_from(("EUR", "GBP", "JPY")),
    value=amounts,
    tax=amounts,
    value_currency=st.sampled_from(("EUR", "GBP", "JPY")),
    supplier=st.sampled_from(("", "LABCO", "Müller & Söhne")),
)


def a_line(code: str, cost: int = 0, value: int = 0, tax: int = 0, supplier: str = "") -> RemedyAmounts:
    return RemedyAmounts(code, "HFO", cost, "EUR", value, tax, "EUR", supplier)


@given(lines)
def test_no_remedy_ever_makes_a_client_owe_something(line: RemedyAmounts) -> None:
    at_promise, at_delivery = promised(line), delivered(line)
    assert charged_to_a_client(at_promise) == []
    assert charged_to_a_client((*at_promise, *at_delivery)) == []


@given(lines)
def test_every_booking_balances_in_each_currency_and_stands(line: RemedyAmounts) -> None:
    transfers = (*promised(line), *delivered(line))
    assert not transfers or faults(transfers) == []
    sums: dict[str, int] = {}
    for (_, currency), amount in balances(transfers).items():
        sums[currency] = sums.get(currency, 0) + amount
    assert set(sums.values()) <= {0}


@given(lines)
def test_a_booking_and_its_mirror_leave_nothing(line: RemedyAmounts) -> None:
    transfers = promised(line) + delivered(line)
    assert set(balances(transfers + tuple(one.mirrored() for one in transfers)).values()) <= {0}


@given(lines)
def test_a_delivered_line_has_cost_us_what_it_says_and_no_more(line: RemedyAmounts) -> None:
    booked = balances((*promised(line), *delivered(line)))
    cost = sum(amount for (account, _), amount in booked.items() if is_cost(account))
    by_value = line.code in GRANTS - {"GW"}
    assert cost == (line.value if by_value else line.cost)


def test_a_service_credit_is_owed_when_promised_and_lowers_the_invoice_when_delivered() -> None:
    line = a_line("SC", cost=18_500, value=18_500, tax=3_885)
    assert promised(line) == (
        TransferLine("Income:Contra:ServiceCredit", "Liabilities:Client:Credit:HFO", 18_500, "EUR"),
        TransferLine("Liabilities:Tax:Output", "Liabilities:Client:Credit:HFO", 3_885, "EUR"),
    )
    assert delivered(line) == (
        TransferLine("Liabilities:Client:Credit:HFO", "Assets:Receivable:Client:HFO", 22_385, "EUR"),
    )


def test_goodwill_is_booked_at_what_it_costs_us_with_the_tax_that_the_client_is_told() -> None:
    line = a_line("GW", cost=10_400, value=10_400, tax=2_080)
    (found,) = case_costs((*promised(line), *delivered(line)))
    assert (found.net.minor, found.returned.minor) == (10_400, 12_480)
    assert delivered(line) == (TransferLine("Liabilities:Client:Credit:HFO", "Assets:Clearing:Bank", 12_480, "EUR"),)


def test_our_own_work_is_a_cost_when_it_is_done_and_never_before() -> None:
    line = a_line("RW", cost=48_875, value=90_000)
    assert promised(line) == ()
    assert delivered(line) == (TransferLine("Expenses:Recovery:Labour", "Expenses:Absorbed:Labour", 48_875, "EUR"),)


@pytest.mark.parametrize(
    ("code", "supplier", "debit", "credit"),
    [
        ("TP", "LABCO", "Expenses:Recovery:ThirdParty", "Liabilities:Payable:LABCO"),
        ("EQ", "", "Expenses:Recovery:Parts", "Assets:Inventory:Parts"),
        ("EQ", "LABCO", "Expenses:Recovery:Parts", "Liabilities:Payable:LABCO"),
        ("MO", "LABCO", "Expenses:Recovery:ThirdParty", "Liabilities:Payable:LABCO"),
        ("XS", "", "Expenses:Recovery:Labour", "Expenses:Absorbed:Labour"),
    ],
)
def test_work_and_goods_go_to_their_accounts(code: str, supplier: str, debit: str, credit: str) -> None:
    assert delivered(a_line(code, cost=1, supplier=supplier)) == (TransferLine(debit, credit, 1, "EUR"),)


def test_a_waived_invoice_is_settled_by_the_promise_itself() -> None:
    line = a_line("WI", cost=15_000, value=15_000, tax=3_150)
    assert [transfer.credit for transfer in promised(line)] == ["Assets:Receivable:Client:HFO"] * 2
    assert delivered(line) == ()


def test_a_debit_on_what_a_client_owes_is_found() -> None:
    charge = TransferLine("Assets:Receivable:Client:HFO", "Assets:Clearing:Bank", 1, "EUR")
    assert charged_to_a_client((charge,)) == ["Assets:Receivable:Client:HFO"]
    in_another_currency = TransferLine("Assets:Clearing:Bank", "Assets:Receivable:Client:HFO", 1, "USD")
    assert charged_to_a_client((charge, in_another_currency)) == ["Assets:Receivable:Client:HFO"]


@pytest.mark.parametrize("name", ["Assets:Clearing:Bank", "Liabilities:Client:Credit:H-2", "Expenses:Recovery:4U"])
def test_account_names_that_other_programs_take_are_taken(name: str) -> None:
    assert is_account_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Assets",
        "assets:Bank",
        "Assets:bank",
        "Assets::Bank",
        "Wealth:Bank",
        "Assets:Ba nk",
        "Assets:Bänk",
        "Assets:" + "B" * 120,
    ],
)
def test_account_names_that_they_refuse_are_refused(name: str) -> None:
    assert not is_account_name(name)


@given(st.text(max_size=20))
def test_any_code_makes_a_good_account_name(code: str) -> None:
    assert all(is_account_name(name(code)) for name in (client_credit, receivable, payable))


def test_what_is_paid_is_what_was_granted_though_it_would_be_booked_otherwise_now() -> None:
    line = RemedyAmounts("GW", "HFO", 10_000, "GBP", 10_000, 2_000, "GBP", granted=10_000)
    assert delivered(line) == (TransferLine(client_credit("HFO"), BANK, 10_000, "GBP"),)
