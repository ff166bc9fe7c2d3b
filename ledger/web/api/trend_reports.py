"""Accountability reports as JSON: the list, asking for one, signing one off; the files stand under /trends/reports."""

from typing import Any

from ledger.trends.operations.reports import ask_report, sign_report
from ledger.trends.reports import ReportRow, report_by_id, reports
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.jobs import jobs
from ledger.web.schemas import trend_reports as said_and_shown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("trend_reports", "/trends/reports", "Quarterly accountability reports with their fingerprints.")


@api.get("")
@needs("read_all_costs")
@api.response(200, said_and_shown.ReportShown(many=True))
def index() -> list[ReportRow]:
    """Return the reports, newest first."""
    return ledger().ask(reports, actor())


@api.post("")
@needs("decide")
@created_once
@api.arguments(said_and_shown.AskReport)
@api.response(201, said_and_shown.ReportShown)
def create(said: dict[str, Any]) -> ReportRow:
    """Ask for the report of a quarter that is over; a worker draws it."""
    report_id = ledger().do(ask_report, actor(), **said)
    jobs().soon("draw_report", report_id)
    return ledger().ask(report_by_id, actor(), report_id)


@api.post("/<report_id>/sign")
@needs("decide")
@api.arguments(said_and_shown.SignReport)
@api.response(200, said_and_shown.ReportShown)
def sign(said: dict[str, Any], report_id: str) -> ReportRow:
    """Sign a report off, as somebody else than who asked for it."""
    ledger().do(sign_report, actor(), report_id=report_id, **said)
    return ledger().ask(report_by_id, actor(), report_id)
