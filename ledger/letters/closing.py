"""What keeps a case open: the gate of product.md ("Statuses"), as sentences that say where each is mended."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.letters.models import Answer, Letter
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.models import Action, Remedy

FINISHED_ACTIONS = ("implementation_verified", "cancelled")
FINISHED_REMEDIES = ("delivered", "confirmed", "declined_by_client", "withdrawn")
LETTERS_THAT_CLOSE = ("final", "follow_up", "correction")
NEAR_MISS = "S4"


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, and the part of the incident's page where it is mended."""

    kind: str
    """`milestone`, `letter`, `answer`, `action` or `remedy`."""
    sentence: str
    place: str


@dataclass(frozen=True)
class Gate:
    """What is missing before a case may close, and where it goes when nothing is: `watching` or `closed`."""

    gaps: tuple[Gap, ...]
    opens_to: str


def gate_of(session: Session, actor: Actor, incident_id: str) -> Gate:
    """Return what keeps an incident open; five SELECTs whatever its size."""
    permit(actor, "read_cases")
    incident = session.get_one(Incident, incident_id)
    gaps: list[Gap] = []
    if incident.resolved_at is None:
        gaps.append(Gap("milestone", "It is not put right yet: set that time first.", "milestones"))
    if incident.severity != NEAR_MISS:
        gaps += _letter_gaps(session, incident_id)
    gaps += _answer_gaps(session, incident_id) + _action_gaps(session, incident_id) + _remedy_gaps(session, incident_id)
    return Gate(tuple(gaps), "watching" if _is_watched(session, incident_id) else "closed")


def _letter_gaps(session: Session, incident_id: str) -> list[Gap]:
    told = exists().where(Letter.impact_id == Impact.id, Letter.status == "issued", Letter.kind.in_(LETTERS_THAT_CLOSE))
    query = (
        select(Client.name)
        .join(Impact, Impact.client_id == Client.id)
        .where(Impact.incident_id == incident_id, ~told)
        .order_by(Client.name)
    )
    return [Gap("letter", f"{name} has no final letter.", "letters") for name in session.scalars(query)]


def _answer_gaps(session: Session, incident_id: str) -> list[Gap]:
    query = (
        select(Answer.kind, Answer.by_name)
        .join(Letter, Letter.id == Answer.letter_id)
        .join(Impact, Impact.id == Letter.impact_id)
        .where(Impact.incident_id == incident_id, Answer.kind != "acknowledged", Answer.replied_at.is_(None))
        .order_by(Answer.at)
    )
    return [Gap("answer", f"The {kind} of {name} has no reply.", "letters") for kind, name in session.execute(query)]


def _action_gaps(session: Session, incident_id: str) -> list[Gap]:
    query = select(Action.text, Action.status).where(
        Action.incident_id == incident_id, Action.status.not_in(FINISHED_ACTIONS)
    )
    words = {"in_progress": "is not done", "implemented": "waits for a second person"}
    return [
        Gap("action", f"An action {words[status]}: {text[:80]}", "actions")
        for text, status in session.execute(query.order_by(Action.due_at, Action.id))
    ]


def _remedy_gaps(session: Session, incident_id: str) -> list[Gap]:
    query = (
        select(Remedy.text, Remedy.status)
        .join(Impact, Impact.id == Remedy.impact_id)
        .where(Impact.incident_id == incident_id, Remedy.status.not_in(FINISHED_REMEDIES))
        .order_by(Remedy.proposed_at, Remedy.id)
    )
    return [
        Gap("remedy", f"A remedy is {status} and not delivered: {text[:80]}", "remedies")
        for text, status in session.execute(query)
    ]


def _is_watched(session: Session, incident_id: str) -> bool:
    """Return whether a fix still has to show that it holds: one was verified and its result is not told yet."""
    fixed = exists().where(
        Action.incident_id == incident_id,
        Action.kind.in_(("corrective", "preventive")),
        Action.status == "implementation_verified",
    )
    owed = exists().where(
        Impact.incident_id == incident_id,
        ClockRow.impact_id == Impact.id,
        ClockRow.kind == ClockKind.EFFECTIVENESS,
        ClockRow.stopped_at.is_(None),
        ClockRow.replaced_at.is_(None),
    )
    return bool(session.scalar(select(fixed & owed)))
