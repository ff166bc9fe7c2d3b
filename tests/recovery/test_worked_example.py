"""The worked example of the design, to the cent."""

from ledger.books.accounts import (
    BANK,
    COMMITTED,
    CONVERSION,
    PROVISION,
    client_credit,
    is_client_facing,
    receivable,
)
from ledger.books.posting import balances
from ledger.books.queries import cost_by_currency, transfers_of
from ledger.recovery.operations.commitments import release_rest
from ledger.work import Ledger
from tests.recovery.worked_example import worked_example


def test_the_worked_example_comes_out_to_the_cent(ledger: Ledger) -> None:
    case = worked_example(ledger)
    (released,) = ledger.do(release_rest, case.lead, case.incident_id)
    with ledger.database.read() as session:
        transfers = transfers_of(session, case.incident_id)
        costs = cost_by_currency(session, case.incident_id)
        rest = [line.amount for line in transfers if line.credit == COMMITTED][-1]
    sums = balances(transfers)
    work = sum(minor for (name, currency), minor in sums.items() if _is_work(name) and currency == "EUR")
    returned = sum(
        line.amount
        for line in transfers
        if line.currency == "EUR" and is_client_facing(line.credit) and not is_client_facing(line.debit)
    )
    assert released.kind == "release"
    assert rest == 49_073
    assert work == 200_927
    assert returned == 79_575
    assert costs == {"EUR": 268_427, "USD": 0}
    assert sums[PROVISION, "EUR"] == sums[COMMITTED, "EUR"] == 0
    assert sums[CONVERSION, "EUR"] == 110_762
    assert sums[client_credit("HFO"), "EUR"] == 0
    assert sums[receivable("HFO"), "EUR"] == -(18_500 + 3_885 + 15_000 + 3_150)
    assert sums[BANK, "EUR"] == -(110_762 + 24_000 + 5_040 + 10_000)


def _is_work(name: str) -> bool:
    return name in {"Expenses:Recovery:Labour", "Expenses:Recovery:Parts", CONVERSION}
