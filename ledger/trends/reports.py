"""Reading accountability reports: the list, one to draw, one's file, and what was filed after the last of them."""

import json
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.incidents.statuses import ENDED
from ledger.kernel.errors import Conflict, NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names
from ledger.record.erasures import deleted_files, refuse_deleted
from ledger.record.models import LogEntry
from ledger.trends.months import quarter_months
from ledger.trends.report_models import TrendReport

DRAWN = "report.drawn"
MOST = 200
"""Fifty years of quarters."""
_LAST = (
    select(TrendReport.quarter, TrendReport.asked_at)
    .where(TrendReport.pdf_sha256 != "")
    .order_by(TrendReport.quarter.desc(), TrendReport.asked_at.desc())
    .limit(1)
)


@dataclass(frozen=True)
class ReportRow:
    """One report as the list shows it; it has no file while it is being drawn."""

    id: str
    quarter: str
    asked_by_id: str
    asked_by: str
    asked_at: datetime
    figures_sha256: str
    pdf_sha256: str
    signed_by: str
    signed_at: datetime | None
    signed_words: str
    file_erased: bool
    """Only the fingerprint of its file is left."""


@dataclass(frozen=True)
class LateFilings:
    """How many incidents of the last report's months were filed after it; they are in no report yet."""

    quarter: str
    as_of: datetime
    count: int


def reports(session: Session, actor: Actor) -> list[ReportRow]:
    """Return the reports, newest first."""
    permit(actor, "read_all_costs")
    rows = session.scalars(select(TrendReport).order_by(TrendReport.asked_at.desc()).limit(MOST)).all()
    people = names(session, {by for row in rows for by in (row.asked_by, row.signed_by)})
    gone = deleted_files(session) if rows else {}
    return [_row(row, people, gone) for row in rows]


def report_by_id(session: Session, actor: Actor, report_id: str) -> ReportRow:
    """Return one report; raise `NotFound`."""
    permit(actor, "read_all_costs")
    row = _found(session, report_id)
    return _row(row, names(session, {row.asked_by, row.signed_by}), deleted_files(session))


def report_file(session: Session, actor: Actor, report_id: str) -> tuple[str, str]:
    """Return the SHA-256 of a report's file and its name.

    Raises `NotFound`, `Conflict` while it is being drawn, and `FileErased` where only its fingerprint is left.
    """
    permit(actor, "read_all_costs")
    row = _found(session, report_id)
    if not row.pdf_sha256:
        sentence = "This report is still being drawn; reload the page of reports in a moment."
        raise Conflict(sentence)
    refuse_deleted(session, row.pdf_sha256)
    return row.pdf_sha256, f"accountability-{row.quarter}-{row.asked_at:%Y-%m-%d}.pdf"


def report_figures(session: Session, actor: Actor, report_id: str) -> str:
    """Return a report's figures as frozen, JSON; raise `NotFound` before they are."""
    permit(actor, "read_all_costs")
    row = _found(session, report_id)
    if not row.figures:
        raise NotFound
    return row.figures


def reports_waiting(session: Session, _actor: Actor) -> list[str]:
    """Return the ids of the reports that have no file yet, oldest first."""
    return list(session.scalars(select(TrendReport.id).where(TrendReport.pdf_sha256 == "").order_by(TrendReport.id)))


def named_reports(session: Session) -> dict[str, str]:
    """Return every SHA-256 of a report's file, with what a person calls it. Any schema, for it asks the record."""
    said = [json.loads(body)["data"] for body in session.scalars(select(LogEntry.body).where(LogEntry.type == DRAWN))]
    return {one["pdf_sha256"]: f"accountability report {one['quarter']}" for one in said}


def late_filings(session: Session, actor: Actor) -> LateFilings | None:
    """Return what was filed after the last report about its months and those before; none where there is no report."""
    permit(actor, "read_trends")
    last = session.connection().execute(_LAST).one_or_none()
    if last is None:
        return None
    query = select(func.count()).where(
        Incident.filed_at > last.asked_at,
        Incident.report_month <= quarter_months(last.quarter)[-1],
        Incident.status.not_in(ENDED),
    )
    return LateFilings(last.quarter, last.asked_at, int(session.scalar(query) or 0))


def _found(session: Session, report_id: str) -> TrendReport:
    row = session.get(TrendReport, report_id)
    if row is None:
        raise NotFound
    return row


def _row(row: TrendReport, people: dict[str, str], gone: Container[str]) -> ReportRow:
    return ReportRow(
        row.id, row.quarter, row.asked_by, people.get(row.asked_by, ""), row.asked_at, row.figures_sha256,
        row.pdf_sha256, people.get(row.signed_by or "", ""), row.signed_at, row.signed_words,
        row.pdf_sha256 in gone,
    )  # fmt: skip
