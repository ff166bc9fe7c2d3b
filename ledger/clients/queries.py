"""Reading clients for other rooms and for choosing: codes and names, and the clocks of a service plan."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, PlanClock
from ledger.clients.visibility import visible_to
from ledger.people.actor import Actor
from ledger.people.permissions import permit


def client_options(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return (code, name) of the active clients by name, for choosing one or several."""
    permit(actor, "read_cases")
    query = select(Client.code, Client.name).where(Client.status == "active", visible_to(actor, Client.id))
    return [(code, name) for code, name in session.execute(query.order_by(Client.name, Client.id))]


def plan_overrides(session: Session, client_id: str) -> dict[tuple[str, str], tuple[int, str]]:
    """Return the stricter clocks of a client's service plan, (kind, severity) to (amount, unit), for rules elsewhere.

    Empty for a client without a plan of its own: the standard clocks hold.
    """
    query = select(PlanClock.kind, PlanClock.severity, PlanClock.amount, PlanClock.unit)
    query = query.join(Client, Client.plan_id == PlanClock.plan_id).where(Client.id == client_id)
    return {(kind, severity): (amount, unit) for kind, severity, amount, unit in session.execute(query)}
