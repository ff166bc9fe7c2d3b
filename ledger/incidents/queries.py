"""Reading incidents: one question, one function, one SELECT, frozen rows; every read takes the actor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class IncidentRow:
    """One line of a list of incidents."""

    id: str
    reference: str
    title: str
    severity: str
    status: str
    service: str
    filed_at: datetime


def list_incidents(
    session: Session, actor: Actor, *, after: tuple[datetime, str] | None = None, limit: int = 50
) -> list[IncidentRow]:
    """Return incidents newest first, at most `limit`, from the keyset position `after` (filed_at, id)."""
    permit(actor, "read_cases")
    columns = (
        Incident.id,
        Incident.reference,
        Incident.title,
        Incident.severity,
        Incident.status,
        Incident.service,
        Incident.filed_at,
    )
    query = select(*columns).order_by(Incident.filed_at.desc(), Incident.id.desc()).limit(limit)
    query = query.where(exists().where(Impact.incident_id == Incident.id, visible_to(actor, Impact.client_id)))
    if after:
        at, key = after
        query = query.where((Incident.filed_at < at) | ((Incident.filed_at == at) & (Incident.id < key)))
    return [IncidentRow(*row) for row in session.execute(query)]
