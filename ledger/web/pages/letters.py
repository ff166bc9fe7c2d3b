"""Letters: the list, and one letter from draft to file."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from markupsafe import Markup

from ledger.clients.users import client_names
from ledger.letters.as_recorded import letter_findings
from ledger.letters.candour_shown import shown
from ledger.letters.deliveries import deliveries_of, mailable_to
from ledger.letters.four_questions import QUESTIONS
from ledger.letters.listing import list_letters
from ledger.letters.markdown import to_html
from ledger.letters.open_points import points_of
from ledger.letters.operations.drafting import (
    discard_letter,
    draft_letter,
    edit_letter,
    readdress_letter,
    refresh_letter,
)
from ledger.letters.operations.promising import promise_from_letter
from ledger.letters.own_verdicts import verdicts_of
from ledger.letters.promised import promised_in
from ledger.letters.queries import LetterPage, choices, letter_page, unsent_letter
from ledger.letters.sections import heading_of, said_in, sections_of
from ledger.people.permissions import may
from ledger.web.confirming import confirmed
from ledger.web.filters import read_filters
from ledger.web.forms import form, or_again, read_form, refused_errors
from ledger.web.guarding import mismatch
from ledger.web.letter_download import file_answer
from ledger.web.letter_drawn import drawn
from ledger.web.paging import one_page, position
from ledger.web.schemas.candour import ApproveLetterForm
from ledger.web.schemas.deliveries import MailLetter, RecordBounce
from ledger.web.schemas.four_questions import FourAnswersForClient
from ledger.web.schemas.letters import (
    KINDS,
    STATUSES,
    AddressLetter,
    AnswerForClient,
    DraftLetter,
    EditLetterForm,
    LetterFilters,
    LookAgain,
    RaisePoint,
    ReplyToAnswer,
    SeenLetter,
    SendBack,
    SettlePoint,
)
from ledger.web.schemas.promises import PromiseFromLetter
from ledger.web.session import actor, ledger, needs

pages = Blueprint("letters", __name__)
DISCARDING = ("The draft is put away and can no longer be edited or issued. The record keeps that it existed.",)


@pages.get("/letters")
@needs("read_cases")
def index() -> str:
    """Show letters, newest first."""
    asked = read_filters(LetterFilters())
    filters = {name: asked.said.get(name) for name in ("status", "kind", "client")}
    mine = asked.said.get("mine") == "yes"
    after = position(asked.said.get("after"))
    size = asked.said["limit"]
    found = ledger().ask(list_letters, actor(), **filters, waits_for_me=mine, after=after, limit=size + 1)
    shown, following = one_page(found, size, lambda row: (row.created_at, row.id))
    return render_template(
        "letters/list.html",
        rows=shown,
        asked=asked,
        more=url_for("letters.index", **asked.kept, after=following) if following else None,
        kinds=KINDS,
        statuses=STATUSES,
        clients=[(client.code, client.name) for client in ledger().ask(client_names, actor())],
    )


@pages.post("/letters/new")
@needs("draft_letter")
def create() -> Any:
    """Draft a letter and go to its editor."""
    said = read_form(DraftLetter())
    wanted = said["impact_id"], said.get("kind"), said.get("corrects_id")
    if (standing := ledger().ask(unsent_letter, actor(), *wanted)) is not None:
        flash("This letter is being written already; here it is.", "done")
        return redirect(url_for("letters.show", letter_id=standing))
    letter_id = ledger().do(draft_letter, actor(), **said)
    flash("Drafted from the record. Read every sentence: it is yours now.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.get("/letters/<letter_id>")
@needs("read_cases")
def show(letter_id: str) -> str:
    """Show one letter: its editor while it is written, its state and answers afterwards."""
    letter = ledger().ask(letter_page, actor(), letter_id)
    writes = letter.is_unissued and may(actor(), "draft_letter")
    return render_template(
        "letters/show.html",
        letter=letter,
        writes=writes,
        parts=written_parts(letter),
        said_names=tuple(said_in(letter.facts)),
        # Safe as markup: `to_html` lets nothing through but its short list of elements.
        words={key: Markup(to_html(text)) for key, text in letter.sections.items()},  # noqa: S704 see above
        form=form(EditLetterForm(), **_text(letter)),
        addresses=form(AddressLetter(), **_address(letter)),
        back=form(SendBack()),
        approval=form(ApproveLetterForm()),
        check=shown(letter.judgement, {key: letter.sections.get(key, "") for key, _ in written_parts(letter)}),
        choices=ledger().ask(choices, actor(), letter.impact_id) if writes else None,
        errors=refused_errors(),
        for_client=form(AnswerForClient()),
        reply=form(ReplyToAnswer()),
        look=form(LookAgain()),
        mismatch=mismatch(letter_findings, letter_id),
        promised=ledger().ask(promised_in, actor(), letter_id),
        **_delivery(letter),
        verdicts=ledger().ask(verdicts_of, actor(), letter.client_reference),
        judging=form(FourAnswersForClient()),
        questions=QUESTIONS,
        points=ledger().ask(points_of, actor(), letter.impact_id) if writes else [],
        pointing=form(RaisePoint()),
        settling=form(SettlePoint()),
    )


def _delivery(letter: LetterPage) -> dict[str, Any]:
    """Return what the page says of an issued letter's mails; nothing before it is issued."""
    if letter.pdf_sha256 is None:
        return {}
    return {
        "deliveries": ledger().ask(deliveries_of, actor(), letter.id),
        "contacts": ledger().ask(mailable_to, actor(), letter.id) if may(actor(), "issue_letter") else (),
        "mailing": form(MailLetter()),
        "bounce": form(RecordBounce()),
    }


