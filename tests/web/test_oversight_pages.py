"""The pages of oversight: exceptions with their sheet, the sample from drawing to file."""

import csv
import io
import zipfile
from datetime import timedelta

from flask import Flask

from ledger.audit.readings import ReadingFilters, readings
from ledger.incidents.operations.milestones import set_milestones
from ledger.kernel.clock import now
from ledger.letters.operations.closing import close_incident
from ledger.people.actor import SYSTEM
from ledger.people.queries import actor_of
from ledger.web.read_log import EXTENSION
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.incidents.answering import a_case
from tests.support.web import StrictClient


def test_the_exceptions_are_shown_filtered_and_handed_out(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("action", "Changed the certificate.", occurred_at=now() - timedelta(days=3))
    web.sign_in(a_user(ledger, "auditor"))
    page = web.get("/record/exceptions?kind=late_entry").text
    assert "An entry was written down 3 days after it happened." in page
    assert "Changed the certificate." in page
    assert f'href="/incidents/{case.reference}"' in page
    assert "The provider&#39;s settings were written." not in page
    sheet = web.get("/record/exceptions.csv?kind=late_entry")
    rows = list(csv.DictReader(io.StringIO(sheet.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [(row["reason"], row["clients"], row["incident"]) for row in rows] == [
        ("Changed the certificate.", "HFO ORC", case.reference)
    ]


def test_an_administrator_reads_no_words_of_cases_there(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("action", "Changed the certificate.", occurred_at=now() - timedelta(days=3))
    page = web.sign_in(a_user(ledger, "admin")).get("/record/exceptions").text
    assert "An entry was written down 3 days after it happened." in page
    assert "Changed the certificate." not in page
    assert "/incidents/INC" not in page


def test_an_empty_list_says_what_it_would_hold(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    lead = a_user(ledger, "leadership")
    later = (now() + timedelta(days=400)).date()
    web.sign_in(lead)
    assert "Clear the filters" in web.get(f"/record/exceptions?from={later}").text
    bad = web.get("/record/exceptions?from=someday")
    assert bad.status_code == 422
    assert "From: Write a day" in bad.text


def test_a_sample_is_drawn_packed_and_fetched(web: StrictClient, ledger: Ledger, app: Flask) -> None:
    a_provider(ledger)
    a_client(ledger)
    lead = a_user(ledger, "leadership")
    acting = actor_of(lead, "Europe/London")
    filed = an_incident(ledger, acting, severity="S3")
    ledger.do(set_milestones, acting, incident_id=filed.id, times={"resolved_at": now()})
    ledger.do(close_incident, acting, incident_id=filed.id, no_letter_reason="They asked for none.")
    web.sign_in(lead)
    said = {"from_day": "2020-01-01", "to_day": "2099-12-31", "count": "25", "seed": "6 2 2 5"}
    assert web.post("/record/sample", data=said).status_code == 302
    page = web.get("/record/sample").text
    assert "1 of 1" in page
    assert "<code>6 2 2 5</code>" in page
    address = page.partition('href="/record/sample/')[2].partition('"')[0]
    answer = web.get(f"/record/sample/{address}")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as opened:
        assert f"cases/{filed.reference}/case.txt" in opened.namelist()
    answer.close()
    app.extensions[EXTENSION].write_some()
    lines = ledger.ask(readings, SYSTEM, filters=ReadingFilters(what="sample"))
    assert [line.person for line in lines] == ["Leadership"]


def test_a_period_without_closed_cases_is_said_beside_the_field(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger, "auditor"))
    said = {"from_day": "2019-01-01", "to_day": "2019-12-31", "seed": "x"}
    answer = web.post("/record/sample", data=said)
    assert answer.status_code == 422
    assert "No case was closed in this period." in answer.text
