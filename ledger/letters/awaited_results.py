"""Which clients still wait to hear whether anything worked, whatever follow-up letters have said so far."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import ClockRow, Impact
from ledger.incidents.page_parts import runs


def awaiting_result(session: Session, incident_id: str) -> set[str]:
    """Return the impacts of an incident whose clock for that still runs: a follow-up without a result stops none."""
    query = (
        select(ClockRow.impact_id)
        .join(Impact, Impact.id == ClockRow.impact_id)
        .where(Impact.incident_id == incident_id, ClockRow.kind == ClockKind.EFFECTIVENESS.value, *runs())
    )
    return set(session.scalars(query))
