"""Reading what nobody knows yet about an impact, for the page of its letters."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.db import shown_row
from ledger.letters.models import OpenPointRow
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class PointShown:
    """One open question, and what came of it."""

    id: str
    text: str
    tell_by: datetime
    raised_at: datetime
    outcome: str
    settled_at: datetime | None


def points_of(session: Session, actor: Actor, impact_id: str) -> list[PointShown]:
    """Return the open questions about an impact, the next due first, settled ones last."""
    permit(actor, "read_cases")
    row = OpenPointRow
    query: Any = (
        select(row.id, row.text, row.tell_by, row.raised_at, row.outcome, row.settled_at)
        .join(Impact, Impact.id == row.impact_id)
        .where(row.impact_id == impact_id, visible_to(actor, Impact.client_id))
        .order_by(row.settled_at.is_not(None), row.tell_by, row.id)
    )
    return [PointShown(**shown_row(found)) for found in session.execute(query)]
