"""The clock of corrective actions: it stops when the last of an incident's actions was seen by a second person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.clocks import stop_clock
from ledger.people.actor import Actor
from ledger.recovery.action_rules import CHECKED_KINDS
from ledger.recovery.models import Action

SEEN = {"implementation_verified", "watching", "inconclusive", "effective"}


def stop_if_all_verified(session: Session, actor: Actor, incident: Incident, at: datetime) -> None:
    """Stop the clock of every impact at `at` once corrective and preventive actions are verified, and none is open."""
    query = select(Action.status).where(Action.incident_id == incident.id, Action.kind.in_(CHECKED_KINDS))
    statuses = set(session.scalars(query)) - {"cancelled"}
    if not statuses or statuses - SEEN:
        return
    for impact_id in session.scalars(select(Impact.id).where(Impact.incident_id == incident.id).order_by(Impact.id)):
        stop_clock(session, actor, impact_id, ClockKind.ACTIONS_IMPLEMENTED, at)
