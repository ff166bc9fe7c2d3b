"""How to sign in to the example provider, for whoever starts the server."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.demo.people import DOMAIN, PASSWORD
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import Provider, User
from ledger.work import Ledger

_ROLES = (("service_manager", "service manager"), ("leadership", "leadership"), ("client", "client"))


def sign_in_hints(ledger: Ledger) -> list[str]:
    """Return a line for each role, with whom to sign in as; none where another provider than the example is loaded."""
    return ledger.ask(_hints, SYSTEM)


def _hints(session: Session, _actor: Actor) -> list[str]:
    if session.scalar(select(Provider.domain)) != DOMAIN:
        return []
    lines = []
    for role, words in _ROLES:
        query = select(User).where(User.role == role, User.active, User.password.is_not(None))
        user = session.scalars(query.order_by(User.signs_up_to.is_(None), User.signs_up_to, User.id).limit(1)).first()
        if user is not None:
            lines.append(f"as {words}: {user.email}, password: {PASSWORD}")
    return lines
