"""Letters as JSON: drafting, editing, review, issue, the file, and what the client says."""

from typing import Any

from flask import Response

from ledger.letters.as_recorded import letter_findings
from ledger.letters.listing import list_letters
from ledger.letters.operations.answering import answer_letter
from ledger.letters.operations.approving import approve_letter, send_back, submit_letter
from ledger.letters.operations.drafting import draft_letter, edit_letter, refresh_letter
from ledger.letters.operations.open_points import raise_point, settle_point
from ledger.letters.operations.promising import promise_from_letter
from ledger.letters.promised import PromisedLine, promised_in
from ledger.letters.queries import LetterPage, letter_page
from ledger.notary.issuing import issue as issue_letter
from ledger.recovery.queries import promise_of
from ledger.recovery.rows import PromiseRow
from ledger.web.api_door.keyset import Page
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import versioned
from ledger.web.guarding import refuse_mismatch
from ledger.web.jobs import jobs
from ledger.web.letter_download import file_answer
from ledger.web.schemas import letters as said_and_shown
from ledger.web.schemas.candour import ApproveLetter
from ledger.web.schemas.promises import PromisedLineShown, PromiseFromLetter, PromiseShown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("letters", "/letters", "Letters to clients: drafted, reviewed, issued once and never changed.")


@api.get("")
@needs("read_cases")
@api.paged(said_and_shown.LetterListed, said_and_shown.LetterFilters)
def index(page: Page) -> Any:
    """List letters, newest first."""
    filters = {name: page.filters.get(name) for name in ("status", "kind", "client")}
    mine = page.filters.get("mine") == "yes"
    rows = ledger().ask(list_letters, actor(), **filters, waits_for_me=mine, after=page.after, limit=page.limit + 1)
    return page.of(rows, lambda row: (row.created_at, row.id))


@api.post("")
@needs("draft_letter")
@created_once
@api.arguments(said_and_shown.DraftLetter)
@api.response(201, said_and_shown.LetterShown)
def create(said: dict[str, Any]) -> LetterPage:
    """Draft a letter from an impact; everything but the impact is preset."""
    return _shown(ledger().do(draft_letter, actor(), **said))


@api.get("/<letter_id>")
@needs("read_cases")
@api.response(200, said_and_shown.LetterShown)
@versioned
def show(letter_id: str) -> LetterPage:
    """Return one letter with its text, what it lacks, and what has changed in the record since.

    What is not as it was recorded is not handed out: 409 says what it is.
    """
    refuse_mismatch(letter_findings, letter_id)
    return _shown(letter_id)


@api.patch("/<letter_id>")
@needs("draft_letter")
@api.arguments(said_and_shown.EditLetter(partial=True))
@api.response(200, said_and_shown.LetterShown)
@versioned
def change(said: dict[str, Any], letter_id: str, *, version: int) -> LetterPage:
    """Change the text; sections that are not named stay, an approval falls."""
    ledger().do(
        edit_letter,
        actor(),
        letter_id=letter_id,
        version=version,
        subject_line=said.get("subject_line") or _shown(letter_id).subject_line,
        sections=said.get("sections", {}),
        said=said.get("said"),
    )
    return _shown(letter_id)


@api.post("/<letter_id>/refresh")
@needs("draft_letter")
@api.response(200, said_and_shown.LetterShown)
@versioned
def refresh(letter_id: str, *, version: int) -> LetterPage:
    """Take over what has changed in the record."""
    ledger().do(refresh_letter, actor(), letter_id=letter_id, version=version)
    return _shown(letter_id)


@api.post("/<letter_id>/submit")
@needs("draft_letter")
@api.response(200, said_and_shown.LetterShown)
@versioned
def submit(letter_id: str, *, version: int) -> LetterPage:
    """Send a draft for review."""
    ledger().do(submit_letter, actor(), letter_id=letter_id, version=version)
    return _shown(letter_id)


