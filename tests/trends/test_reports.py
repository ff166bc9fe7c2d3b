"""The accountability report: frozen figures, an accessible file with links, a sign-off, and what came later."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import page
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from ledger.audit.reporting import draw_report, draw_reports
from ledger.incidents.models import Incident
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.notary.stored_files import files_named
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.operations.promises import make_promise
from ledger.trends.measure_rows import OverdueCount
from ledger.trends.months import first_instant, last_quarters
from ledger.trends.operations.keeping_cells import uncount
from ledger.trends.operations.rebuilding import rebuild
from ledger.trends.operations.reports import ask_report, sign_report
from ledger.trends.report_content import Grave, frozen, report_content
from ledger.trends.report_pdf import MOST_LISTED, listed
from ledger.trends.reports import late_filings, report_by_id, report_figures, reports_waiting
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident

ZONE = ZoneInfo("Europe/London")
QUARTER = last_quarters(now(), ZONE, 2)[0]
IN_QUARTER = first_instant(QUARTER, ZONE) + timedelta(days=40)


@pytest.fixture
def lead(ledger: Ledger) -> Actor:
    """Leadership of a provider whose client had an S1 in the last quarter."""
    a_provider(ledger)
    a_client(ledger)
    an_incident(ledger, an_actor(ledger), impact_started_at=IN_QUARTER, aware_at=IN_QUARTER, severity="S1")
    return an_actor(ledger, "leadership")


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF, spaces made one."""
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_report_is_drawn_frozen_accessible_and_linked(ledger: Ledger, lead: Actor) -> None:
    report_id = ledger.do(ask_report, lead, quarter=QUARTER)
    assert draw_reports(ledger) == 1
    assert not draw_report(ledger, report_id), "twice is harmless"
    assert ledger.ask(reports_waiting, SYSTEM) == []
    row = ledger.ask(report_by_id, lead, report_id)
    figures = ledger.ask(report_figures, lead, report_id)
    assert hashlib.sha256(figures.encode()).hexdigest() == row.figures_sha256
    said = json.loads(figures)
    assert (said["quarter"], said["graves"][0]["clients"]) == (QUARTER, ["HFO"])
    assert said["measures"]["incidents"]["quarter"] == [1, 1]
    assert (said["still_billable"], said["short_of_target"], said["too_few_to_say"]) == (0, [], 14)
    pdf = ledger.files.read(row.pdf_sha256)
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []
    wanted = ("What has really changed", said["graves"][0]["reference"], row.figures_sha256, "How this was counted")
    assert [one for one in wanted if one not in text_of(pdf)] == []
    notes = [note.get_object() for sheet in PdfReader(io.BytesIO(pdf)).pages for note in sheet.get("/Annots", ())]
    links = [note["/A"]["/URI"] for note in notes]
    assert any("/trends/cases?measure=severities" in link for link in links)
    with ledger.database.read() as session:
        assert files_named(session)[row.pdf_sha256] == f"accountability report {QUARTER}"


def test_a_report_waits_while_all_is_counted_anew(ledger: Ledger, lead: Actor) -> None:
    report_id = ledger.do(ask_report, lead, quarter=QUARTER)
    with ledger.unit() as session:
        uncount(session)
    assert (draw_reports(ledger), draw_report(ledger, report_id)) == (0, False)
    rebuild(ledger, SYSTEM)
    assert draw_reports(ledger) == 1


def test_a_second_person_signs_what_was_drawn_and_only_once(ledger: Ledger, lead: Actor) -> None:
    report_id = ledger.do(ask_report, lead, quarter=QUARTER)
    other = an_actor(ledger, "leadership", email="second@tidewater.example")
    with pytest.raises(Conflict):
        ledger.do(sign_report, other, report_id=report_id)
    draw_report(ledger, report_id)
    with pytest.raises(Refused):
        ledger.do(sign_report, lead, report_id=report_id)
    ledger.do(sign_report, other, report_id=report_id, words="Read in full")
    row = ledger.ask(report_by_id, lead, report_id)
    assert (row.signed_by, row.signed_words) == (other.name, "Read in full")
    with pytest.raises(Conflict):
        ledger.do(sign_report, other, report_id=report_id)


def test_a_quarter_that_is_not_over_has_no_report(ledger: Ledger, lead: Actor) -> None:
    with pytest.raises(Invalid):
        ledger.do(ask_report, lead, quarter=last_quarters(now(), ZONE, 1)[0])
    with pytest.raises(Refused):
        ledger.do(ask_report, replace(lead, role="service_manager"), quarter=QUARTER)


def test_what_is_filed_after_the_last_report_is_counted_and_not_in_it(ledger: Ledger, lead: Actor) -> None:
    assert ledger.ask(late_filings, lead) is None
    report_id = ledger.do(ask_report, lead, quarter=QUARTER)
    draw_report(ledger, report_id)
    before = ledger.ask(late_filings, lead)
    an_incident(ledger, lead, impact_started_at=IN_QUARTER, aware_at=IN_QUARTER, severity="S2")
    an_incident(ledger, lead)
    after = ledger.ask(late_filings, lead)
    assert (before and before.count, after and after.count) == (0, 1)
    for promised_at in (IN_QUARTER, now()):
        ledger.do(
            make_promise, lead, client_code="HFO", text="A call", promised_at=promised_at,
            due_at=promised_at + timedelta(hours=1),
        )  # fmt: skip
    with ledger.database.read() as session:
        assert len(session.scalars(select(Incident.id)).all()) == 3
        content = report_content(session, lead, QUARTER, datetime.now(UTC), "Europe/London")
        same = report_content(session, lead, QUARTER, content.scope.as_of, "Europe/London")
    assert frozen(content) == frozen(same), "the same reading freezes to the same bytes"
    assert len(content.graves) == 2
    assert content.overdue_promises == OverdueCount(1, 1), "when the quarter ended; the other was made since"


def test_of_very_many_grave_cases_s1_are_printed_before_s2_and_all_are_in_the_figures() -> None:
    def grave(number: int, severity: str) -> Grave:
        return Grave(f"INC-2026-{number:04}", severity, "closed", IN_QUARTER, IN_QUARTER, ("HFO",), ())

    few = tuple(grave(number, "S2") for number in range(MOST_LISTED))
    assert listed(few) == few
    many = (*few, grave(900, "S1"), grave(901, "S2"))
    printed = listed(many)
    assert len(printed) == MOST_LISTED
    assert printed[-1] == many[-2], "the only S1 is among them, in its place"
