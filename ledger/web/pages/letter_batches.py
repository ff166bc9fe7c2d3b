"""The letters of one kind to all clients of an incident as one batch: where each stands, and one step for all."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ledger.kernel.counting import counted
from ledger.letters.batches import Batch, batch_of, progress_of
from ledger.letters.operations.batches import ask_for_all
from ledger.web.addressed import incident_id_at
from ledger.web.confirming import unconfirmed
from ledger.web.forms import or_again, read_form
from ledger.web.jobs import jobs
from ledger.web.schemas.letter_batches import AskForAll
from ledger.web.session import actor, ledger, needs

pages = Blueprint("letter_batches", __name__)
PATH = "/incidents/<reference>/letters/<kind>"
PAGE = 100
CONFIRMED = {
    "approve": (
        "Approve {count} letters?",
        "Approve them",
        (
            "You approve exactly the texts and facts as they stand now; any change withdraws it.",
            "Letters that lack something, or in which the candour check finds anything, stay in review.",
        ),
    ),
    "issue": (
        "Issue {count} letters?",
        "Issue them",
        (
            "Each goes to its own client and stands in its portal.",
            "Texts, facts and dates are frozen and can never be changed; their clocks stop as each is issued.",
        ),
    ),
}
"""Steps that are asked about once more: title, the button's words, what will happen."""


@pages.get(PATH)
@needs("read_cases")
def show(reference: str, kind: str) -> str:
    """Show the batch; `?state=` narrows it to one state, or to what is held up (`held`)."""
    batch = _batch(reference, kind)
    state = request.args.get("state", "")
    found = [row for row in batch.rows if _is_in(row.status, state, is_held=bool(row.held))]
    after = request.args.get("after", "")
    places = [place for place, row in enumerate(found) if row.client_code == after]
    start = places[0] + 1 if places else 0
    shown = found[start : start + PAGE]
    is_last = start + PAGE >= len(found)
    following = url_for(
        "letter_batches.show", reference=reference, kind=kind, state=state or None, after=shown[-1].client_code
    ) if shown and not is_last else None  # fmt: skip
    return render_template(
        "letters/batch.html", batch=batch, rows=shown, state=state, more=following, held=_held(batch)
    )


@pages.post(PATH)
@needs("draft_letter")
@or_again(show)
def ask(reference: str, kind: str) -> Any:
    """Ask for one step of all letters it is for; the worker does it, and the page follows."""
    said = read_form(AskForAll())
    if asking := _asking(said["step"], reference, kind):
        return asking
    tasks = ledger().do(ask_for_all, actor(), incident_id=incident_id_at(reference), kind=kind, **said)
    jobs().letter_tasks(tasks)
    flash(f"Asked for {counted(len(tasks), 'letter')}.", "done")
    return redirect(url_for("letter_batches.show", reference=reference, kind=kind))


@pages.get(f"{PATH}/progress")
@needs("read_cases")
def progress(reference: str, kind: str) -> Any:
    """Say how far the step that was asked for last has come."""
    found = ledger().ask(progress_of, actor(), incident_id_at(reference), kind)
    if found is None or not found.is_running:
        return {"status": "done"}
    return {"status": "working", "done": found.done + found.refused, "of": found.of, "sentence": found.sentence}


def _batch(reference: str, kind: str) -> Batch:
    return ledger().ask(batch_of, actor(), incident_id_at(reference), kind)


def _asking(step: str, reference: str, kind: str) -> str | None:
    if step not in CONFIRMED:
        return None
    title, submit, consequences = CONFIRMED[step]
    count = len(_batch(reference, kind).of_step(step))
    back = url_for("letter_batches.show", reference=reference, kind=kind)
    return unconfirmed(title.format(count=count), consequences, submit=submit, cancel_url=back)


def _is_in(status: str, state: str, *, is_held: bool) -> bool:
    return is_held if state == "held" else not state or status == state


def _held(batch: Batch) -> int:
    return sum(bool(row.held) for row in batch.rows)