@api.post("/<letter_id>/approve")
@needs("approve_letter")
@api.arguments(ApproveLetter)
@api.response(200, said_and_shown.LetterShown)
@versioned
def approve(said: dict[str, Any], letter_id: str, *, version: int) -> LetterPage:
    """Approve exactly this text, as a second person; warnings of the candour check need a reason."""
    ledger().do(approve_letter, actor(), letter_id=letter_id, version=version, **said)
    return _shown(letter_id)


@api.post("/<letter_id>/back")
@needs("approve_letter")
@api.arguments(said_and_shown.ReviewWords)
@api.response(200, said_and_shown.LetterShown)
@versioned
def back(said: dict[str, Any], letter_id: str, *, version: int) -> LetterPage:
    """Send a letter back to its author."""
    ledger().do(send_back, actor(), letter_id=letter_id, version=version, **said)
    return _shown(letter_id)


@api.post("/<letter_id>/issue")
@needs("issue_letter")
@api.response(200, said_and_shown.LetterShown)
@versioned
def issue(letter_id: str, *, version: int) -> LetterPage:
    """Freeze an approved letter and have its file drawn: its status is `issuing`, then `issued`.

    Where the record has changed since the approval, the answer is a draft again and `came_back` says what changed.
    """
    begun = issue_letter(ledger(), actor(), letter_id, version)
    if begun.issuing:
        jobs().finish_letter(letter_id)
    return _shown(letter_id)


@api.get("/<letter_id>/letter.pdf")
@needs("read_cases")
@api.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def file(letter_id: str) -> Response:
    """Return the issued file; its ETag is its SHA-256."""
    return file_answer(letter_id)


@api.post("/<letter_id>/answers")
@needs("speak_for_client")
@created_once
@api.arguments(said_and_shown.AnswerForClient)
@api.response(201, said_and_shown.AnswerMade)
def answer(said: dict[str, Any], letter_id: str) -> Any:
    """Write down what the client says to an issued letter, with who said it and how we know."""
    return {"id": ledger().do(answer_letter, actor(), letter_id=letter_id, **said)}


@api.post("/<letter_id>/open-points")
@needs("draft_letter")
@created_once
@api.arguments(said_and_shown.RaisePoint)
@api.response(201, said_and_shown.PointMade)
def raise_open_point(said: dict[str, Any], letter_id: str) -> Any:
    """Write down what is not known yet about the letter's case, and by when the client hears."""
    return {"id": ledger().do(raise_point, actor(), impact_id=_shown(letter_id).impact_id, **said)}


@api.post("/<letter_id>/open-points/<point_id>/settle")
@needs("draft_letter")
@api.arguments(said_and_shown.SettlePoint)
@api.response(200, said_and_shown.LetterShown)
def settle_open_point(said: dict[str, Any], letter_id: str, point_id: str) -> LetterPage:
    """Say what is known now."""
    ledger().do(settle_point, actor(), letter_id=letter_id, point_id=point_id, **said)
    return _shown(letter_id)


@api.get("/<letter_id>/promises")
@needs("read_cases")
@api.response(200, PromisedLineShown(many=True))
def promised(letter_id: str) -> list[PromisedLine]:
    """List the sentences of a sent letter that name a day ahead, and which of them are promises already."""
    return ledger().ask(promised_in, actor(), letter_id)


@api.post("/<letter_id>/promises")
@needs("promise")
@created_once
@api.arguments(PromiseFromLetter)
@api.response(201, PromiseShown)
def promise(said: dict[str, Any], letter_id: str) -> PromiseRow:
    """Write down as a promise what a sent letter says; it was made when the letter was issued."""
    made = ledger().do(promise_from_letter, actor(), letter_id=letter_id, **said)
    return ledger().ask(promise_of, actor(), made.id)


def _shown(letter_id: str) -> LetterPage:
    return ledger().ask(letter_page, actor(), letter_id)
