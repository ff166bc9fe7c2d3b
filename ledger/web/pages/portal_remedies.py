"""What a client's own people say of a remedy: we have it, or we do not want it."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from ledger.recovery.operations.remedy_endings import confirm_remedy, decline_remedy
from ledger.recovery.own import reference_of_own_remedy
from ledger.web.forms import or_again, read_form
from ledger.web.pages.portal import incident
from ledger.web.schemas.remedies import AnswerRemedy
from ledger.web.session import actor, ledger, needs

pages = Blueprint("portal_remedies", __name__)


def _case(remedy_id: str) -> Any:
    return incident(ledger().ask(reference_of_own_remedy, actor(), remedy_id))


@pages.post("/portal/remedies/<remedy_id>/confirm")
@needs("answer_remedy")
@or_again(_case)
def confirm(remedy_id: str) -> Any:
    """Record that the client has what was promised."""
    return _done(remedy_id, confirm_remedy, "Recorded: you have it. Thank you.")


@pages.post("/portal/remedies/<remedy_id>/decline")
@needs("answer_remedy")
@or_again(_case)
def decline(remedy_id: str) -> Any:
    """Record that the client does not want it."""
    return _done(remedy_id, decline_remedy, "Recorded: you do not want it. If that was a mistake, tell us.")


def _done(remedy_id: str, verb: Any, sentence: str) -> Any:
    said = read_form(AnswerRemedy(), zone=actor().zone)
    ledger().do(verb, actor(), remedy_id=remedy_id, client_words=said.get("client_words", ""))
    flash(sentence, "done")
    reference = ledger().ask(reference_of_own_remedy, actor(), remedy_id)
    return redirect(url_for("portal.incident", reference=reference, _anchor="remedies"))
