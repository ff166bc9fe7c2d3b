"""What a mistake cost us, on its page and over the API: what others pay us back stands apart from it."""

import re

from flask import Flask
from sqlalchemy import select, update

from ledger.books.models import JournalEntry
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.models import Provider
from ledger.recovery.book_day import book_day
from ledger.recovery.operations.exchange import enter_rate
from ledger.recovery.operations.paying import pay_invoice
from ledger.recovery.operations.spending import book_cost, claim_back
from ledger.work import Ledger
from tests.factories import a_user
from tests.recovery.factories import Case, a_case, a_promised_remedy, gbp
from tests.support.programs import Program
from tests.support.seeded import a_token
from tests.support.web import StrictClient, posted, signed_in
from tests.web.test_recovery_api import a_program_of

CLAIM = {
    "source": "insurance",
    "code": "INSURECO",
    "amount.amount": "200.00",
    "amount.currency": "GBP",
    "text": "Policy 7",
}


def a_costly_case(ledger: Ledger) -> tuple[Case, JournalEntry]:
    case = a_case(ledger)
    key = case.filed.id
    ledger.do(book_cost, case.lead, incident_id=key, kind="parts", text="A disk", net=gbp(4_900))
    invoice = ledger.do(
        book_cost, case.lead, incident_id=key, kind="third_party", text="Reading", net=Money(120_000, "USD"),
        supplier="LABCO",
    )  # fmt: skip
    ledger.do(
        claim_back, case.lead, incident_id=key, source="supplier", code="LABCO", amount=gbp(15_000), text="Its fault"
    )
    return case, invoice


def cost_over_the_api(app: Flask, ledger: Ledger, case: Case, actor: Actor) -> dict[str, object]:
    program = a_program_of(app, ledger, actor)
    found: dict[str, object] = program("GET", f"/api/v1/recovery/incidents/{case.filed.reference}/cost").get_json()
    return found


def test_suppliers_and_an_insurance_stand_apart_on_the_page_and_lower_no_cost(
    web: StrictClient, ledger: Ledger
) -> None:
    case, _ = a_costly_case(ledger)
    signed_in(web, ledger, case.lead.user_id)
    address = f"/incidents/{case.filed.reference}/cost"
    page = posted(web, f"{address}/claim", **CLAIM).text
    assert "It cost us £49.00 and US$1,200.00" in words(page)
    assert "Suppliers pay us back £150.00 An insurance pays us back £200.00 Of that, still to come £350.00" in words(
        page
    )
    too_much = {"code": "INSURECO", "amount.amount": "200.01", "amount.currency": "GBP", "text": "Bank note"}
    refused = web.post(f"{address}/received", data=too_much)
    assert refused.status_code == 422
    assert "Of INSURECO £200.00 is still to come for this incident" in refused.text
    page = posted(web, f"{address}/received", **(too_much | {"amount.amount": "200.00"})).text
    assert "Of that, still to come £150.00" in words(page)


def test_the_api_says_the_same_and_its_parts_only_with_the_finance_permission(app: Flask, ledger: Ledger) -> None:
    case, _ = a_costly_case(ledger)
    whole = cost_over_the_api(app, ledger, case, case.lead)
    net = [{"amount": "49.00", "currency": "GBP"}, {"amount": "1200.00", "currency": "USD"}]
    assert (whole["cost_to_us"], whole["given"]) == (net, [])
    parts = whole["by_currency"]
    assert isinstance(parts, list)
    assert [(one["currency"], one["net"], one["from_suppliers"]["amount"]) for one in parts] == [
        ("GBP", net[0], "150.00"), ("USD", net[1], "0.00"),
    ]  # fmt: skip
    assert cost_over_the_api(app, ledger, case, case.nia) == {"cost_to_us": net, "given": [], "by_currency": None}
    third = Program(app, a_token(ledger, a_user(ledger, name="Third Manager")))
    answer = third("GET", f"/api/v1/recovery/incidents/{case.filed.reference}/cost")
    assert answer.get_json() == {"cost_to_us": None, "given": [], "by_currency": None}


