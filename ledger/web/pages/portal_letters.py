"""The portal's letters: reading one, its file, and answering: read, asked, disputed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ledger.letters.as_recorded import letter_findings
from ledger.letters.client_view import has_read, own_letter, own_neighbours
from ledger.letters.deliveries import own_deliveries
from ledger.letters.operations.answering import REPLY_DAYS, answer_letter
from ledger.letters.own_lines import own_letter_lines
from ledger.web.forms import form, or_again, read_form
from ledger.web.guarding import mismatch
from ledger.web.letter_drawn import drawn
from ledger.web.paging import one_page, position
from ledger.web.schemas.letters import OwnAnswer
from ledger.web.session import actor, ledger, needs

pages = Blueprint("portal_letters", __name__)
PAGE = 50
THANKS = {
    "question": "Your question is recorded. We owe you an answer within {days} days; it will stand here.",
    "dispute": "What you dispute is recorded. We owe you an answer within {days} days; it will stand here.",
}


@pages.get("/portal/letters")
@needs("read_own_case")
def index() -> str:
    """Show all letters to the client, newest first."""
    after = position(request.args.get("after"))
    found = ledger().ask(own_letter_lines, actor(), after=after, limit=PAGE + 1)
    shown, more = one_page(found, PAGE, lambda letter: (letter.issued_at, letter.id))
    return render_template(
        "portal/letters.html",
        letters=shown,
        more=url_for("portal_letters.index", after=more) if more else None,
        start=url_for("portal_letters.index") if after else None,
    )


@pages.get("/portal/letters/<letter_id>")
@needs("read_own_case")
def show(letter_id: str) -> str:
    """Show one issued letter as it was sent, with what was said to it."""
    letter = ledger().ask(own_letter, actor(), letter_id)
    return render_template(
        "portal/letter.html",
        letter=letter,
        neighbours=ledger().ask(own_neighbours, actor(), letter_id),
        drawn=drawn(letter),
        form=form(OwnAnswer()),
        days=REPLY_DAYS,
        has_read=ledger().ask(has_read, actor(), letter_id),
        deliveries=ledger().ask(own_deliveries, actor(), letter_id),
        mismatch=mismatch(letter_findings, letter_id),
    )


@pages.post("/portal/letters/<letter_id>/read")
@needs("reply_to_letter")
def acknowledge(letter_id: str) -> Any:
    """Record that this person has read the letter, and nothing more."""
    ledger().do(answer_letter, actor(), letter_id=letter_id, kind="acknowledged")
    flash("Thank you. It is recorded that you have read this letter, and nothing more.", "done")
    return redirect(url_for("portal_letters.show", letter_id=letter_id))


@pages.post("/portal/letters/<letter_id>/answer")
@needs("reply_to_letter")
@or_again(show)
def answer(letter_id: str) -> Any:
    """Record what the client asks about this letter, or disputes in it."""
    said = read_form(OwnAnswer())
    ledger().do(answer_letter, actor(), letter_id=letter_id, **said)
    flash(THANKS[said["kind"]].format(days=REPLY_DAYS), "done")
    return redirect(url_for("portal_letters.show", letter_id=letter_id, _anchor="answers"))
