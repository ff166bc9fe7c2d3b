"""Every table of the trends' pages is had as CSV and XLSX, and says there what it says on the page."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from ledger.clients.models import Client
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.models import User
from ledger.people.queries import actor_of
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.operations.spending import book_cost
from ledger.trends.charting.figures import Cell, Row, Table
from ledger.trends.operations.reports import ask_report
from ledger.trends.operations.reviews import begin_review
from ledger.trends.operations.targets import set_target
from ledger.trends.scope import Scope
from ledger.web.trend_sheets import Sheet, handed_out, table_rows
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.support.web import StrictClient

ELSEWHERE = re.compile(r'<p class="chart-elsewhere"><a href="([^"]+)"')
LINK = re.compile(r'href="([^"]+\.(?:csv|xlsx)[^"]*)"')


@pytest.fixture
def leader(ledger: Ledger) -> User:
    """Leadership of a provider with two clients, incidents, costs, a promise, a target, a review and a report."""
    a_provider(ledger)
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    leader = a_user(ledger, "leadership")
    actor = actor_of(leader, "Europe/London")
    for code in ("HFO", "ORC", "HFO"):
        case = an_incident(ledger, actor, (code,), service="Mail", aware_at=now() - timedelta(days=100))
        ledger.do(book_cost, actor, incident_id=case.id, kind="parts", text="A switch", net=Money(412_90, "GBP"))
    ledger.do(make_promise, actor, client_code="HFO", text="=Call back", due_at=now() + timedelta(days=2))
    ledger.do(set_target, actor, measure="promises_kept", from_month="2026-01", reason="The board's aim", percent=95)
    quarter = Scope(now(), "Europe/London").quarter_keys[-2]
    ledger.do(begin_review, actor, client_code="HFO", quarter=quarter)
    ledger.do(ask_report, actor, quarter=quarter)
    return leader


def files_on(web: StrictClient, address: str) -> dict[str, str]:
    """Fetch a page, its tables that stand elsewhere, and every file these offer; return each CSV by its address."""
    pages = [web.get(address)]
    pages += [web.get(unescape(link)) for link in ELSEWHERE.findall(pages[0].text)]
    assert {page.status_code for page in pages} == {200}, address
    links = sorted({unescape(link) for page in pages for link in LINK.findall(page.text)})
    assert len(links) == 2 * len([link for link in links if ".csv" in link])
    said = {}
    for link in links:
        answer = web.get(link)
        assert answer.status_code == 200, link
        if ".csv" in link:
            said[link] = answer.text.removeprefix("\ufeff")
        else:
            assert ZipFile(io.BytesIO(answer.data)).testzip() is None
    return said


def test_each_table_of_the_trends_is_a_file_too(web: StrictClient, leader: User) -> None:
    web.sign_in(leader)
    narrowed = files_on(web, "/trends?client=HFO&months=12")
    assert narrowed
    assert all("client=HFO" in link and "client HFO; " in text for link, text in narrowed.items())
    said = files_on(web, "/trends")
    drawn = {link.split("/")[-1].split(".")[0] for link in said if "/figures/" in link}
    assert drawn >= {"incidents", "cost-gbp"}
    cost = next(text for link, text in said.items() if "cost-gbp" in link)
    assert cost.startswith('"Cost of recovery, in GBP, by quarter of detection; all clients; ')
    assert ",1238.70,1238.70\r\n" in cost
    decided = files_on(web, "/trends/measures/promises_kept")
    assert any(",95,The board's aim," in text for link, text in decided.items() if "/targets." in link)
    assert any("median" in link for link in files_on(web, "/trends/measures/recovery_cost"))
    (reports,) = files_on(web, "/trends/reports").values()
    assert reports.count("\r\n") == 3
    (reviews,) = files_on(web, "/trends/reviews").values()
    assert "being written" in reviews


def test_a_client_has_the_tables_of_its_own_scorecard_and_our_people_the_same(
    web: StrictClient, ledger: Ledger, leader: User
) -> None:
    web.sign_in(leader)
    ours = files_on(web, "/trends/clients/HFO")
    with ledger.database.read() as session:
        mine = session.scalars(select(Client.id).where(Client.code == "HFO")).one()
    web.sign_in(a_user(ledger, "client", name="Ada Client", client_id=mine))
    theirs = files_on(web, "/portal/scorecard")
    assert [text.split("\r\n")[2:] for text in ours.values()] == [text.split("\r\n")[2:] for text in theirs.values()]
    happened, measures, promises = theirs.values()
    assert happened.count("HFO-") == 2
    assert "ORC" not in "".join(theirs.values())
    assert "Promises kept" in measures
    assert "'=Call back" in promises


def test_a_table_that_is_not_there_or_not_the_readers_is_not_found(
    web: StrictClient, ledger: Ledger, leader: User
) -> None:
    web.sign_in(leader)
    for address in ("figures/nope", "measures/promises_kept/leaks", "measures/nope/targets", "clients/NOPE/happened"):
        assert web.get(f"/trends/{address}.csv").status_code == 404, address
    web.sign_in(a_user(ledger, name="Mia Manager"))
    for address in ("figures/cost-gbp", "measures/recovery_cost/cost-gbp", "measures/who_funded/leaks"):
        assert web.get(f"/trends/{address}.csv").status_code == 404, address


def test_numbers_of_a_table_are_numbers_in_its_file() -> None:
    cells = ("1,234.50 GBP", "\N{MINUS SIGN}12", "7", "45%", "none", "2 h 30 min", "1,200", "27 days", "1 day so far")
    table = Table("Costs", (), (Row("March 2026", tuple(Cell(text) for text in cells)),))
    assert list(table_rows(table)) == [
        ("March 2026", Decimal("1234.50"), -12, 7, "45%", "none", "2 h 30 min", 1200, 27, 1)
    ]


def test_an_amount_below_nought_is_a_number_in_csv_too(app: Flask) -> None:
    with app.test_request_context():
        listed = (("What", "Amount"), [("=A1", Decimal("-12.50"))])
        file = handed_out(Sheet("costs", "Paid back", listed, now(), "UTC"), "csv")
    assert file.get_data(as_text=True).splitlines()[-1] == "'=A1,-12.50"


def test_numbers_are_numbers_to_a_spreadsheet(web: StrictClient, leader: User) -> None:
    web.sign_in(leader)
    book = ZipFile(io.BytesIO(web.get("/trends/figures/cost-gbp.xlsx").data))
    cells = re.findall(r'<c r="\w+"><v>([^<]+)</v>', book.read("xl/worksheets/sheet1.xml").decode())
    assert "1238.70" in cells
