"""Reading trust reviews: ours all, a client's own once we have signed them."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.kernel.errors import Conflict, NotFound
from ledger.kernel.files import ProofFile
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names
from ledger.record.erasures import deleted_files, refuse_deleted
from ledger.record.models import LogEntry
from ledger.trends.review_content import ReviewContent, content_of
from ledger.trends.review_models import TrustReview

MOST = 500
OFFERED, PROVEN = "review.offered", "review.signing_proof"


@dataclass(frozen=True)
class ReviewRow:
    """One review as lists and its page show it."""

    id: str
    client: str
    client_name: str
    zone: str
    quarter: str
    reference: str
    version: int
    status: str
    changed_terms: str
    our_part: str
    client_part: str
    renewal: str
    recommends: str
    content_sha256: str
    pdf_sha256: str
    signed_by: str
    signed_at: datetime | None
    agreed_by: str
    agreed_at: datetime | None
    client_words: str
    recorded_by: str
    """Who of us wrote down the client's signature; like the proof empty for a client's users, and where its own user
    signed."""
    proof: str
    proof_name: str
    """Of the file that shows it, where there is one."""
    file_erased: bool
    """Only the fingerprint of its file is left."""

    @property
    def stands(self) -> str:
        """How far it has come, in words."""
        return {"draft": "being written", "offered": "waits for the client", "agreed": "signed by both"}[self.status]


def reviews(session: Session, actor: Actor) -> list[ReviewRow]:
    """Return the reviews this reader may see, the newest quarter first; a client's users see what we have signed."""
    return _rows(session, actor)


def review_by_id(session: Session, actor: Actor, review_id: str) -> ReviewRow:
    """Return one review; raise `NotFound` for one that is not there or not this reader's."""
    for row in _rows(session, actor, review_id):
        return row
    raise NotFound


def review_file(session: Session, actor: Actor, review_id: str) -> tuple[str, str]:
    """Return the SHA-256 of a review's file and its name; raise `NotFound`, `Conflict` for a draft, or `FileErased`."""
    row = review_by_id(session, actor, review_id)
    if not row.pdf_sha256:
        sentence = "This review is a draft; it has a file once it is signed."
        raise Conflict(sentence)
    refuse_deleted(session, row.pdf_sha256)
    return row.pdf_sha256, f"trust-review-{row.reference}.pdf"


def review_proof(session: Session, actor: Actor, review_id: str) -> ProofFile:
    """Return the file that shows a client's signature, for our people; raise `NotFound`, or `FileErased`."""
    permit(actor, "read_cases")
    row = session.get(TrustReview, review_by_id(session, actor, review_id).id)
    if row is None or not row.proof_sha256:
        raise NotFound
    refuse_deleted(session, row.proof_sha256)
    return ProofFile(row.proof_sha256, row.proof_name, row.proof_type)


def review_content(session: Session, actor: Actor, review_id: str) -> ReviewContent:
    """Return what a review says now, for who may see it."""
    row = review_by_id(session, actor, review_id)
    return content_of(session, actor, session.get_one(TrustReview, row.id), row.client)


def named_reviews(session: Session) -> dict[str, str]:
    """Return every SHA-256 of a review's file or of a proof, with what a person calls it.

    Any schema, for it asks the record.
    """
    query = select(LogEntry.body).where(LogEntry.type.in_((OFFERED, PROVEN)))
    said = [json.loads(body) for body in session.scalars(query)]
    files = {one["data"].get("pdf_sha256"): f"trust review {one['subject']}" for one in said}
    proofs = {one["data"].get("file_sha256"): f"signature on trust review {one['subject']}" for one in said}
    return {sha256: name for sha256, name in (files | proofs).items() if sha256}


def _rows(session: Session, actor: Actor, review_id: str | None = None) -> list[ReviewRow]:
    permit(actor, "read_own_case" if actor.client_id else "read_cases")
    query = (
        select(TrustReview, Client.code, Client.name, Client.zone)
        .join(Client, Client.id == TrustReview.client_id)
        .where(visible_to(actor, TrustReview.client_id))
    )
    if actor.client_id:
        query = query.where(TrustReview.status != "draft")
    if review_id is not None:
        query = query.where(TrustReview.id == review_id)
    found = session.execute(query.order_by(TrustReview.quarter.desc(), Client.code).limit(MOST)).all()
    people = names(session, {by for row in found for by in (row[0].signed_by, row[0].agreed_by)})
    gone = deleted_files(session) if found else {}
    return [
        ReviewRow(
            row.id, code, name, zone, row.quarter, row.reference, row.version, row.status, row.changed_terms,
            row.our_part, row.client_part, row.renewal, row.recommends, row.content_sha256, row.pdf_sha256,
            people.get(row.signed_by or "", ""), row.signed_at, row.agreed_name or people.get(row.agreed_by or "", ""),
            row.agreed_at, row.client_words, *_inside(actor, row, people), row.pdf_sha256 in gone,
        )
        for row, code, name, zone in found
    ]  # fmt: skip


def _inside(actor: Actor, row: TrustReview, people: dict[str, str]) -> tuple[str, str, str]:
    """Return who of us wrote the client's signature down, how we know, and the file's name: for our people alone."""
    if not actor.is_staff or not row.agreed_name:
        return "", "", ""
    return people.get(row.agreed_by or "", ""), row.proof, row.proof_name
