"""Reading what clients said to letters, what shows it, and what we replied."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.errors import NotFound
from ledger.kernel.files import ProofFile
from ledger.letters.models import Answer
from ledger.people.actor import STAFF, Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.record.erasures import refuse_deleted
from ledger.record.models import LogEntry

PROVEN = "letter.answer_proof"
"""The event of what we know an answer by, which names the file."""


@dataclass(frozen=True)
class AnswerRow:
    """What a client said to a letter, and our reply."""

    id: str
    kind: str
    words: str
    by_name: str
    recorded_by: str
    """Who of us wrote it down for the client; empty when it spoke for itself."""
    proof: str
    proof_name: str
    """Of the file that shows it; empty where there is none."""
    at: datetime
    reply_due_at: datetime | None
    reply: str | None
    replied_at: datetime | None


def answers_to(session: Session, letter_ids: Sequence[str], *, inside: bool = True) -> dict[str, tuple[AnswerRow, ...]]:
    """Return the answers of letters by letter; to a client (`inside` false) without our proof and names."""
    found: dict[str, tuple[AnswerRow, ...]] = {}
    query = (
        select(Answer, User.name, User.role)
        .join(User, User.id == Answer.by_user_id)
        .where(Answer.letter_id.in_(letter_ids))
        .order_by(Answer.at, Answer.id)
    )
    for answer, name, role in session.execute(query):
        row = AnswerRow(
            id=answer.id,
            kind=answer.kind,
            words=answer.words,
            by_name=answer.by_name,
            recorded_by=name if inside and role in STAFF else "",
            proof=answer.proof if inside else "",
            proof_name=answer.proof_name if inside else "",
            at=answer.at,
            reply_due_at=answer.reply_due_at,
            reply=answer.reply,
            replied_at=answer.replied_at,
        )
        found[answer.letter_id] = (*found.get(answer.letter_id, ()), row)
    return found


def answer_proof(session: Session, actor: Actor, letter_id: str, answer_id: str) -> ProofFile:
    """Return the file that shows what a client said, for our people; raise `NotFound`, or `FileErased`."""
    permit(actor, "read_cases")
    row = session.get(Answer, answer_id)
    if row is None or row.letter_id != letter_id or not row.proof_sha256:
        raise NotFound
    refuse_deleted(session, row.proof_sha256)
    return ProofFile(row.proof_sha256, row.proof_name, row.proof_type)


def named_proofs(session: Session) -> dict[str, str]:
    """Return every SHA-256 of a file that shows an answer, with what a person calls it.

    Any schema, for it asks the record.
    """
    said = [json.loads(body) for body in session.scalars(select(LogEntry.body).where(LogEntry.type == PROVEN))]
    return {
        sha256: f"what a client said about {one['subject']}"
        for one in said
        if (sha256 := one["data"].get("file_sha256"))
    }