def test_amounts_are_shown_as_they_are_typed_here(web: StrictClient, ledger: Ledger) -> None:
    case, _ = a_costly_case(ledger)
    with ledger.database.write() as session:
        session.execute(update(Provider).values(locale="de_DE"))
        session.commit()
    signed_in(web, ledger, case.lead.user_id)
    page = web.get(f"/incidents/{case.filed.reference}/cost").text
    assert "1.200,00" in page
    assert "1,200.00" not in page


def test_a_paid_invoice_leads_to_its_payment_and_offers_no_undoing(web: StrictClient, ledger: Ledger) -> None:
    case, invoice = a_costly_case(ledger)
    signed_in(web, ledger, case.lead.user_id)
    here = f"/books/entries/{invoice.id}"
    assert "undo it by its exact mirror" in web.get(here).text
    paid = ledger.do(pay_invoice, case.lead, entry_id=invoice.id, in_home_currency=False)
    page = web.get(here).text
    assert f'href="/books/entries/{paid.id}">The payment</a>' in page
    assert "The supplier is paid: undo that payment first" in page
    assert "undo it by its exact mirror" not in page
    refused = web.post(f"{here}/correct", data={"reason": "For another case"})
    assert refused.status_code == 409
    assert "The supplier is paid: undo that payment first" in refused.text


def words(page: str) -> str:
    """Return what stands in a page's lists of facts, tags and line ends left out."""
    text = re.sub(r"<[^>]+>", " ", page)
    return " ".join(text.split())


def test_without_the_finance_permission_one_line_shows_and_never_an_account(web: StrictClient, ledger: Ledger) -> None:
    case, _ = a_costly_case(ledger)
    a_promised_remedy(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    page = web.get(f"/incidents/{case.filed.reference}/cost").text
    assert (
        "It cost us £234.00 and US$1,200.00 The client gets, with tax £222.00 Charged to the client nothing"
        in words(page)
    )
    assert not re.findall(r"(?:Assets|Liabilities|Income|Expenses|Equity):", page)
    assert "pay us back" not in page
    assert "LABCO" not in page


def test_who_may_not_see_the_cost_reads_who_may(web: StrictClient, ledger: Ledger) -> None:
    case, _ = a_costly_case(ledger)
    web.sign_in(a_user(ledger, name="Third Manager"))
    page = words(web.get(f"/incidents/{case.filed.reference}/cost").text)
    assert "It cost us shown to those who have the case, to leadership and to auditors" in page
    assert "49.00" not in page


def test_an_invoice_abroad_says_the_rate_that_it_would_be_paid_at(web: StrictClient, ledger: Ledger) -> None:
    case, invoice = a_costly_case(ledger)
    signed_in(web, ledger, case.lead.user_id)
    here = f"/books/entries/{invoice.id}"
    assert 'href="/books/rates">Enter the rate</a>' in web.get(here).text
    with ledger.database.read() as session:
        day = book_day(session)
    ledger.do(enter_rate, case.lead, base="GBP", quote="USD", rate="1.2710", on_date=day)
    page = words(web.get(here).text)
    assert f"today 1 GBP = 1.2710 USD, entered for {day.day} {day:%b %Y}." in page


def test_an_entry_of_a_remedy_leads_to_it_where_it_can_be_withdrawn(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case)
    with ledger.database.read() as session:
        query = select(JournalEntry.id).where(JournalEntry.line_subject == row.id, JournalEntry.kind == "granted")
        entry_id = session.scalars(query).one()
    signed_in(web, ledger, case.lead.user_id)
    page = web.get(f"/books/entries/{entry_id}").text
    assert "This belongs to a remedy: withdraw the remedy, which undoes all that was booked for it." in page
    assert f'href="/remedies/{row.id}">The remedy</a>' in page
    assert "undo it by its exact mirror" not in page
