"""The letters of a client's own list: a line each, without the letters' text and facts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.db import shown_row
from ledger.letters.letter_states import SENT
from ledger.letters.models import Answer, Letter
from ledger.letters.sections import LABELS
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class OwnLetterLine:
    """One letter in a client's list."""

    id: str
    client_reference: str
    kind: str
    version_number: int
    status: str
    subject_line: str
    dated_on: date
    issued_at: datetime
    is_read: bool
    """Whether anybody of the client said that it was read."""
    waits_for_us: bool
    """Whether a question or dispute has no reply yet."""

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return LABELS[self.kind]


def own_letter_lines(
    session: Session,
    actor: Actor,
    *,
    client_reference: str | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[OwnLetterLine]:
    """Return the issued letters to the actor's client, newest first, of one case where it is named."""
    permit(actor, "read_own_case")
    query = _lines(actor).limit(limit)
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    if after is not None:
        at, key = after
        query = query.where((Letter.issued_at < at) | ((Letter.issued_at == at) & (Letter.id < key)))
    return [OwnLetterLine(**shown_row(row)) for row in session.execute(query)]


def new_letter_lines(session: Session, actor: Actor, since: datetime, limit: int = 50) -> list[OwnLetterLine]:
    """Return the letters issued to the actor's client after `since`, newest first."""
    permit(actor, "read_own_case")
    query = _lines(actor).where(Letter.issued_at > since).limit(limit)
    return [OwnLetterLine(**shown_row(row)) for row in session.execute(query)]


@dataclass(frozen=True)
class OwnReply:
    """Our reply to what a client asked or disputed."""

    letter_id: str
    subject_line: str
    kind: str
    """`question` or `dispute`."""
    replied_at: datetime


def new_replies(session: Session, actor: Actor, since: datetime, limit: int = 50) -> list[OwnReply]:
    """Return our replies after `since` to what the actor's client asked or disputed, newest first."""
    permit(actor, "read_own_case")
    query: Any = (
        select(Letter.id.label("letter_id"), Letter.subject_line, Answer.kind, Answer.replied_at)
        .join(Answer, Answer.letter_id == Letter.id)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Answer.replied_at > since, visible_to(actor, Impact.client_id))
        .order_by(Answer.replied_at.desc(), Answer.id)
        .limit(limit)
    )
    return [OwnReply(**shown_row(row)) for row in session.execute(query)]


def _lines(actor: Actor) -> Any:
    to_it = Answer.letter_id == Letter.id
    return (
        select(
            Letter.id, Impact.client_reference, Letter.kind, Letter.version_number, Letter.status, Letter.subject_line,
            Letter.dated_on, Letter.issued_at,
            exists().where(to_it, Answer.kind == "acknowledged").label("is_read"),
            exists().where(and_(to_it, Answer.kind != "acknowledged", Answer.reply.is_(None))).label("waits_for_us"),
        )
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Letter.status.in_(SENT), visible_to(actor, Impact.client_id))
        .order_by(Letter.issued_at.desc(), Letter.id.desc())
    )  # fmt: skip
