"""Closing a case: the page lists what is missing, each with a link to where it is mended."""

from typing import Any

from flask import Blueprint, render_template, url_for

from ledger.letters.closing import EDIT, Gap, gate_of
from ledger.letters.operations.closing import close_incident
from ledger.web.addressed import incident_at, incident_id_at
from ledger.web.forms import form, or_again, read_form
from ledger.web.pages.incident import PATH, back
from ledger.web.schemas.closing import CloseIncident
from ledger.web.session import actor, ledger, needs

pages = Blueprint("closing", __name__)
SAID = {
    "closed": "Closed. Its money lines are frozen; everything else can still be read and added to.",
    "watching": "Put right, watching: it is off the board until the letter on whether the fix held.",
}


@pages.get(f"{PATH}/close")
@needs("answer")
def show(reference: str) -> str:
    """Show what is missing, or what closing will do."""
    incident = incident_at(reference)
    gate = ledger().ask(gate_of, actor(), incident.id)
    gaps = [(gap, _mended_at(reference, gap)) for gap in gate.gaps]
    return render_template("incidents/close.html", incident=incident, gate=gate, gaps=gaps, form=form(CloseIncident()))


@pages.post(f"{PATH}/close")
@needs("answer")
@or_again(show)
def close(reference: str) -> Any:
    """Close it."""
    said = read_form(CloseIncident())
    closed = ledger().do(close_incident, actor(), incident_id=incident_id_at(reference), **said)
    return back(reference, SAID[closed.status])


def _mended_at(reference: str, gap: Gap) -> str:
    """Return the address where somebody mends what is missing."""
    if gap.action_id:
        return url_for("actions.show", action_id=gap.action_id)
    if gap.place == EDIT:
        return url_for("incident.edit", reference=reference)
    return url_for("incident.show", reference=reference, _anchor=gap.place)
