"""Trust reviews: begun, written and signed by us; read, signed or sent back by the client in its portal."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from ledger.audit.reporting import sign_review
from ledger.clients.queries import client_options
from ledger.kernel.clock import now
from ledger.people.permissions import MAY
from ledger.people.queries import staff
from ledger.trends.months import last_quarters, period_label
from ledger.trends.operations.reviews import (
    QUARTERS,
    agree_review,
    begin_review,
    record_agreement,
    send_review_back,
    write_review,
)
from ledger.trends.review_content import RECOMMENDS, RENEWAL
from ledger.trends.reviews import review_by_id, review_content, review_file, review_proof, reviews
from ledger.trends.scope import Scope
from ledger.web.evidence import download, uploaded
from ledger.web.forms import form, or_again, read_form
from ledger.web.frozen_pdf import frozen_pdf
from ledger.web.schemas.trust_reviews import (
    AgreeReview,
    BeginReview,
    RecordAgreement,
    SendReviewBack,
    SignReview,
    WriteReview,
)
from ledger.web.session import actor, ledger, needs, provider_zone
from ledger.web.trend_scope import files_in

pages = Blueprint("trust_reviews", __name__)
WRITTEN = ("our_part", "client_part", "changed_terms", "renewal", "recommends")


@pages.get("/trends/reviews")
@needs("read_cases")
def index() -> str:
    """Show all reviews, and the form for another."""
    quarters = reversed(last_quarters(now(), Scope(now(), provider_zone()).tz, QUARTERS))
    return render_template(
        "trends/reviews.html",
        reviews=ledger().ask(reviews, actor()),
        clients=ledger().ask(client_options, actor()),
        quarters=[(quarter, period_label(quarter)) for quarter in quarters],
        form=form(BeginReview()),
        reporting_zone=provider_zone(),
        files=files_in(url_for("trends.index"))("reviews"),
    )


@pages.post("/trends/reviews")
@needs("draft_letter")
@or_again(index)
def begin() -> Any:
    """Begin one."""
    review_id = ledger().do(begin_review, actor(), **read_form(BeginReview()))
    return redirect(url_for("trust_reviews.show", review_id=review_id))


@pages.get("/trends/reviews/<review_id>")
@needs("read_cases")
def show(review_id: str) -> str:
    """Show one review to our people, with what may be done to it."""
    row = ledger().ask(review_by_id, actor(), review_id)
    written = {name: getattr(row, name) for name in WRITTEN}
    return render_template(
        "trends/review.html",
        row=row,
        content=ledger().ask(review_content, actor(), review_id),
        form=form(WriteReview(), **written, version=row.version),
        sign_form=form(SignReview()),
        record_form=form(RecordAgreement()),
        renewal=RENEWAL[row.renewal],
        recommends=RECOMMENDS[row.recommends],
        signers=[one.name for one in ledger().ask(staff, actor()) if one.role in MAY["decide"]],
    )


@pages.post("/trends/reviews/<review_id>")
@needs("draft_letter")
@or_again(show)
def write(review_id: str) -> Any:
    """Write it."""
    ledger().do(write_review, actor(), review_id=review_id, **read_form(WriteReview()))
    flash("Written.", "done")
    return redirect(url_for("trust_reviews.show", review_id=review_id))


@pages.post("/trends/reviews/<review_id>/sign")
@needs("decide")
@or_again(show)
def sign(review_id: str) -> Any:
    """Sign it for us."""
    sign_review(ledger(), actor(), review_id, read_form(SignReview())["version"])
    flash("Signed and frozen. The client sees it in its portal now.", "done")
    return redirect(url_for("trust_reviews.show", review_id=review_id))


@pages.get("/trends/reviews/<review_id>.pdf")
@needs("read_cases")
def pdf(review_id: str) -> Response:
    """Hand out a review as it was frozen."""
    return frozen_pdf(*ledger().ask(review_file, actor(), review_id))


@pages.get("/trends/reviews/<review_id>/proof")
@needs("read_cases")
def proof(review_id: str) -> Response:
    """Hand out the file that shows the client's signature."""
    return download(ledger().ask(review_proof, actor(), review_id))


@pages.post("/trends/reviews/<review_id>/agreement")
@needs("speak_for_client")
@or_again(show)
def agreement(review_id: str) -> Any:
    """Write down that the client signed without signing in."""
    said = read_form(RecordAgreement())
    ledger().do(record_agreement, actor(), review_id=review_id, file=uploaded(), **said)
    flash("The client's signature is recorded, with how we know.", "done")
    return redirect(url_for("trust_reviews.show", review_id=review_id))


@pages.get("/portal/reviews")
@needs("read_own_case")
def own_index() -> str:
    """Show a client its reviews."""
    return render_template("portal/reviews.html", reviews=ledger().ask(reviews, actor()))


@pages.get("/portal/reviews/<review_id>")
@needs("read_own_case")
def own(review_id: str) -> str:
    """Show a client one of its reviews, to sign or to send back."""
    row = ledger().ask(review_by_id, actor(), review_id)
    return render_template(
        "portal/review.html",
        row=row,
        agree_form=form(AgreeReview()),
        back_form=form(SendReviewBack()),
        renewal=RENEWAL[row.renewal],
        recommends=RECOMMENDS[row.recommends],
    )


@pages.get("/portal/reviews/<review_id>.pdf")
@needs("read_own_case")
def own_pdf(review_id: str) -> Response:
    """Hand a client its review as it was frozen."""
    return frozen_pdf(*ledger().ask(review_file, actor(), review_id))


@pages.post("/portal/reviews/<review_id>/sign")
@needs("reply_to_letter")
@or_again(own)
def agree(review_id: str) -> Any:
    """Sign it as the client."""
    ledger().do(agree_review, actor(), review_id=review_id, **read_form(AgreeReview()))
    flash("Signed. Both of us have the same file, and the record names its fingerprint.", "done")
    return redirect(url_for("trust_reviews.own", review_id=review_id))


@pages.post("/portal/reviews/<review_id>/back")
@needs("reply_to_letter")
@or_again(own)
def send_back(review_id: str) -> Any:
    """Send it back."""
    ledger().do(send_review_back, actor(), review_id=review_id, **read_form(SendReviewBack()))
    flash("Sent back. You see it here again once it was mended and signed anew.", "done")
    return redirect(url_for("trust_reviews.own_index"))
