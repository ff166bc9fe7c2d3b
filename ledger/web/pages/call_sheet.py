"""The call sheet: whom to ring, on which number now, what to say, and a line for each attempt."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.incidents.call_sheet import Callee, call_sheet
from ledger.letters.as_recorded import case_findings
from ledger.recovery.operations.updates import write_attempt
from ledger.web.addressed import incident_id_at
from ledger.web.forms import form, or_again, read_form
from ledger.web.guarding import mismatch
from ledger.web.pages.incident import PATH
from ledger.web.schemas.timeline import LogAttempt
from ledger.web.session import actor, ledger, needs

pages = Blueprint("call_sheet", __name__)


@pages.get(f"{PATH}/calls")
@needs("answer")
def show(reference: str) -> str:
    """Show the sheet as it is right now."""
    sheet = ledger().ask(call_sheet, actor(), reference)
    wrong = mismatch(case_findings, sheet.incident.id)
    return render_template("incidents/calls.html", sheet=sheet, form=form(LogAttempt()), named=_named, mismatch=wrong)


def _named(callees: Sequence[Callee]) -> list[tuple[str, str]]:
    """Return the people of a sheet for choosing; what is kept of an attempt is the name."""
    return [(one.name, one.name) for one in callees]


@pages.post(f"{PATH}/calls")
@needs("answer")
@or_again(show)
def log(reference: str) -> Any:
    """Log an attempt."""
    said = read_form(LogAttempt(), zone=actor().zone)
    ledger().do(write_attempt, actor(), incident_id=incident_id_at(reference), **said)
    flash("Logged.", "done")
    return redirect(url_for("call_sheet.show", reference=reference))
