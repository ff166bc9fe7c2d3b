"""The board: what is open and what is due next, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, nulls_last, or_, select
from sqlalchemy.orm import Session

from ledger.incidents.filtering import ON_BOARD
from ledger.incidents.listing import COLUMNS, IncidentLine, lines
from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.incidents.page_parts import runs
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names

MOST = 200
"""Lines of a board; whoever has more open than that needs the list with its filters."""
SHOWN_CLOCKS = 3


@dataclass(frozen=True)
class BoardLine:
    """One open incident with its next clocks, and the names of those who have it."""

    incident: IncidentLine
    owner: str
    deputy: str


def board(session: Session, actor: Actor, *, mine: bool = False, at: datetime | None = None) -> list[BoardLine]:
    """Return open, contained and resolved incidents by their next due time, those without a clock last.

    `mine` keeps those that the actor owns or stands in for. Imported incidents have no clocks and stay off. Returns at
    most `MOST` + 1 lines, so that one too many says there are more.
    """
    permit(actor, "read_cases")
    due = (
        select(Impact.incident_id, func.min(ClockRow.due_at).label("due_at"))
        .join(Impact, Impact.id == ClockRow.impact_id)
        .where(*runs())
        .group_by(Impact.incident_id)
        .subquery()
    )
    query = (
        select(*COLUMNS)
        .outerjoin(due, due.c.incident_id == Incident.id)
        .where(Incident.status.in_(ON_BOARD), Incident.external_provider.is_(None))
        .order_by(nulls_last(due.c.due_at), Incident.severity, Incident.filed_at, Incident.id)
        .limit(MOST + 1)
    )
    if mine:
        query = query.where(or_(Incident.owner_id == actor.user_id, Incident.deputy_id == actor.user_id))
    found = lines(session, actor, session.execute(query).all(), at or now(), most_clocks=SHOWN_CLOCKS)
    people = names(session, {person for line in found for person in (line.owner_id, line.deputy_id)})
    return [BoardLine(line, people.get(line.owner_id, ""), people.get(line.deputy_id or "", "")) for line in found]
