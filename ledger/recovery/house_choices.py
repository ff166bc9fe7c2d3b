"""What forms about money offer to choose from."""

from sqlalchemy.orm import Session

from ledger.books.house import cost_centres
from ledger.people.actor import Actor
from ledger.people.permissions import permit


def cost_centre_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return the active cost centres as (code, words), by code."""
    permit(actor, "read_cases")
    return [(one.code, f"{one.code}, {one.name}") for one in cost_centres(session, active_only=True)]
