"""What one client must not see it must not see anywhere: the one condition every read of clients' matters passes."""

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute

from ledger.people.actor import Actor
from ledger.people.permissions import may


def visible_to(actor: Actor, client_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the condition on a client column under which `actor` may see a row: all, its own client's, or none."""
    if may(actor, "read_cases"):
        return true()
    if may(actor, "read_own_case") and actor.client_id is not None:
        return client_id == actor.client_id
    return false()
