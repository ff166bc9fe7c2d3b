"""What the house decides about its books, on its pages: each form does it, and each refusal stands beside its field."""

from datetime import timedelta

import html5lib
import time_machine

from ledger.kernel.clock import now
from ledger.recovery.book_day import book_day
from ledger.work import Ledger
from tests.recovery.factories import Case, a_case
from tests.support.macros import one
from tests.support.web import StrictClient, posted, signed_in

RATE = {"base": "GBP", "quote": "USD", "rate": "1.2710"}


def opened(web: StrictClient, ledger: Ledger) -> Case:
    case = a_case(ledger)
    signed_in(web, ledger, case.lead.user_id)
    return case


def test_a_rate_is_entered_with_its_day_and_each_refusal_stands_beside_its_field(
    web: StrictClient, ledger: Ledger
) -> None:
    opened(web, ledger)
    with ledger.database.read() as session:
        day = book_day(session)
    for said, field in (
        ({"rate": "0"}, "rate"),
        ({"rate": ""}, "rate"),
        ({"quote": "GBP"}, "quote"),
        ({"quote": "ABC"}, "quote"),
        ({"on_date": ""}, "on_date"),
        ({"on_date": (day + timedelta(days=1)).isoformat()}, "on_date"),
    ):
        refused = web.post("/books/rates", data=RATE | {"on_date": day.isoformat()} | said)
        assert refused.status_code == 422
        assert f'id="f-{field}-error"' in refused.text
    page = posted(web, "/books/rates", **RATE, on_date=day.isoformat()).text
    assert "1 GBP = 1.2710 USD" in page


def test_the_day_that_is_offered_is_today_at_our_place(web: StrictClient, ledger: Ledger) -> None:
    case = opened(web, ledger)
    late = now().replace(year=now().year + 1, month=7, day=1, hour=23, minute=30)
    with time_machine.travel(late, tick=False):
        signed_in(web, ledger, case.lead.user_id)
        page = web.get("/books/rates").text
    offered = one(html5lib.parse(page, namespaceHTMLElements=False), ".//input[@name='on_date']").get("value", "")
    assert offered.endswith("-07-02"), "half past eleven UTC is past midnight in London in summer"


def test_centres_budgets_months_and_account_numbers_are_kept_on_their_pages(web: StrictClient, ledger: Ledger) -> None:
    opened(web, ledger)
    assert "OPS" in posted(web, "/books/cost-centres", code="OPS", name="Operations", active="true").text
    budget = {"cost_centre": "OPS", "period": f"{now():%Y}", "amount.amount": "1,000.00", "amount.currency": "GBP"}
    page = posted(web, "/books/budgets", **budget).text
    assert page.count("£1,000.00") >= 2
    refused = web.post("/books/budgets", data=budget | {"period": "soon"})
    assert (refused.status_code, 'id="f-period-error"' in refused.text) == (422, True)
    assert "6550" in posted(web, "/books/accounts", account="Expenses:Recovery", own_account="6550").text
    refused = web.post("/books/months/close", data={"month": f"{now():%Y-%m}", "confirmed": "1"})
    assert refused.status_code == 422
    assert "This month is not over yet." in refused.text
