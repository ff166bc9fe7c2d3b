"""Trust reviews as JSON, for our people; the client reads and signs in its portal."""

from typing import Any

from flask import Response

from ledger.audit.reporting import sign_review
from ledger.trends.operations.reviews import begin_review, record_agreement, write_review
from ledger.trends.reviews import ReviewRow, review_by_id, review_proof, reviews
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import WITHOUT_VERSION, versioned
from ledger.web.evidence import download, from_base64
from ledger.web.schemas import trust_reviews as said_and_shown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("trust_reviews", "/trends/reviews", "Trust reviews: one a client and quarter, signed by both.")


@api.get("")
@needs("read_cases")
@api.response(200, said_and_shown.ReviewShown(many=True))
def index() -> list[ReviewRow]:
    """Return the reviews, the newest quarter first."""
    return ledger().ask(reviews, actor())


@api.post("")
@needs("draft_letter")
@created_once
@api.arguments(said_and_shown.BeginReview)
@api.response(201, said_and_shown.ReviewShown)
def create(said: dict[str, Any]) -> ReviewRow:
    """Begin the review of a client's quarter."""
    return ledger().ask(review_by_id, actor(), ledger().do(begin_review, actor(), **said))


@api.get("/<review_id>")
@needs("read_cases")
@api.response(200, said_and_shown.ReviewShown)
@versioned
def show(review_id: str) -> ReviewRow:
    """Return one review."""
    return ledger().ask(review_by_id, actor(), review_id)


@api.put("/<review_id>")
@needs("draft_letter")
@api.arguments(said_and_shown.WriteReview(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.ReviewShown)
@versioned
def write(said: dict[str, Any], review_id: str, *, version: int) -> ReviewRow:
    """Write what is to stand in a draft; what is left out is empty."""
    ledger().do(write_review, actor(), review_id=review_id, version=version, **said)
    return ledger().ask(review_by_id, actor(), review_id)


@api.post("/<review_id>/sign")
@needs("decide")
@api.response(200, said_and_shown.ReviewShown)
@versioned
def sign(review_id: str, *, version: int) -> ReviewRow:
    """Sign it for us, which freezes it and shows it to the client."""
    sign_review(ledger(), actor(), review_id, version)
    return ledger().ask(review_by_id, actor(), review_id)


@api.post("/<review_id>/agreement")
@needs("speak_for_client")
@created_once
@api.arguments(said_and_shown.RecordAgreementFile)
@api.response(201, said_and_shown.ReviewShown)
def agreement(said: dict[str, Any], review_id: str) -> ReviewRow:
    """Write down that the client signed without an account, and how we know; `content` is the file that shows it."""
    file = from_base64(said.pop("file_name", None), said.pop("content", None))
    ledger().do(record_agreement, actor(), review_id=review_id, file=file, **said)
    return ledger().ask(review_by_id, actor(), review_id)


@api.get("/<review_id>/proof")
@needs("read_cases")
@api.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
def proof(review_id: str) -> Response:
    """Fetch the file that shows the client's signature."""
    return download(ledger().ask(review_proof, actor(), review_id))
