"""What clients' pages say of incidents: how many are open and what is due, and one client's history of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from ledger.clients.history import HistoryLine, HistoryPart, narrowed
from ledger.clients.visibility import visible_to
from ledger.incidents.filtering import ON_BOARD, began_at
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.incidents.page_parts import runs
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class OpenWork:
    """How many incidents are open for a client, and when the next of their clocks is due."""

    incidents: int
    next_due_at: datetime | None


NOTHING_OPEN = OpenWork(0, None)


def open_work(session: Session, actor: Actor, client_ids: Sequence[str]) -> dict[str, OpenWork]:
    """Return what is open for each of these clients; those without open incidents are left out."""
    permit(actor, "read_cases")
    query = (
        select(Impact.client_id, func.count(Impact.id.distinct()), func.min(ClockRow.due_at))
        .join(Incident, Incident.id == Impact.incident_id)
        .outerjoin(ClockRow, (ClockRow.impact_id == Impact.id) & runs()[0] & runs()[1])
        .where(Impact.client_id.in_(client_ids), Incident.status.in_(ON_BOARD), visible_to(actor, Impact.client_id))
        .group_by(Impact.client_id)
    )
    return {client_id: OpenWork(number, due_at) for client_id, number, due_at in session.execute(query)}


def incident_history(session: Session, actor: Actor, part: HistoryPart) -> list[HistoryLine]:
    """Return the incidents of a client, newest first by when they began as well as that is recorded."""
    permit(actor, "read_cases")
    began = began_at()
    query = (
        select(Impact.id, Impact.client_reference, Impact.statement, began.label("at"))
        .add_columns(Incident.reference, Incident.status, Incident.severity)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Impact.client_id == part.client_id, visible_to(actor, Impact.client_id))
    )
    return [_line(row) for row in session.execute(narrowed(query, part, began, Impact.id.expression))]


def first_began_at(session: Session, actor: Actor, client_id: str) -> datetime | None:
    """Return when the first incident of a client began; its history is filtered by year from there."""
    permit(actor, "read_cases")
    query = select(func.min(began_at())).join(Impact, Impact.incident_id == Incident.id)
    return session.scalar(query.where(Impact.client_id == client_id, visible_to(actor, Impact.client_id)))


def has_impacts(session: Session, client_id: str) -> bool:
    """Return whether this client's code stands on a reference already, for rules."""
    return session.scalar(select(Impact.id).where(Impact.client_id == client_id).limit(1)) is not None


def _line(row: Row[Any]) -> HistoryLine:
    return HistoryLine(
        kind="incident",
        at=row.at,
        id=row.id,
        incident=row.reference,
        reference=row.client_reference,
        text=row.statement,
        state=row.status,
        severity=row.severity,
    )
