"""Reading service plans."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, PlanClock, ServicePlan
from ledger.clients.plan_shape import Span
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class PlanLine:
    """One service plan in the list: how many clocks it makes stricter, how many clients have it."""

    id: str
    name: str
    clocks: int
    clients: int


@dataclass(frozen=True)
class PlanShown:
    """A service plan with its clocks; those it does not name are standard."""

    id: str
    version: int
    name: str
    clocks: Mapping[tuple[str, str], Span]


def list_plans(session: Session, actor: Actor) -> list[PlanLine]:
    """Return all service plans by name; a provider has a handful."""
    permit(actor, "read_cases")
    clocks = select(func.count()).where(PlanClock.plan_id == ServicePlan.id).scalar_subquery()
    clients = select(func.count()).where(Client.plan_id == ServicePlan.id).scalar_subquery()
    query = select(ServicePlan.id, ServicePlan.name, clocks, clients).order_by(ServicePlan.name)
    return [PlanLine(*row) for row in session.execute(query)]


def plan_by_id(session: Session, actor: Actor, plan_id: str) -> PlanShown:
    """Return one service plan with its clocks; raise `NotFound` where there is none."""
    permit(actor, "read_cases")
    plan = session.get(ServicePlan, plan_id)
    if plan is None:
        sentence = "There is no such service plan."
        raise NotFound(sentence)
    rows = session.scalars(select(PlanClock).where(PlanClock.plan_id == plan.id))
    return PlanShown(plan.id, plan.version, plan.name, {(r.kind, r.severity): (r.amount, r.unit) for r in rows})
