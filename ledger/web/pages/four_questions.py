"""The four questions after a case: answered by the client in its portal, or written down by us."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.incidents.portal import own_case
from ledger.letters.four_questions import QUESTIONS
from ledger.letters.operations.judging import answer_questions
from ledger.letters.own_verdicts import asked_cases, own_verdicts
from ledger.letters.queries import letter_page
from ledger.web.forms import form, or_again, read_form
from ledger.web.pages.letters import show as show_letter
from ledger.web.schemas.four_questions import FourAnswers, FourAnswersForClient
from ledger.web.session import actor, ledger, needs

pages = Blueprint("four_questions", __name__)


@pages.get("/portal/incidents/<reference>/questions")
@needs("read_own_case")
def show(reference: str) -> str:
    """Show the four questions about one case, and what was answered."""
    waiting = {one.client_reference for one in ledger().ask(asked_cases, actor())}
    return render_template(
        "portal/questions.html",
        case=ledger().ask(own_case, actor(), reference),
        verdicts=ledger().ask(own_verdicts, actor(), client_reference=reference),
        is_asked=reference in waiting,
        questions=QUESTIONS,
        form=form(FourAnswers()),
    )


@pages.post("/portal/incidents/<reference>/questions")
@needs("reply_to_letter")
@or_again(show)
def answer(reference: str) -> Any:
    """Record the answers of this person."""
    ledger().do(answer_questions, actor(), client_reference=reference, **_said(read_form(FourAnswers())))
    flash("Thank you. Your answers are recorded, and our leadership reads them.", "done")
    return redirect(url_for("four_questions.show", reference=reference))


@pages.post("/letters/<letter_id>/questions")
@needs("speak_for_client")
@or_again(show_letter)
def record(letter_id: str) -> Any:
    """Write down what somebody of the client's answered by mail or telephone."""
    reference = ledger().ask(letter_page, actor(), letter_id).client_reference
    said = _said(read_form(FourAnswersForClient()))
    ledger().do(answer_questions, actor(), client_reference=reference, **said)
    flash("The client's answers are recorded.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id, _anchor="questions"))


def _said(said: dict[str, Any]) -> dict[str, Any]:
    keys = [key for key, _ in QUESTIONS]
    return {"answers": {key: int(said[key]) for key in keys}} | {k: v for k, v in said.items() if k not in keys}
