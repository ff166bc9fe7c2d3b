"""Service plans: named sets of clocks. How strict they must be is judged downstream, where clocks are known."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import PlanClock, ServicePlan
from ledger.clients.plan_shape import PlanClocks, span_faults
from ledger.kernel.errors import Invalid, NotFound, Stale
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note


def save_plan(  # noqa: PLR0913 a plan and which one, all named
    session: Session,
    actor: Actor,
    /,
    *,
    name: str,
    clocks: PlanClocks,
    plan_id: str | None = None,
    version: int | None = None,
) -> ServicePlan:
    """Write a service plan, a new one or (with its id and the version seen) an old one; clocks not named are standard.

    Clocks that run already keep the rule that made them. Raises `Invalid` for a name in use or a clock of the wrong
    shape, `Stale` when somebody else saved in between. Pages call `incidents.operations.service_plans`, which refuses
    looser clocks first.
    """
    permit(actor, "manage_clients")
    faults: dict[str, str | list[str]] = {**span_faults(clocks)}
    if faults:
        raise Invalid(faults)
    plan = _plan(session, plan_id, version)
    owner = session.scalar(select(ServicePlan.id).where(ServicePlan.name == name))
    if owner not in {None, plan.id}:
        raise Invalid({"name": f"There is already a service plan called {name}."})
    plan.name = name
    plan.version = (plan.version or 0) + 1
    plan.event_id = note(
        session,
        "plan.saved",
        actor=actor.user_id,
        subjects=plan.id,
        data={"clocks": {f"{kind}.{severity}": [*span] for (kind, severity), span in sorted(clocks.items())}},
        sealed={"name": name},
    )
    session.add(plan)
    session.flush()
    _write_clocks(session, plan, clocks)
    return plan


def _plan(session: Session, plan_id: str | None, version: int | None) -> ServicePlan:
    if plan_id is None:
        return ServicePlan(id=new_id(), version=0)
    plan = session.scalars(select(ServicePlan).where(ServicePlan.id == plan_id).with_for_update()).one_or_none()
    if plan is None:
        sentence = "There is no such service plan."
        raise NotFound(sentence)
    if version != plan.version:
        raise Stale
    return plan


def _write_clocks(session: Session, plan: ServicePlan, clocks: PlanClocks) -> None:
    rows = session.scalars(select(PlanClock).where(PlanClock.plan_id == plan.id))
    held = {(row.kind, row.severity): row for row in rows}
    for cell, (amount, unit) in clocks.items():
        kind, severity = cell
        row = held.pop(cell, None) or PlanClock(id=new_id(), plan_id=plan.id, kind=kind, severity=severity)
        if (row.amount, row.unit) != (amount, unit):
            row.amount, row.unit, row.event_id = amount, unit, plan.event_id
            session.add(row)
    for row in held.values():
        row.event_id = plan.event_id
        session.delete(row)
    session.flush()
