"""Reading what clients said to letters, and what we replied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.letters.models import Answer
from ledger.people.actor import STAFF
from ledger.people.models import User


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
            at=answer.at,
            reply_due_at=answer.reply_due_at,
            reply=answer.reply,
            replied_at=answer.replied_at,
        )
        found[answer.letter_id] = (*found.get(answer.letter_id, ()), row)
    return found
