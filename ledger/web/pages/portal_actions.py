"""What a client's own people do with our actions: fetch what we show, and say whether they see it."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, url_for

from ledger.kernel.errors import NotFound
from ledger.recovery.operations.evidence import attest_action
from ledger.recovery.own_actions import own_actions, own_evidence_file
from ledger.web.evidence import download
from ledger.web.forms import or_again, read_form
from ledger.web.pages.portal import incident_page
from ledger.web.schemas.action_steps import AttestAction
from ledger.web.session import actor, ledger, needs

pages = Blueprint("portal_actions", __name__)


def _again(reference: str, action_id: str) -> Any:
    return incident_page(reference, action_id)


@pages.post("/portal/incidents/<reference>/actions/<action_id>/attest")
@needs("attest")
@or_again(_again)
def attest(reference: str, action_id: str) -> Any:
    """Write down whether the client sees what we did."""
    said = read_form(AttestAction(), zone=actor().zone)
    if action_id not in {row.id for row in ledger().ask(own_actions, actor(), client_reference=reference)}:
        raise NotFound
    agrees = said["agrees"] == "yes"
    ledger().do(attest_action, actor(), action_id=action_id, agrees=agrees, text=said.get("text", ""))
    flash("Thank you; it stands in the record." if agrees else "Thank you for telling us; we will look again.", "done")
    return redirect(url_for("portal.incident", reference=reference, _anchor="actions"))


@pages.get("/portal/evidence/<evidence_id>")
@needs("read_own_case")
def file(evidence_id: str) -> Response:
    """Hand out a file that we show to the client."""
    return download(ledger().ask(own_evidence_file, actor(), evidence_id))
