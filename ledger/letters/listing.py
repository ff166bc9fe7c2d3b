"""Lists of letters: all with filters, those that wait for somebody, and those of one incident with what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.incidents.severities import NEAR_MISS
from ledger.kernel.db import shown_row
from ledger.letters.awaited_results import awaiting_result
from ledger.letters.cited_letters import repeated_by
from ledger.letters.fact_schema import from_json
from ledger.letters.letter_states import DRAWING, SENT, UNISSUED
from ledger.letters.models import Answer, Delivery, Letter
from ledger.letters.requirements.checklist import blocking, checklist
from ledger.letters.review import offered_kinds
from ledger.letters.sections import LABELS
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit


@dataclass(frozen=True)
class LetterRow:
    """One letter in a list."""

    id: str
    impact_id: str
    incident_reference: str
    severity: str
    client_code: str
    client_name: str
    client_reference: str
    kind: str
    version_number: int
    status: str
    subject_line: str
    author: str
    created_at: datetime
    issued_at: datetime | None
    second_look_due_at: datetime | None
    unanswered: int
    """Questions and disputes of the client without a reply."""
    undelivered: bool
    """Mailed in vain: nobody there has it by mail, or is known to have read it."""

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return LABELS[self.kind]


@dataclass(frozen=True)
class ImpactLetters:
    """The letters to one client about one incident, and what comes next."""

    impact_id: str
    client_name: str
    client_reference: str
    letters: tuple[LetterRow, ...]
    severity: str
    next_kind: str
    """The letter to draft next; empty where that is being written or none is needed (S4)."""
    others: tuple[str, ...]
    """What else can be drafted now."""
    repeats: tuple[str, ...]
    """Our references of the incidents of this client that this one repeats, the first one first."""
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    """What each letter that is being written still lacks: (letter id, sentences)."""

    @property
    def is_near_miss(self) -> bool:
        """Whether it needs no letter."""
        return self.severity == NEAR_MISS


def list_letters(  # noqa: PLR0913 filters, all named
    session: Session,
    actor: Actor,
    *,
    status: str | None = None,
    kind: str | None = None,
    client: str | None = None,
    waits_for_me: bool = False,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[LetterRow]:
    """Return letters newest first from the keyset position `after` (created_at, id); `client` is a client's code.

    `waits_for_me`: in review and the actor may approve it, or back on the actor's own desk.
    """
    permit(actor, "read_cases")
    query = _rows().where(Letter.status != "discarded", visible_to(actor, Impact.client_id))
    query = query.order_by(Letter.created_at.desc(), Letter.id.desc()).limit(limit)
    if status:
        query = query.where(Letter.status == status)
    if kind:
        query = query.where(Letter.kind == kind)
    if client:
        query = query.where(Client.code == client)
    if waits_for_me:
        query = query.where(_waits_for(actor))
    if after:
        at, key = after
        query = query.where((Letter.created_at < at) | ((Letter.created_at == at) & (Letter.id < key)))
    return [LetterRow(**shown_row(row)) for row in session.execute(query)]


def letters_of(session: Session, actor: Actor, incident_id: str) -> list[ImpactLetters]:
    """Return for each impact of an incident its letters in order, what comes next and what drafts still lack."""
    permit(actor, "read_cases")
    impacts = session.execute(
        select(
            Impact.id, Impact.client_id, Client.name, Impact.client_reference, Incident.severity, Incident.resolved_at
        )
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Impact.incident_id == incident_id, visible_to(actor, Impact.client_id))
        .order_by(Client.name)
    ).all()
    query = _rows().where(Impact.incident_id == incident_id, Letter.status != "discarded")
    rows = [LetterRow(**shown_row(row)) for row in session.execute(query.order_by(Letter.created_at, Letter.id))]
    lacking = _lacking(session, [row.id for row in rows if row.status in UNISSUED])
    waiting = awaiting_result(session, incident_id)
    before = repeated_by(session, session.get_one(Incident, incident_id)) if impacts else {}
    found = []
    for impact in impacts:
        own = tuple(row for row in rows if row.impact_id == impact.id)
        sent = frozenset(row.kind for row in own if row.status in SENT)
        writing = frozenset(row.kind for row in own if row.status in {*UNISSUED, DRAWING})
        over, awaited = impact.resolved_at is not None, impact.id in waiting
        offered = offered_kinds(impact.severity, sent, writing, is_over=over, is_result_awaited=awaited)
        parts = tuple((row.id, tuple(lacking[row.id])) for row in own if lacking.get(row.id))
        about = (impact.id, impact.name, impact.client_reference)
        found.append(ImpactLetters(*about, own, impact.severity, *offered, before.get(impact.client_id, ()), parts))
    return found


def _lacking(session: Session, ids: list[str]) -> dict[str, list[str]]:
    query = select(Letter.id, Letter.facts, Letter.sections).where(Letter.id.in_(ids))
    return {row.id: _sentences(row.facts, row.sections) for row in session.execute(query)}


def _sentences(facts: Mapping[str, Any], sections: Mapping[str, str]) -> list[str]:
    return [lack.sentence for _, lack in blocking(checklist(from_json(facts), sections))]


def _rows() -> Select[*tuple[Any, ...]]:
    author = aliased(User)
    unanswered = (
        select(func.count())
        .select_from(Answer)
        .where(Answer.letter_id == Letter.id, Answer.kind != "acknowledged", Answer.reply.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            Letter.id, Letter.impact_id, Incident.reference.label("incident_reference"), Incident.severity,
            Client.code.label("client_code"), Client.name.label("client_name"), Impact.client_reference, Letter.kind,
            Letter.version_number, Letter.status, Letter.subject_line, author.name.label("author"), Letter.created_at,
            Letter.issued_at, Letter.second_look_due_at, unanswered.label("unanswered"),
            undelivered().label("undelivered"),
        )
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .join(Client, Client.id == Impact.client_id)
        .join(author, author.id == Letter.author_id)
    )  # fmt: skip


def undelivered() -> ColumnElement[bool]:
    """Return the condition of letters that nobody is known to have: mailed in vain, and not read as far as we know."""
    mails = select(Delivery.id).where(Delivery.letter_id == Letter.id)
    read = select(Answer.id).where(Answer.letter_id == Letter.id, Answer.kind == "acknowledged")
    lost = mails.where(Delivery.status.in_(("failed", "bounced"))).exists()
    return and_(lost, ~mails.where(Delivery.status.in_(("waiting", "sent"))).exists(), ~read.exists())


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition of letters on which the actor acts next (who may approve: `review.why_not_approve`)."""
    others = and_(Letter.author_id != actor.user_id, Letter.edited_by != actor.user_id)
    review = and_(Letter.status == "in_review", others)
    if actor.role != "leadership":
        review = and_(review, Incident.severity == "S3")
    elif actor.signs_up_to != "S1":
        review = and_(review, Incident.severity != "S1")
    look = and_(Letter.alone_at_night, Letter.second_look_at.is_(None), others, Letter.status.in_((DRAWING, *SENT)))
    back = and_(Letter.status == "draft", Letter.came_back != "", Letter.author_id == actor.user_id)
    lost = and_(undelivered(), or_(Letter.issued_by == actor.user_id, Letter.author_id == actor.user_id))
    return or_(review, look, back, lost)
