"""What one mistake cost us, as plain sums: each currency for itself, and what others pay us back beside it."""

import pytest

from ledger.books.accounts import FROM_INSURANCE, FROM_SUPPLIER
from ledger.books.case_cost import CaseCost, case_costs
from ledger.books.costs import claim, committed, cost, drawn, received
from ledger.books.posting import RemedyAmounts, TransferLine, delivered, promised
from ledger.kernel.money import Money


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


SPENT = (
    *cost("parts", eur(41_290)),
    *promised(RemedyAmounts("SC", "HFO", 18_500, "EUR", 18_500, 3_885, "EUR")),
    *delivered(RemedyAmounts("SC", "HFO", 18_500, "EUR", 18_500, 3_885, "EUR")),
)
"""A switch for 412.90 and a service credit of 185.00 with 38.85 of tax."""


def one(transfers: tuple[TransferLine, ...]) -> CaseCost:
    (found,) = case_costs(transfers)
    return found


def test_work_what_is_returned_and_the_net_of_both() -> None:
    found = one(SPENT)
    assert (found.work, found.returned, found.net) == (eur(41_290), eur(22_385), eur(59_790))
    assert (found.from_suppliers, found.from_insurance, found.still_to_come) == (eur(0), eur(0), eur(0))


@pytest.mark.parametrize(
    ("source", "account", "back"),
    [("supplier", FROM_SUPPLIER, (15_000, 0)), ("insurance", FROM_INSURANCE, (0, 15_000))],
)
def test_what_a_supplier_and_what_an_insurance_pays_back_stand_apart_and_lower_nothing(
    source: str, account: str, back: tuple[int, int]
) -> None:
    claimed = claim(source, "LABCO", eur(15_000))
    assert claimed == (TransferLine("Assets:Receivable:Supplier:LABCO", account, 15_000, "EUR"),)
    found, before = one((*SPENT, *claimed)), one(SPENT)
    assert (found.from_suppliers.minor, found.from_insurance.minor) == back
    assert (found.work, found.returned, found.net) == (before.work, before.returned, before.net)
    assert found.still_to_come == eur(15_000)


def test_what_has_come_in_is_still_paid_back_and_no_more_to_come() -> None:
    claimed = (*claim("supplier", "LABCO", eur(15_000)), *claim("insurance", "INSURECO", eur(20_000)))
    found = one((*SPENT, *claimed, *received("INSURECO", eur(20_000))))
    assert (found.from_suppliers, found.from_insurance, found.still_to_come) == (eur(15_000), eur(20_000), eur(15_000))
    assert found.net == one(SPENT).net


def test_more_paid_back_than_it_cost_us_makes_no_cost_below_nothing() -> None:
    found = one((*cost("parts", eur(100)), *claim("insurance", "INSURECO", eur(900))))
    assert (found.net, found.from_insurance) == (eur(100), eur(900))


def test_currencies_stay_apart_where_nobody_entered_a_rate() -> None:
    abroad = cost("third_party", Money(120_000, "USD"), supplier="LABCO")
    found = case_costs((*SPENT, *abroad, *claim("supplier", "LABCO", Money(500, "KWD"))))
    assert [(row.currency, row.net.minor, row.from_suppliers.minor) for row in found] == [
        ("EUR", 59_790, 0), ("KWD", 0, 500), ("USD", 120_000, 0),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="are not added"):
        _ = found[0].net + found[2].net


def test_money_set_aside_is_no_cost_until_it_is_spent() -> None:
    aside = committed("entry-1", eur(250_000))
    assert (one(aside).committed, one(aside).net) == (eur(250_000), eur(0))
    half = TransferLine("Liabilities:Provision:Recovery", "Expenses:Recovery:Committed", 100, "EUR", "entry-1")
    assert drawn(eur(100), ()) == ()
    assert one((*aside, half, *cost("parts", eur(100)))).committed == eur(249_900)
