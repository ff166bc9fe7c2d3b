"""The books in the browser and over the API: pages that lose no line, and refusals instead of failures."""

import re
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from ledger.people.models import User
from ledger.recovery import case_money
from ledger.recovery.journal import account_lines
from ledger.recovery.operations.spending import book_cost
from ledger.web.paging import cursor
from ledger.work import Ledger
from tests.recovery.factories import Case, a_case, gbp
from tests.support.programs import Program
from tests.support.seeded import a_token
from tests.support.web import StrictClient, signed_in

PAYABLE = "Liabilities:Payable:LABCO"


def _a_taxed_invoice(ledger: Ledger, case: Case, text: str) -> Any:
    """Book an invoice that posts on its supplier's account twice: the net, and the tax on it."""
    return ledger.do(
        book_cost, case.lead, incident_id=case.filed.id, kind="third_party", text=text, net=gbp(10_000),
        supplier="LABCO", tax_rate=Decimal(20),
    )  # fmt: skip


@pytest.mark.parametrize("after", [cursor("someday", "x"), cursor("", ""), "garbage"])
def test_a_cursor_that_is_not_ours_is_refused_in_a_sentence(
    web: StrictClient, app: Flask, ledger: Ledger, after: str
) -> None:
    case = a_case(ledger)
    _a_taxed_invoice(ledger, case, "Cable")
    signed_in(web, ledger, case.lead.user_id)
    assert web.get(f"/books?after={after}").status_code == 422
    assert web.get(f"/books/account?account={PAYABLE}&currency=GBP&after={after}").status_code == 422
    assert web.get(f"/books/account?account={PAYABLE}").status_code == 422
    with ledger.database.read() as session:
        lead = session.get_one(User, case.lead.user_id)
    program = Program(app, a_token(ledger, lead))
    assert program("GET", f"/api/v1/books/entries?after={after}").status_code == 422


def test_an_entry_that_posts_twice_on_an_account_is_not_torn_by_the_end_of_a_page(ledger: Ledger) -> None:
    case = a_case(ledger)
    for text in ("Cable", "Laboratory"):
        _a_taxed_invoice(ledger, case, text)
    whole = ledger.ask(account_lines, case.lead, account=PAYABLE, currency="GBP")
    assert [row.balance.minor for row in whole] == [-10_000, -12_000, -22_000, -24_000]
    for size in (1, 2, 3):
        found, after = [], None
        while page := ledger.ask(account_lines, case.lead, account=PAYABLE, currency="GBP", after=after, limit=size):
            found += page
            after = (page[-1].booked_on, page[-1].place)
        assert found == whole


def test_an_account_is_paged_line_by_line(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    _a_taxed_invoice(ledger, case, "Cable")
    signed_in(web, ledger, case.lead.user_id)
    page = web.get(f"/books/account?account={PAYABLE}&currency=GBP&limit=1")
    assert ("-£100.00" in page.text, "-£120.00" in page.text) == (True, False)
    (row,) = ledger.ask(account_lines, case.lead, account=PAYABLE, currency="GBP", limit=1)
    after = cursor(row.booked_on.isoformat(), row.place)
    assert "-£120.00" in web.get(f"/books/account?account={PAYABLE}&currency=GBP&limit=1&after={after}").text


def test_a_case_shows_its_latest_entries_and_leads_to_the_rest(
    web: StrictClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(ledger)
    for text in ("Cable", "Disks"):
        _a_taxed_invoice(ledger, case, text)
    signed_in(web, ledger, case.lead.user_id)
    address = f"/incidents/{case.filed.reference}/cost"
    assert "in the journal" not in web.get(address).text
    monkeypatch.setattr(case_money, "MOST_ENTRIES", 1)
    page = web.get(address).text
    assert ("Disks" in page, "Cable" in page) == (True, False)
    assert f"/books?incident={case.filed.reference}" in page


@pytest.mark.parametrize("kind", ["beancount", "hledger", "csv", "xlsx"])
def test_an_export_with_its_days_turned_round_is_refused_before_it_begins(
    web: StrictClient, ledger: Ledger, kind: str
) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.lead.user_id)
    answer = web.get(f"/books/export/file?kind={kind}&from=2026-11-30&to=2026-11-01")
    assert answer.status_code == 422
    assert "before the first" in answer.text
    assert web.get(f"/books/export/file?kind={kind}&from=2026-11-01&to=2026-11-30").status_code == 200


def test_a_cost_is_offered_in_the_clients_currency_first_and_in_any_other(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.lead.user_id)
    page = web.get(f"/incidents/{case.filed.reference}/cost").text
    offered = re.search(r'<select[^>]* name="net.currency"[^>]*>(.*?)</select>', page)
    assert offered is not None
    codes = re.findall(r"<option[^>]*>(\w+)", offered.group(1))
    assert codes[0] == case.client.currency == "GBP"
    assert {"EUR", "JPY", "KWD"} <= set(codes)
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("path", ["/books", "/books/balance", "/books/budgets", "/books/export/file?kind=csv"])
def test_the_books_are_closed_to_whoever_lacks_the_finance_permission(
    web: StrictClient, ledger: Ledger, path: str
) -> None:
    case = a_case(ledger)
    for who in (case.nia, case.theirs):
        signed_in(web, ledger, who.user_id)
        assert web.get(path).status_code in {403, 404}
