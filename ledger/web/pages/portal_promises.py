"""One promise as its client reads it, and what the client may say to it: not needed any more, a later date is fine."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.recovery.as_recorded import promise_findings
from ledger.recovery.operations.own_promises import agree_to_own_date, release_own_promise
from ledger.recovery.own_promises import own_promise
from ledger.recovery.promise_moves import own_promise_moves
from ledger.web.confirming import confirmed
from ledger.web.forms import form, or_again, read_form
from ledger.web.guarding import mismatch
from ledger.web.schemas.promises import AgreeToDate, ReleaseOwnPromise
from ledger.web.session import actor, ledger, needs

pages = Blueprint("portal_promises", __name__)
PATH = "/portal/promises/<promise_id>"
RELEASING = (
    "We need not do it any more, and it is recorded that you said so.",
    "It cannot be taken back; ask us anew.",
)


@pages.get(PATH)
@needs("read_own_case")
def show(promise_id: str) -> str:
    """Show one promise."""
    promise = ledger().ask(own_promise, actor(), promise_id)
    return render_template(
        "portal/promise.html",
        promise=promise,
        moves=ledger().ask(own_promise_moves, actor(), promise_id),
        form=form(ReleaseOwnPromise()),
        mismatch=mismatch(promise_findings, promise_id),
    )


@pages.post(f"{PATH}/release")
@needs("answer_promise")
@or_again(show)
@confirmed("We need not do this any more?", RELEASING, submit="You need not do it", back="portal_promises.show")
def release(promise_id: str) -> Any:
    """Release us."""
    ledger().do(release_own_promise, actor(), promise_id=promise_id, **read_form(ReleaseOwnPromise()))
    flash("Thank you. It is recorded that you released us from this promise.", "done")
    return redirect(url_for("portal_promises.show", promise_id=promise_id))


@pages.post(f"{PATH}/agree")
@needs("answer_promise")
@or_again(show)
def agree(promise_id: str) -> Any:
    """Agree to the later date."""
    ledger().do(agree_to_own_date, actor(), promise_id=promise_id, **read_form(AgreeToDate()))
    flash("Thank you. It is recorded that you agreed to the later date.", "done")
    return redirect(url_for("portal_promises.show", promise_id=promise_id))
