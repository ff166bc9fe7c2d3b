"""Exchange rates: only where a person enters them, each with its day, and the rate of the day is the one used."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ledger.books.models import JournalEntry
from ledger.books.queries import cost_by_currency
from ledger.kernel.errors import Invalid, Refused
from ledger.kernel.money import Money
from ledger.recovery.book_day import book_day
from ledger.recovery.case_money import money_of_case
from ledger.recovery.exchange_rates import exchange_rate_on, exchange_rates
from ledger.recovery.operations.exchange import enter_rate
from ledger.recovery.operations.paying import pay_invoice
from ledger.recovery.operations.spending import book_cost
from ledger.work import Ledger
from tests.factories import an_actor
from tests.recovery.factories import Case, a_case, gbp


def today(ledger: Ledger) -> date:
    with ledger.database.read() as session:
        return book_day(session)


def entered(ledger: Ledger, case: Case, rate: str, on_date: date, **differs: Any) -> None:
    given: dict[str, Any] = {"base": "GBP", "quote": "USD", "rate": rate, "on_date": on_date}
    ledger.do(enter_rate, case.lead, **(given | differs))


def an_invoice_abroad(ledger: Ledger, case: Case, minor: int = 120_000, **more: Any) -> JournalEntry:
    return ledger.do(
        book_cost, case.lead, incident_id=case.filed.id, kind="third_party", text="A reading",
        net=Money(minor, "USD"), supplier="LABCO", **more,
    )  # fmt: skip


def costs(ledger: Ledger, case: Case) -> dict[str, int]:
    with ledger.database.read() as session:
        return {code: minor for code, minor in cost_by_currency(session, case.filed.id).items() if minor}


def test_without_a_rate_currencies_stay_apart_and_nothing_is_paid_through_one(ledger: Ledger) -> None:
    case = a_case(ledger)
    ledger.do(book_cost, case.lead, incident_id=case.filed.id, kind="parts", text="A disk", net=gbp(4_900))
    invoice = an_invoice_abroad(ledger, case)
    assert costs(ledger, case) == {"GBP": 4_900, "USD": 120_000}
    assert ledger.ask(money_of_case, case.lead, case.filed.id).net == (gbp(4_900), Money(120_000, "USD"))
    with pytest.raises(Invalid, match="Enter the rate between GBP and USD of that day") as refused:
        ledger.do(pay_invoice, case.lead, entry_id=invoice.id)
    assert set(refused.value.fields) == {"paid_on"}
    ledger.do(pay_invoice, case.lead, entry_id=invoice.id, in_home_currency=False)
    assert costs(ledger, case) == {"GBP": 4_900, "USD": 120_000}


def test_the_rate_of_the_day_is_used_not_a_later_one_and_not_one_of_another_pair(ledger: Ledger) -> None:
    case = a_case(ledger)
    day = today(ledger)
    entered(ledger, case, "1.2500", day - timedelta(days=9))
    entered(ledger, case, "1.2000", day - timedelta(days=3))
    entered(ledger, case, "1.5000", day)
    entered(ledger, case, "2.0000", day - timedelta(days=3), quote="EUR")
    paid = ledger.do(
        pay_invoice, case.lead, entry_id=an_invoice_abroad(ledger, case).id, paid_on=day - timedelta(days=1)
    )
    assert paid.calculation == "1200.00 USD ÷ 1.2000 = 1000.00 GBP, half up"
    assert costs(ledger, case) == {"GBP": 100_000}
    early = an_invoice_abroad(ledger, case, 10_000)
    with pytest.raises(Invalid, match="Enter the rate"):
        ledger.do(pay_invoice, case.lead, entry_id=early.id, paid_on=day - timedelta(days=10))


def test_a_rate_the_other_way_round_counts_and_the_tax_comes_home_at_it_too(ledger: Ledger) -> None:
    case = a_case(ledger)
    entered(ledger, case, "0.8000", today(ledger), base="USD", quote="GBP")
    paid = ledger.do(pay_invoice, case.lead, entry_id=an_invoice_abroad(ledger, case, tax_rate=Decimal(20)).id)
    assert (paid.calculation or "").split("; ") == [
        "1200.00 USD × 0.8000 = 960.00 GBP, half up", "tax 240.00 USD × 0.8000 = 192.00 GBP, half up",
    ]  # fmt: skip
    assert costs(ledger, case) == {"GBP": 96_000}


def test_a_second_rate_for_a_day_takes_the_place_of_the_first_for_what_is_paid_afterwards(ledger: Ledger) -> None:
    case = a_case(ledger)
    day = today(ledger)
    first, second = an_invoice_abroad(ledger, case), an_invoice_abroad(ledger, case, 240_000)
    entered(ledger, case, "1.2000", day)
    ledger.do(pay_invoice, case.lead, entry_id=first.id)
    entered(ledger, case, "1.6000", day)
    ledger.do(pay_invoice, case.lead, entry_id=second.id)
    assert costs(ledger, case) == {"GBP": 100_000 + 150_000}
    assert [row.rate for row in ledger.ask(exchange_rates, case.lead)] == ["1.6000", "1.2000"]
    with ledger.database.read() as session:
        assert exchange_rate_on(session, "USD", "GBP", day - timedelta(days=1)) is None


REFUSED: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"rate": "0"}, "rate", "A rate is above zero."),
    ({"rate": "0.000"}, "rate", "A rate is above zero."),
    ({"rate": "-1.2"}, "rate", "The rate is not a number such as 1.0834."),
    ({"rate": "1,2"}, "rate", "The rate is not a number such as 1.0834."),
    ({"rate": "1e3"}, "rate", "The rate is not a number such as 1.0834."),
    ({"rate": "1234567890123"}, "rate", "The rate is not a number such as 1.0834."),
    ({"quote": "GBP"}, "quote", "A rate is between two currencies."),
    ({"quote": "ABC"}, "quote", "Choose a currency."),
    ({"base": ""}, "base", "Choose a currency."),
    ({"on_date": 1}, "on_date", "This day has not come yet."),
)


def test_what_is_no_rate_is_refused_with_its_field_and_the_reason(ledger: Ledger) -> None:
    case = a_case(ledger)
    day = today(ledger)
    for said, field, sentence in REFUSED:
        given: dict[str, Any] = {"rate": "1.2", "on_date": day, **said}
        given["on_date"] = day + timedelta(days=1) if given["on_date"] == 1 else day
        with pytest.raises(Invalid) as refused:
            entered(ledger, case, **given)
        assert refused.value.fields == {field: [sentence]}, said
    entered(ledger, case, "1.2", day)
    with pytest.raises(Invalid) as refused:
        entered(ledger, case, " 1.2 ", day)
    again = "This rate is entered for that day already; another one would take its place."
    assert refused.value.fields == {"rate": [again]}
    assert len(ledger.ask(exchange_rates, case.lead)) == 1


def test_leadership_alone_enters_rates_and_auditors_read_them(ledger: Ledger) -> None:
    case = a_case(ledger)
    for who in (case.nia, case.theirs):
        with pytest.raises(Refused):
            ledger.do(enter_rate, who, base="GBP", quote="USD", rate="1.2", on_date=today(ledger))
        with pytest.raises(Refused):
            ledger.ask(exchange_rates, who)
    assert ledger.ask(exchange_rates, an_actor(ledger, "auditor")) == []


def test_a_rate_that_makes_an_amount_too_large_is_refused_when_it_is_paid_at(ledger: Ledger) -> None:
    case = a_case(ledger)
    entered(ledger, case, "999999999999", today(ledger), base="USD", quote="GBP")
    with pytest.raises(Invalid, match="the amount is too large: enter it anew"):
        ledger.do(pay_invoice, case.lead, entry_id=an_invoice_abroad(ledger, case).id)
