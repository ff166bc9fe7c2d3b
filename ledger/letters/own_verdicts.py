"""Reading the four questions: which cases a client is asked about, and what was answered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.clock import now
from ledger.kernel.db import shown_row
from ledger.letters.four_questions import asked_from
from ledger.letters.letter_states import SENT
from ledger.letters.models import Letter, Verdict
from ledger.letters.speakers import said_by
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class AskedCase:
    """A case about which the client may answer now."""

    client_reference: str
    statement: str
    since: datetime


@dataclass(frozen=True)
class VerdictShown:
    """What somebody of a client's answered."""

    client_reference: str
    fair: int
    quick: int
    honest: int
    fixed: int
    words: str
    by_name: str
    at: datetime


def asked_cases(session: Session, actor: Actor) -> list[AskedCase]:
    """Return the cases of the actor's client that wait for this person's answers, the latest first."""
    permit(actor, "read_own_case")
    answered = exists().where(Verdict.impact_id == Impact.id, said_by(Verdict, actor, actor.name))
    query = (
        select(Impact.client_reference, Impact.statement, Letter.kind, Letter.issued_at)
        .join(Letter, Letter.impact_id == Impact.id)
        .where(Letter.status.in_(SENT), Letter.kind.in_(("final", "follow_up")), ~answered)
        .where(visible_to(actor, Impact.client_id))
    )
    sent: dict[tuple[str, str], list[tuple[str, datetime]]] = defaultdict(list)
    for row in session.execute(query):
        if row.issued_at is not None:
            sent[row.client_reference, row.statement].append((row.kind, row.issued_at))
    asked = [AskedCase(*case, since) for case, letters in sent.items() if (since := asked_from(letters))]
    return sorted((one for one in asked if one.since <= now()), key=lambda one: one.since, reverse=True)


def own_verdicts(session: Session, actor: Actor, *, client_reference: str | None = None) -> list[VerdictShown]:
    """Return what people of the actor's client answered, oldest first, of one case where it is named."""
    permit(actor, "read_own_case")
    return _shown(session, actor, client_reference)


def verdicts_of(session: Session, actor: Actor, client_reference: str) -> list[VerdictShown]:
    """Return what was answered about one case, for us."""
    permit(actor, "read_cases")
    return _shown(session, actor, client_reference)


def _shown(session: Session, actor: Actor, client_reference: str | None) -> list[VerdictShown]:
    row = Verdict
    query: Any = (
        select(
            Impact.client_reference, row.fair, row.quick, row.honest, row.fixed, row.words, row.by_name, row.at,
        )
        .join(Impact, Impact.id == row.impact_id)
        .where(visible_to(actor, Impact.client_id))
        .order_by(row.at, row.id)
    )  # fmt: skip
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    return [VerdictShown(**shown_row(found)) for found in session.execute(query)]
