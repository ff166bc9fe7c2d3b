"""Who can own what we do: one of our people who may act, and is still with us."""

from sqlalchemy.orm import Session

from ledger.kernel.errors import Invalid
from ledger.people.models import User
from ledger.people.permissions import MAY


def require_owner(session: Session, owner_id: str) -> str:
    """Return the id if this person can own an action or a promise; raise `Invalid` otherwise."""
    user = session.get(User, owner_id)
    if user is None or not can_own(user):
        raise Invalid({"owner_id": "Choose one of our people who works on incidents; an owner has to be able to act."})
    return owner_id


def can_own(user: User) -> bool:
    """Say whether this is one of our people who may act, and is still with us."""
    return user.active and user.role in MAY["act"]
