"""A trust review's way: begun and written by us, signed by leadership, which freezes it, agreed to or sent back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound, Stale
from ledger.kernel.files import KeptFile
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.record.operations import note
from ledger.record.unrecorded import refuse_unrecorded
from ledger.trends.months import last_quarters
from ledger.trends.operations.review_words import refuse_unfit, words_of
from ledger.trends.review_models import TrustReview
from ledger.trends.reviews import OFFERED, PROVEN
from ledger.trends.scope import Scope

QUARTERS = 8
"""So far back a review can be begun, the running quarter included."""


def begin_review(session: Session, actor: Actor, /, *, client_code: str, quarter: str) -> str:
    """Begin the review of a client's quarter and return its id; one a client and quarter."""
    permit(actor, "draft_letter")
    client = session.scalars(select(Client).where(Client.code == client_code)).one_or_none()
    if client is None:
        raise Invalid({"client_code": "There is no such client."})
    if quarter not in last_quarters(now(), Scope(now(), client.zone).tz, QUARTERS):
        raise Invalid({"quarter": "Choose this quarter or one of the seven before."})
    known = select(TrustReview.id).where(TrustReview.client_id == client.id, TrustReview.quarter == quarter)
    if session.scalar(known) is not None:
        raise Invalid({"quarter": "There is a review of this quarter already."})
    row = TrustReview(
        id=new_id(), client_id=client.id, quarter=quarter, reference=f"{client.code}-{quarter}",
        begun_by=actor.user_id, begun_at=now(),
    )  # fmt: skip
    data = {"review": row.id, "quarter": quarter, "client": client.id}
    row.event_id = note(session, "review.begun", actor=actor.user_id, subjects=row.reference, data=data)
    session.add(row)
    session.flush()
    return row.id


def write_review(  # noqa: PLR0913 what both sides say, all named
    session: Session,
    actor: Actor,
    /,
    *,
    review_id: str,
    version: int,
    changed_terms: str = "",
    our_part: str = "",
    client_part: str = "",
    renewal: str = "",
    recommends: str = "",
) -> None:
    """Write what is to stand in a review; only a draft can be written. Raises `Stale` where somebody else did.

    Raises `Invalid` for words that name another client or our internal reference, and for a date that the client's part
    would be bound to.
    """
    permit(actor, "draft_letter")
    row = _locked(session, actor, review_id)
    _require(row, "draft", "A review that was signed is not written any more; the client can send it back.")
    if row.version != version:
        raise Stale
    words = {"changed_terms": changed_terms.strip(), "our_part": our_part.strip(), "client_part": client_part.strip()}
    refuse_unfit(session, row, words)
    row.changed_terms, row.our_part, row.client_part = words.values()
    row.renewal, row.recommends, row.version = renewal, recommends, row.version + 1
    row.event_id = note(
        session,
        "review.written",
        actor=actor.user_id,
        subjects=row.reference,
        data={"review": row.id, "renewal": renewal, "recommends": recommends},
        sealed=words_of(row),
    )
    session.flush()


def offer_review(  # noqa: PLR0913 what is frozen, all named
    session: Session,
    actor: Actor,
    /,
    *,
    review_id: str,
    version: int,
    content: str,
    content_sha256: str,
    pdf_sha256: str,
    signed_at: datetime,
) -> None:
    """Sign a review for us, which freezes it and shows it to the client. Raises `Stale` for another version.

    Raises `Invalid` for what `write_review` refuses: a draft may be older than a client whose name stands in it.
    """
    permit(actor, "decide")
    row = _locked(session, actor, review_id)
    _require(row, "draft", "This review was signed already.")
    if row.version != version:
        raise Stale
    refuse_unrecorded(session)
    if not row.our_part:
        raise Invalid({"our_part": "Say what we do; without it there is nothing to agree."})
    refuse_unfit(session, row, words_of(row))
    row.status, row.content, row.content_sha256, row.pdf_sha256 = "offered", content, content_sha256, pdf_sha256
    row.signed_by, row.signed_at, row.client_words = actor.user_id, signed_at, ""
    row.event_id = note(
        session,
        OFFERED,
        actor=actor.user_id,
        subjects=_client_log(session, row),
        data=_fingerprints(row) | {"renewal": row.renewal, "recommends": row.recommends},
        sealed=words_of(row),
    )
    session.flush()


