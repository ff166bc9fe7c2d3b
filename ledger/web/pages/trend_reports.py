"""Accountability reports: asking for one, reading it as PDF or its figures as JSON, signing it off."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from ledger.kernel.clock import now
from ledger.trends.months import period_label
from ledger.trends.operations.reports import KEPT_QUARTERS, ask_report, sign_report
from ledger.trends.reports import late_filings, report_by_id, report_figures, report_file, reports
from ledger.trends.scope import Scope
from ledger.web.forms import form, or_again, read_form
from ledger.web.frozen_pdf import frozen_pdf
from ledger.web.jobs import jobs
from ledger.web.schemas.trend_reports import AskReport, SignReport
from ledger.web.session import actor, ledger, needs, provider_zone
from ledger.web.trend_scope import files_in

pages = Blueprint("trend_reports", __name__)
OFFERED = 8
"""Quarters offered in the form; older ones over the API."""


@pages.get("/trends/reports")
@needs("read_all_costs")
def index(**_rest: str) -> str:
    """Show the reports, and the form for another."""
    scope = Scope(now(), provider_zone())
    over = reversed(scope.last_quarter_keys(min(OFFERED, KEPT_QUARTERS) + 1)[:-1])
    return render_template(
        "trends/reports.html",
        reports=ledger().ask(reports, actor()),
        late=ledger().ask(late_filings, actor()),
        quarters=[(quarter, period_label(quarter)) for quarter in over],
        form=form(AskReport()),
        sign_form=form(SignReport()),
        reporting_zone=provider_zone(),
        files=files_in(url_for("trends.index"))("reports"),
    )


@pages.post("/trends/reports")
@needs("decide")
@or_again(index)
def ask() -> Any:
    """Ask for a report; it is drawn in the background."""
    report_id = ledger().do(ask_report, actor(), **read_form(AskReport()))
    jobs().soon("draw_report", report_id)
    flash("It is being drawn, with what is known now; reload this page in a moment.", "done")
    return redirect(url_for("trend_reports.index"))


@pages.post("/trends/reports/<report_id>/sign")
@needs("decide")
@or_again(index)
def sign(report_id: str) -> Any:
    """Sign a report off."""
    ledger().do(sign_report, actor(), report_id=report_id, **read_form(SignReport()))
    flash("Signed off. The record names the fingerprints of what you signed.", "done")
    return redirect(url_for("trend_reports.index"))


@pages.get("/trends/reports/<report_id>.pdf")
@needs("read_all_costs")
def pdf(report_id: str) -> Response:
    """Hand out a report as it was frozen."""
    return frozen_pdf(*ledger().ask(report_file, actor(), report_id))


@pages.get("/trends/reports/<report_id>.json")
@needs("read_all_costs")
def figures(report_id: str) -> Response:
    """Hand out a report's figures, byte for byte what its SHA-256 is of."""
    row = ledger().ask(report_by_id, actor(), report_id)
    body = ledger().ask(report_figures, actor(), report_id)
    disposition = {"Content-Disposition": f'attachment; filename="accountability-{row.quarter}.json"'}
    return Response(body, mimetype="application/json", headers=disposition)
