"""What keeps a case open: the gate of product.md ("Statuses"), as sentences that say where each is mended."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.incidents.severities import NEAR_MISS
from ledger.letters.models import Answer, Letter
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_gate import asks_more, nothing_lasts, stands_alone
from ledger.recovery.action_parts import ReadAcross
from ledger.recovery.action_rules import CHECKED_KINDS
from ledger.recovery.action_standing import keeps_open
from ledger.recovery.models import Action, Remedy

FINISHED_REMEDIES = ("delivered", "confirmed", "declined_by_client", "withdrawn")
LETTERS_THAT_CLOSE = ("final", "follow_up", "correction")
EDIT = "edit"
"""The place of what is mended on the page that changes the incident."""
_UNFINISHED = MappingProxyType(
    {
        "proposed": "waits for its plan and its money",
        "funded": "is not started",
        "in_progress": "is not done",
        "implemented": "waits for a second person",
        "implementation_verified": "is verified, but something is missing for it to end",
        "not_effective": "did not hold and is not taken up again",
        "reopened": "did not hold and is not taken up again",
        "inconclusive": "was inconclusive twice: hand it over or cancel it",
        "handed_over": "is handed over",
    }
)


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, and where it is mended."""

    kind: str
    """`milestone`, `ours`, `letter`, `answer`, `action`, `read_across` or `remedy`."""
    sentence: str
    place: str
    """The part of the incident's page, or `EDIT`."""
    action_id: str = ""
    """The action that it is about, which has a page of its own."""


@dataclass(frozen=True)
class Gate:
    """What is missing before a case may close, and where it goes when nothing is: `watching` or `closed`."""

    gaps: tuple[Gap, ...]
    opens_to: str


def gate_of(session: Session, actor: Actor, incident_id: str) -> Gate:
    """Return what keeps an incident open; six SELECTs whatever its size."""
    permit(actor, "read_cases")
    incident = session.get_one(Incident, incident_id)
    gaps: list[Gap] = []
    if incident.resolved_at is None:
        gaps.append(Gap("milestone", "It is not put right yet: set that time first.", "milestones"))
    if incident.severity != NEAR_MISS:
        gaps += _letter_gaps(session, incident_id)
    gaps += _ownership_gaps(incident) + _answer_gaps(session, incident_id) + _action_gaps(session, incident)
    gaps += _read_across_gaps(session, incident) + _remedy_gaps(session, incident_id)
    return Gate(tuple(gaps), "watching" if _is_watched(session, incident_id) else "closed")


def _ownership_gaps(incident: Incident) -> list[Gap]:
    """Ask of a grave incident for the answer that the client was told we were looking for."""
    if incident.ours != "not_yet_known" or not asks_more(incident.severity, incident.external_provider):
        return []
    return [Gap("ours", "It is not yet known whether this was a mistake of ours: say what you found.", EDIT)]


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


def _action_gaps(session: Session, incident: Incident) -> list[Gap]:
    query = select(Action).where(Action.incident_id == incident.id).order_by(Action.due_at, Action.id)
    rows = [row for row in session.scalars(query) if row.status != "cancelled"]
    gaps = [
        Gap("action", f"An action {_UNFINISHED[row.status]}: {row.text[:80]}", "actions", row.id)
        for row in rows
        if keeps_open(row)
    ]
    weak = stands_alone([row.sort or "" for row in rows if row.kind == "corrective"], incident.severity)
    if asks_more(incident.severity, incident.external_provider):
        weak = nothing_lasts([row.kind for row in rows]) or weak
    return [*gaps, *([Gap("action", weak, "actions")] if weak else ())]


def _read_across_gaps(session: Session, incident: Incident) -> list[Gap]:
    """Ask of a grave incident where else it could happen; preventive actions are an answer, and so is a reason."""
    if not asks_more(incident.severity, incident.external_provider):
        return []
    prevented = exists().where(
        Action.incident_id == incident.id, Action.kind == "preventive", Action.status != "cancelled"
    )
    reasoned = exists().where(ReadAcross.incident_id == incident.id)
    if session.scalar(select(prevented | reasoned)):
        return []
    sentence = "Nobody has said where else this could happen: add a preventive action, or say why nowhere."
    return [Gap("read_across", sentence, "read-across")]


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
    """Return whether a fix still has to show that it holds, or its result still has to be told."""
    of_it = Action.incident_id == incident_id
    watched = exists().where(of_it, Action.status == "watching", Action.handed_over_at.is_(None))
    fixed = exists().where(
        of_it, Action.kind.in_(CHECKED_KINDS), Action.status.in_(("implementation_verified", "effective"))
    )
    owed = exists().where(
        Impact.incident_id == incident_id,
        ClockRow.impact_id == Impact.id,
        ClockRow.kind == ClockKind.EFFECTIVENESS,
        ClockRow.stopped_at.is_(None),
        ClockRow.replaced_at.is_(None),
    )
    return bool(session.scalar(select(watched | (fixed & owed))))


def watched_until(session: Session, actor: Actor, incident_id: str) -> datetime | None:
    """Return when the last open window of an incident's actions ends; none where none is open."""
    permit(actor, "read_cases")
    query = select(func.max(Action.window_ends_at)).where(
        Action.incident_id == incident_id, Action.status == "watching", Action.handed_over_at.is_(None)
    )
    return session.scalar(query)
