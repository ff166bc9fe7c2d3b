"""What was given in like cases, without names: clients compare, and so does whoever approves."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import Impact, Incident
from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.models import Remedy
from ledger.recovery.remedy_codes import KINDS

LAST = 5
_GIVEN = ("approved", "promised", "delivered", "confirmed", "declined_by_client")


@dataclass(frozen=True)
class EarlierRemedy:
    """A line given in a case of the same severity; neither whose it was nor which case."""

    approved_on: date
    name: str
    value: Money
    tax: Money
    people: int
    """How many people the case touched at that client; 0: not recorded."""
    state: str


def earlier_remedies(session: Session, actor: Actor, remedy_id: str) -> tuple[EarlierRemedy, ...]:
    """Return the last five lines that were approved in cases of the same severity, the newest first."""
    permit(actor, "approve_remedy")
    severity = session.scalar(
        select(Incident.severity)
        .join(Impact, Impact.incident_id == Incident.id)
        .join(Remedy, Remedy.impact_id == Impact.id)
        .where(Remedy.id == remedy_id)
    )
    if severity is None:
        raise NotFound
    query = (
        select(Remedy, Impact.people_affected)
        .join(Impact, Impact.id == Remedy.impact_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Incident.severity == severity, Remedy.status.in_(_GIVEN), Remedy.id != remedy_id)
        .order_by(Remedy.approved_at.desc(), Remedy.id.desc())
        .limit(LAST)
    )
    return tuple(_row(row, people) for row, people in session.execute(query))


def _row(row: Remedy, people: int | None) -> EarlierRemedy:
    return EarlierRemedy(
        approved_on=(row.approved_at or row.proposed_at).date(),
        name=KINDS[row.code].words,
        value=Money(row.value_minor, row.value_currency),
        tax=Money(row.tax_minor, row.value_currency),
        people=people or 0,
        state=row.status,
    )