def agree_review(session: Session, actor: Actor, /, *, review_id: str, words: str = "") -> None:
    """Sign a review for the client, by one of its own users; what is signed are the fingerprints of what it saw."""
    refuse_unrecorded(session)
    row = _answered(session, actor, review_id)
    row.client_words = words.strip()
    row.status, row.agreed_by, row.agreed_at = "agreed", actor.user_id, now()
    _note_answer(session, actor, row, "review.agreed")


def record_agreement(  # noqa: PLR0913 what shows a signature, all named
    session: Session,
    actor: Actor,
    /,
    *,
    review_id: str,
    by_name: str,
    proof: str,
    words: str = "",
    file: KeptFile | None = None,
) -> None:
    """Write down that somebody of the client's without an account signed, on paper say, and how we know.

    `file` is what shows it. Who signed for us does not also write down the client's signature: `Refused`. Raises
    `Invalid` without a name or a proof.
    """
    permit(actor, "speak_for_client")
    row = _locked(session, actor, review_id)
    _require(row, "offered", "The client signs what we have signed, and once.")
    refuse_unrecorded(session)
    second_person(actor, row.signed_by, act="write the client's signature down")
    faults = {"by_name": "Say who at the client signed."} if not by_name.strip() else {}
    if not proof.strip():
        faults["proof"] = "Say how we know: the signed paper, the mail, of which day."
    if faults:
        raise Invalid(faults)
    row.status, row.agreed_by, row.agreed_at, row.client_words = "agreed", actor.user_id, now(), words.strip()
    row.agreed_name, row.proof = by_name.strip(), proof.strip()
    if file is not None:
        row.proof_sha256, row.proof_name, row.proof_type = file.sha256, file.name, file.media_type
    _note_answer(session, actor, row, "review.agreed")
    note(
        session,
        PROVEN,
        actor=actor.user_id,
        subjects=row.reference,
        data={"review": row.id, "file_sha256": row.proof_sha256 or None},
        sealed={"proof": row.proof, "file_name": row.proof_name},
    )


def send_review_back(session: Session, actor: Actor, /, *, review_id: str, words: str) -> None:
    """Send a review back with what is wrong in it: it is a draft again, and has to be signed anew."""
    if not words.strip():
        raise Invalid({"words": "Say what is wrong or missing."})
    row = _answered(session, actor, review_id)
    row.client_words = words.strip()
    _note_answer(session, actor, row, "review.sent_back")
    row.status, row.content, row.content_sha256, row.pdf_sha256 = "draft", "", "", ""
    row.signed_by, row.signed_at, row.version = None, None, row.version + 1
    session.flush()


def _answered(session: Session, actor: Actor, review_id: str) -> TrustReview:
    permit(actor, "reply_to_letter")
    row = _locked(session, actor, review_id)
    if row.status == "draft":
        raise NotFound
    _require(row, "offered", "Both sides have signed this review.")
    return row


def _note_answer(session: Session, actor: Actor, row: TrustReview, event: str) -> None:
    row.event_id = note(
        session,
        event,
        actor=actor.user_id,
        subjects=_client_log(session, row),
        data=_fingerprints(row) | ({"recorded_by_us": True} if actor.is_staff else {}),
        sealed={"words": row.client_words, "by_name": row.agreed_name or actor.name},
    )
    session.flush()


def _fingerprints(row: TrustReview) -> dict[str, str]:
    return {
        "review": row.id, "quarter": row.quarter, "content_sha256": row.content_sha256, "pdf_sha256": row.pdf_sha256,
    }  # fmt: skip


def _client_log(session: Session, row: TrustReview) -> dict[str, str]:
    return {session.get_one(Client, row.client_id).log_id: row.reference}


def _locked(session: Session, actor: Actor, review_id: str) -> TrustReview:
    query = select(TrustReview).where(TrustReview.id == review_id, visible_to(actor, TrustReview.client_id))
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def _require(row: TrustReview, status: str, sentence: str) -> None:
    if row.status != status:
        raise Conflict(sentence)
