"""Growing an incident's recovery from its page: the update of one press, an action, a remedy, a promise."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from ledger.kernel.errors import Invalid
from ledger.recovery.operations.actions import add_action
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.operations.read_across import answer_read_across
from ledger.recovery.operations.remedies import propose_remedy
from ledger.recovery.operations.updates import quick_update
from ledger.recovery.remedy_details import details_of
from ledger.web.addressed import incident_at, incident_id_at
from ledger.web.doubts import doubted
from ledger.web.forms import or_again, read_form
from ledger.web.pages.incident import PATH, back, show
from ledger.web.schemas.action_steps import AnswerReadAcross
from ledger.web.schemas.actions import AddAction
from ledger.web.schemas.promises import MakePromise, QuickUpdate
from ledger.web.schemas.remedies import ProposeRemedy
from ledger.web.session import actor, ledger, needs

pages = Blueprint("recovery", __name__)


@pages.post(f"{PATH}/update")
@needs("answer")
@or_again(show)
def update(reference: str) -> Any:
    """Tell the clients how it stands: written, shown, the promised update kept, the next one promised."""
    said, incident_id = read_form(QuickUpdate(), zone=actor().zone), incident_id_at(reference)
    if asking := doubted(incident_id, said.get("text") or "", cancel_url=url_for("incident.show", reference=reference)):
        return asking
    told = ledger().do(quick_update, actor(), incident_id=incident_id, **said)
    names = ", ".join(one.client_name for one in told)
    return back(reference, f"Recorded, and shown in the portal to {names}. The words to send stand below.", "update")


@pages.post(f"{PATH}/actions")
@needs("act")
@or_again(show)
def create_action(reference: str) -> Any:
    """Add an action."""
    said = read_form(AddAction(), zone=actor().zone)
    row = ledger().do(add_action, actor(), incident_id=incident_id_at(reference), **said)
    if row.status == "proposed":
        flash("Action added. It starts with its plan: say by what you will know that it works.", "done")
        return redirect(url_for("actions.show", action_id=row.id))
    return back(reference, "Action added and started.", "actions")


@pages.post(f"{PATH}/read-across")
@needs("act")
@or_again(show)
def read_across(reference: str) -> Any:
    """Say why it could happen nowhere else."""
    said = read_form(AnswerReadAcross(), zone=actor().zone)
    ledger().do(answer_read_across, actor(), incident_id=incident_id_at(reference), **said)
    return back(reference, "Written down.", "read-across")


@pages.post(f"{PATH}/remedies")
@needs("act")
@or_again(show)
def create_remedy(reference: str) -> Any:
    """Propose a remedy for one of the incident's clients."""
    said = read_form(ProposeRemedy(), zone=actor().zone)
    if said["client_reference"] not in {one.client_reference for one in incident_at(reference).impacts}:
        raise Invalid({"client_reference": "Choose one of the clients that this incident touches."})
    said["details"] = details_of(said["code"], said.get("details", {}))
    ledger().do(propose_remedy, actor(), **said)
    return back(reference, "Remedy proposed; a second person approves it.", "remedies")


@pages.post(f"{PATH}/promises")
@needs("promise")
@or_again(show)
def create_promise(reference: str) -> Any:
    """Write a promise down."""
    said = read_form(MakePromise(), zone=actor().zone) | {"incident_id": incident_id_at(reference)}
    said.pop("incident", None)
    ledger().do(make_promise, actor(), **said)
    return back(reference, "Promise written down.", "promises")
