"""Mailing an issued letter, and recording by hand that a mail came back."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from ledger.courier.delivering import ask_to_mail
from ledger.letters.operations.delivering import record_bounce
from ledger.web.forms import or_again, read_form
from ledger.web.jobs import jobs
from ledger.web.pages.letters import show
from ledger.web.schemas.deliveries import MailLetter, RecordBounce
from ledger.web.session import actor, ledger, needs

pages = Blueprint("letter_deliveries", __name__)


@pages.post("/letters/<letter_id>/deliveries")
@needs("issue_letter")
@or_again(show)
def mail(letter_id: str) -> Any:
    """Have it mailed to a contact of its client."""
    ask_to_mail(ledger(), actor(), letter_id, **read_form(MailLetter()))
    jobs().deliver(letter_id)
    flash("The mail is on its way; its state stands below.", "done")
    return _back(letter_id)


def _shown(letter_id: str, delivery_id: str) -> str:  # noqa: ARG001 the route's own arguments
    return show(letter_id)


@pages.post("/letters/<letter_id>/deliveries/<delivery_id>/bounce")
@needs("issue_letter")
@or_again(_shown)
def bounce(letter_id: str, delivery_id: str) -> Any:
    """Record that it came back."""
    said = read_form(RecordBounce())
    ledger().do(record_bounce, actor(), letter_id=letter_id, delivery_id=delivery_id, **said)
    flash("Recorded that the mail came back. Mail it to somebody else, or hand it over another way.", "done")
    return _back(letter_id)


def _back(letter_id: str) -> Any:
    return redirect(url_for("letters.show", letter_id=letter_id, _anchor="delivery"))
