"""What nobody knows yet, on a letter's page: written down, and settled once it is known."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from ledger.letters.operations.open_points import raise_point, settle_point
from ledger.letters.queries import letter_page
from ledger.web.forms import or_again, read_form
from ledger.web.pages.letters import show
from ledger.web.schemas.letters import RaisePoint, SettlePoint
from ledger.web.session import actor, ledger, needs

pages = Blueprint("open_points", __name__)


@pages.post("/letters/<letter_id>/open-points")
@needs("draft_letter")
@or_again(show)
def add(letter_id: str) -> Any:
    """Write down what is not known yet, and when the client hears."""
    letter = ledger().ask(letter_page, actor(), letter_id)
    said = read_form(RaisePoint(), zone=letter.facts.zone)
    ledger().do(raise_point, actor(), impact_id=letter.impact_id, **said)
    flash("Written down. Take it over into the text, and a final letter waits for it.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id, _anchor="open"))


def _shown(letter_id: str, point_id: str) -> str:  # noqa: ARG001 the route's own arguments
    return show(letter_id)


@pages.post("/letters/<letter_id>/open-points/<point_id>/settle")
@needs("draft_letter")
@or_again(_shown)
def settle(letter_id: str, point_id: str) -> Any:
    """Say what is known now."""
    ledger().do(settle_point, actor(), letter_id=letter_id, point_id=point_id, **read_form(SettlePoint()))
    flash("Settled. Take it over into the text.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id, _anchor="open"))
