"""The plan that is offered for an action: by the cause family of its incident, with how it was before, counted."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.incidents.models import CauseFamily, Incident
from ledger.incidents.statuses import ENDED
from ledger.kernel.clock import now
from ledger.recovery.action_presets import baseline_words, preset_for

_YEAR = timedelta(days=365)


def usual_plan(session: Session, incident: Incident) -> Mapping[str, str | int]:
    """Return what a plan for an action against this incident says where nobody wrote another."""
    family = session.get(CauseFamily, incident.cause_family_id) if incident.cause_family_id else None
    usual = preset_for(family.name if family else None, incident.severity)
    return {
        "evaluation_criteria": usual.evaluation_criteria,
        "measure": usual.measure,
        "baseline": baseline_words(_of_this_cause(session, incident)),
        "window_days": usual.window_days,
        "min_opportunities": usual.min_opportunities,
    }


def _of_this_cause(session: Session, incident: Incident) -> int:
    """Return how many incidents of the same cause there were in the last 365 days, this one included."""
    if incident.cause_family_id is None:
        return 1
    query = select(func.count()).where(
        Incident.cause_family_id == incident.cause_family_id,
        Incident.status.not_in(ENDED),
        Incident.filed_at > now() - _YEAR,
    )
    return max(1, session.scalar(query) or 0)
