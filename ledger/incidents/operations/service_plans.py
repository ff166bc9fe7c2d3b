"""Saving a service plan: here, where the standard clocks are known, it is refused to be looser than they are."""

from datetime import time
from typing import Any, cast

from sqlalchemy.orm import Session

from ledger.clients.models import ServicePlan
from ledger.clients.operations.plans import save_plan
from ledger.clients.plan_shape import PlanClocks, span_faults
from ledger.incidents.business_calendar import BusinessCalendar
from ledger.incidents.clock_plan import DEFAULT_PLAN, ClockKind, Unit, merge_plan
from ledger.incidents.severities import Severity
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider


def save_service_plan(session: Session, actor: Actor, /, *, clocks: PlanClocks, **fields: Any) -> ServicePlan:
    """Save a service plan, as `clients.operations.plans.save_plan` does, if no clock is looser than the standard.

    Raises `Invalid`, by `kind.severity`, for a clock that is looser or cannot be compared.
    """
    permit(actor, "manage_clients")
    ours = provider(session)
    hours = BusinessCalendar(ours.zone, time.fromisoformat(ours.opens), time.fromisoformat(ours.closes))
    faults: dict[str, str | list[str]] = dict(span_faults(clocks) or looser(clocks, hours.minutes_per_day))
    if faults:
        raise Invalid(faults)
    return save_plan(session, actor, clocks=clocks, **fields)


def looser(clocks: PlanClocks, business_day_minutes: int) -> dict[str, str]:
    """Return the sentence for each clock that is looser than the standard, by `kind.severity`."""
    faults = {}
    for (kind, severity), (amount, unit) in clocks.items():
        cell = {(ClockKind(kind), cast("Severity", severity)): (amount, cast("Unit", unit))}
        try:
            merge_plan(DEFAULT_PLAN, cell, business_day_minutes=business_day_minutes)
        except ValueError as fault:
            faults[f"{kind}.{severity}"] = str(fault)
    return faults