def written_parts(letter: LetterPage) -> list[tuple[str, str]]:
    """Return (key, heading) of each section that people write."""
    parts = [section for section in sections_of(letter.facts) if section.written]
    return [(section.key, heading_of(letter.facts, section) or "Opening") for section in parts]


def _text(letter: LetterPage) -> dict[str, str]:
    """Return what stands in the editor, by the names under which it is posted."""
    sections = {f"sections.{key}": letter.sections.get(key, "") for key, _ in written_parts(letter)}
    said = {f"said.{name}": text for name, text in said_in(letter.facts).items()}
    return {"subject_line": letter.subject_line} | sections | said


def _address(letter: LetterPage) -> dict[str, str | None]:
    size = None if letter.large_print is None else "large" if letter.large_print else "ordinary"
    return {"contact_id": letter.contact_id, "signatory_id": letter.signatory_id, "print_size": size}


@pages.post("/letters/<letter_id>")
@needs("draft_letter")
@or_again(show)
def edit(letter_id: str) -> Any:
    """Keep the text."""
    said = read_form(EditLetterForm(), zone=actor().zone)
    ledger().do(edit_letter, actor(), letter_id=letter_id, **({"sections": {}, "said": None} | said))
    flash("Saved.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.post("/letters/<letter_id>/people")
@needs("draft_letter")
@or_again(show)
def people(letter_id: str) -> Any:
    """Choose to whom it goes, who signs, and its print."""
    said = read_form(AddressLetter())
    size = said.pop("print_size", None)
    ledger().do(
        readdress_letter, actor(), letter_id=letter_id, large_print=None if size is None else size == "large", **said
    )
    flash("The letter is addressed and signed as you chose.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.post("/letters/<letter_id>/refresh")
@needs("draft_letter")
@or_again(show)
def refresh(letter_id: str) -> Any:
    """Take over what has changed in the record."""
    changed = ledger().do(refresh_letter, actor(), letter_id=letter_id, **read_form(SeenLetter()))
    flash(f"Taken over: {', '.join(changed)}." if changed else "The record has not changed.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.post("/letters/<letter_id>/discard")
@needs("draft_letter")
@or_again(show)
@confirmed("Discard this draft?", DISCARDING, submit="Discard it", back="letters.show", danger=True)
def discard(letter_id: str) -> Any:
    """Put the draft away."""
    ledger().do(discard_letter, actor(), letter_id=letter_id, **read_form(SeenLetter()))
    flash("The draft was discarded.", "done")
    return redirect(url_for("letters.index"))


@pages.post("/letters/<letter_id>/promises")
@needs("promise")
@or_again(show)
def promise(letter_id: str) -> Any:
    """Write down as a promise what the letter says."""
    ledger().do(promise_from_letter, actor(), letter_id=letter_id, **read_form(PromiseFromLetter(), zone=actor().zone))
    flash("Promise written down; it was made when the letter was issued.", "done")
    return redirect(url_for("letters.show", letter_id=letter_id, _anchor="promised"))


@pages.get("/letters/<letter_id>/preview")
@needs("read_cases")
def preview(letter_id: str) -> str:
    """Show the letter as the client will read it: the same body as in print."""
    letter = ledger().ask(letter_page, actor(), letter_id)
    wrong = mismatch(letter_findings, letter_id)
    return render_template("letters/preview_page.html", letter=letter, drawn=drawn(letter), mismatch=wrong)


@pages.get("/letters/<letter_id>/letter.pdf")
def pdf(letter_id: str) -> Response:
    """Hand out the issued file, to staff and to that client."""
    return file_answer(letter_id)
