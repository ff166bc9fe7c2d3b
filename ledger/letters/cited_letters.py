"""Letters that another one cites: those on like mistakes before it (L22), and the one that it answers or corrects."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from ledger.incidents.models import Impact, Incident, Proposal
from ledger.incidents.severities import NEAR_MISS
from ledger.incidents.statuses import ENDED
from ledger.letters import wording
from ledger.letters.catalogue import say
from ledger.letters.letter_facts import EarlierLetter
from ledger.letters.letter_states import SENT
from ledger.letters.models import Letter

WITHIN = timedelta(days=365)


@dataclass(frozen=True)
class LikeMistakes:
    """What came before an incident."""

    count: int = 0
    """How many like mistakes, told by letter or not."""
    letters: tuple[EarlierLetter, ...] = ()
    """The last letter on each that has one, in the order in which the mistakes began."""


def like_mistakes(session: Session, client_id: str, incident: Incident, why_it_failed: str) -> LikeMistakes:
    """Return the mistakes of the same cause family that began for this client within 365 days before this one.

    Near misses, and what was found to be none of ours, do not count. `why_it_failed` is what the writer says of the
    newest letter. Nothing for an incident that a second person agreed to be no repeat.
    """
    if incident.cause_family_id is None or _is_no_repeat(session, incident.id):
        return LikeMistakes()
    query = (
        select(Incident.id, Impact.client_reference, Letter)
        .join(Impact, Impact.incident_id == Incident.id)
        .outerjoin(Letter, and_(Letter.impact_id == Impact.id, Letter.status.in_(SENT)))
        .where(Impact.client_id == client_id, Incident.id != incident.id, *_like(incident))
        .where(_before(incident))
        .order_by(_began_in_sql(), Incident.id, Letter.issued_at, Letter.id)
    )
    last: dict[str, tuple[Letter | None, str]] = {
        row.id: (row.Letter, row.client_reference) for row in session.execute(query)
    }
    letters = [cited(letter, reference) for letter, reference in last.values() if letter is not None]
    if letters and why_it_failed:
        letters[-1] = replace(letters[-1], why_it_failed=why_it_failed)
    return LikeMistakes(len(last), tuple(letters))


def repeated_by(session: Session, incident: Incident) -> dict[str, tuple[str, ...]]:
    """Return by client's id our references of the mistakes that an incident repeats for it, the first one first.

    Part of a read that is permitted already.
    """
    if incident.cause_family_id is None or _is_no_repeat(session, incident.id):
        return {}
    touched = select(Impact.client_id).where(Impact.incident_id == incident.id)
    query = (
        select(Impact.client_id, Incident.reference)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Impact.client_id.in_(touched), Incident.id != incident.id, *_like(incident))
        .where(_before(incident))
        .order_by(_began_in_sql(), Incident.id)
    )
    found: dict[str, tuple[str, ...]] = {}
    for client_id, reference in session.execute(query):
        found[client_id] = (*found.get(client_id, ()), reference)
    return found


def _before(incident: Incident) -> ColumnElement[bool]:
    """Return the condition of incidents that began within a year before this one."""
    began, began_at = _began_in_sql(), _began_at(incident)
    return and_(began >= began_at - WITHIN, began < began_at)


def _began_in_sql() -> ColumnElement[datetime]:
    """Return when an incident began, as far as it is known, as the database says it (`_began_at`)."""
    return func.coalesce(Incident.impact_started_at, Incident.aware_at, Incident.detected_at, Incident.filed_at)


def _began_at(incident: Incident) -> datetime:
    return incident.impact_started_at or incident.aware_at or incident.detected_at or incident.filed_at


def answered_letter(session: Session, letter: Letter) -> EarlierLetter | None:
    """Return the letter that a correction corrects, a follow-up follows, or a further final letter replaces."""
    query = select(Letter, Impact.client_reference).join(Impact, Impact.id == Letter.impact_id)
    if letter.kind == "correction":
        query = query.where(Letter.id == letter.corrects_id)
    elif letter.kind == "follow_up" or (letter.kind == "final" and letter.version_number > 1):
        query = query.where(Letter.impact_id == letter.impact_id, Letter.kind == "final", Letter.status.in_(SENT))
        query = query.where(Letter.id != letter.id)
    else:
        return None
    row = session.execute(query.order_by(Letter.version_number.desc()).limit(1)).one_or_none()
    return cited(*row) if row else None


def cited(letter: Letter, client_reference: str) -> EarlierLetter:
    """Return an issued letter as another one cites it, with the first thing that it promised, and by when."""
    said = [*letter.facts.get("actions", ()), *letter.facts.get("promises", ())]
    return EarlierLetter(
        client_reference=client_reference,
        kind=letter.kind,
        version=letter.version_number,
        dated_at=letter.issued_at or letter.created_at,
        promised=_with_day(said[0], letter.facts) if said else "",
    )


def _with_day(line: dict[str, Any], facts: dict[str, Any]) -> str:
    """Return a promised line with its day where that lay ahead: without it, it reads as if it had been done."""
    text = str(line["text"])
    if not line.get("due_at") or line.get("done_at") or line.get("kept_at"):
        return text
    day = wording.short_day(datetime.fromisoformat(line["due_at"]), facts["zone"], facts["locale"])
    return say("{promise} (by {day})", promise=text.strip().rstrip("."), day=day)


def _is_no_repeat(session: Session, incident_id: str) -> bool:
    agreed = (Proposal.kind == "not_a_repeat") & (Proposal.decision == "agreed")
    return (
        session.scalars(select(Proposal.id).where(Proposal.incident_id == incident_id, agreed).limit(1)).first()
        is not None
    )


def _like(incident: Incident) -> tuple[ColumnElement[bool], ...]:
    return (
        Incident.cause_family_id == incident.cause_family_id,
        Incident.status.not_in(ENDED),
        Incident.severity != NEAR_MISS,
        Incident.ours != "no",
    )
