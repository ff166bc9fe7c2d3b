"""Review and issue of a letter, and what the client says to it."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, url_for

from ledger.kernel.clock import zoned
from ledger.letters.answer_rows import answer_proof
from ledger.letters.operations.answering import answer_letter, reply_to_answer
from ledger.letters.operations.approving import approve_alone, approve_letter, look_again, send_back, submit_letter
from ledger.letters.queries import LetterPage, letter_page
from ledger.notary.issuing import issue as issue_letter
from ledger.web.confirming import confirmed
from ledger.web.evidence import download, uploaded
from ledger.web.forms import or_again, read_form
from ledger.web.jobs import jobs
from ledger.web.pages.letters import show
from ledger.web.schemas.candour import ApproveLetterForm
from ledger.web.schemas.letters import AnswerForClient, LookAgain, ReplyToAnswer, SeenLetter, SendBack
from ledger.web.session import actor, ledger, needs
from ledger.worker.letters import finish_letter

pages = Blueprint("letter_review", __name__)
APPROVING = (
    "You approve exactly this text and these facts; any change withdraws your approval.",
    "It can then be issued to the client.",
)
ALONE = (
    "Nobody else has read it. It may say facts, the apology and the next update; no money and no cause.",
    "A second person looks at it by the end of the next business day; this stands on the exceptions page.",
)


def _page(letter_id: str) -> LetterPage:
    return ledger().ask(letter_page, actor(), letter_id)


def _back(letter_id: str) -> Any:
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.post("/letters/<letter_id>/submit")
@needs("draft_letter")
@or_again(show)
def submit(letter_id: str) -> Any:
    """Send it for review."""
    ledger().do(submit_letter, actor(), letter_id=letter_id, **read_form(SeenLetter()))
    flash("Sent for review. It waits for a second person.", "done")
    return _back(letter_id)


@pages.post("/letters/<letter_id>/approve")
@needs("approve_letter")
@or_again(show)
@confirmed("Approve this letter?", APPROVING, submit="Approve it", back="letters.show")
def approve(letter_id: str) -> Any:
    """Approve exactly this text."""
    ledger().do(approve_letter, actor(), letter_id=letter_id, **read_form(ApproveLetterForm()))
    flash("Approved. It can be issued now.", "done")
    return _back(letter_id)


def _approving_and_issuing(letter_id: str) -> list[str]:
    return [APPROVING[0], *_issuing(letter_id)]


@pages.post("/letters/<letter_id>/approve-and-issue")
@needs("approve_letter")
@or_again(show)
@confirmed("Approve and issue this letter?", _approving_and_issuing, submit="Approve and issue it", back="letters.show")
def approve_and_issue(letter_id: str) -> Any:
    """Approve a letter and issue it with one press: the short letter about an S3 needs no more."""
    ledger().do(approve_letter, actor(), letter_id=letter_id, **read_form(ApproveLetterForm()))
    _issue(letter_id)
    return _back(letter_id)


@pages.post("/letters/<letter_id>/alone")
@needs("issue_letter")
@or_again(show)
@confirmed(
    "Send this first notice without a second person?",
    ALONE,
    submit="Approve it alone",
    back="letters.show",
    danger=True,
)
def alone(letter_id: str) -> Any:
    """Approve one's own first notice at night."""
    due_at = ledger().do(approve_alone, actor(), letter_id=letter_id, **read_form(ApproveLetterForm()))
    flash(f"Approved alone. The second look is due by {zoned(due_at, actor().zone)}.", "done")
    return _back(letter_id)


@pages.post("/letters/<letter_id>/back")
@needs("approve_letter")
@or_again(show)
def back(letter_id: str) -> Any:
    """Send it back with words."""
    ledger().do(send_back, actor(), letter_id=letter_id, **read_form(SendBack()))
    flash("Sent back to its author.", "done")
    return _back(letter_id)


def _issuing(letter_id: str) -> list[str]:
    letter = _page(letter_id)
    return [
        f"The letter goes to {letter.facts.addressee.name}, {letter.client_name}, and stands in their portal.",
        "Its text, facts and date are frozen and can never be changed; a mistake is put right by a correction.",
        "Its clocks stop now, and the timeline says that it was sent.",
    ]


@pages.post("/letters/<letter_id>/issue")
@needs("issue_letter")
@or_again(show)
@confirmed("Issue this letter?", _issuing, submit="Issue it", back="letters.show")
def issue(letter_id: str) -> Any:
    """Freeze it and have its file drawn."""
    _issue(letter_id, **read_form(SeenLetter()))
    return _back(letter_id)


def _issue(letter_id: str, version: int | None = None) -> None:
    begun = issue_letter(ledger(), actor(), letter_id, version)
    if begun.issuing:
        jobs().finish_letter(letter_id)
    else:
        flash(f"Not issued: the record has changed ({', '.join(begun.changed)}). Read it again.", "error")


@pages.post("/letters/<letter_id>/finish")
@needs("issue_letter")
def finish(letter_id: str) -> Any:
    """Draw the file here and now, when no worker has done it."""
    if finish_letter(ledger(), letter_id):
        jobs().deliver(letter_id)
    return _back(letter_id)


@pages.get("/letters/<letter_id>/progress")
@needs("read_cases")
def progress(letter_id: str) -> Any:
    """Say how far the issue has come."""
    return {"status": _page(letter_id).status}


@pages.post("/letters/<letter_id>/second-look")
@needs("approve_letter")
def second_look(letter_id: str) -> Any:
    """Record the second look at a notice that went out alone."""
    ledger().do(look_again, actor(), letter_id=letter_id, **read_form(LookAgain()))
    flash("The second look is recorded.", "done")
    return _back(letter_id)


@pages.post("/letters/<letter_id>/answers")
@needs("speak_for_client")
@or_again(show)
def answer(letter_id: str) -> Any:
    """Write down what the client says."""
    said = read_form(AnswerForClient())
    ledger().do(answer_letter, actor(), letter_id=letter_id, file=uploaded(), **said)
    flash("The client's words are recorded.", "done")
    return _back(letter_id)


@pages.get("/letters/<letter_id>/answers/<answer_id>/proof")
@needs("read_cases")
def proof(letter_id: str, answer_id: str) -> Response:
    """Hand out the file that shows what a client said."""
    return download(ledger().ask(answer_proof, actor(), letter_id, answer_id))


def _shown(letter_id: str, answer_id: str) -> str:  # noqa: ARG001 the route's own arguments
    return show(letter_id)


@pages.post("/letters/<letter_id>/answers/<answer_id>/reply")
@needs("answer")
@or_again(_shown)
def reply(letter_id: str, answer_id: str) -> Any:
    """Reply to a question or dispute."""
    ledger().do(reply_to_answer, actor(), letter_id=letter_id, answer_id=answer_id, **read_form(ReplyToAnswer()))
    flash("The reply stands in the client's portal.", "done")
    return _back(letter_id)
