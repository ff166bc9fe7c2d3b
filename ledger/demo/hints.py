"""How to sign in to the example provider, for whoever starts the server."""

from sqlalchemy import select

from ledger.demo.clients import CLIENTS
from ledger.demo.many.words import FIRST_CLIENT_MAIL
from ledger.demo.people import DOMAIN, PASSWORD, STAFF
from ledger.people.actor import SYSTEM
from ledger.people.models import User
from ledger.people.queries import provider_or_none
from ledger.work import Ledger

_SHOWN = (("service manager", "priya"), ("leadership", "gwen"))


def sign_in_hints(ledger: Ledger) -> list[str]:
    """Return a line for each role, with whom to sign in as; none where another provider than the example is loaded."""
    ours = ledger.ask(provider_or_none, SYSTEM)
    if ours is None or ours.domain != DOMAIN:
        return []
    mails = {one.key: one.mail for one in STAFF}
    with ledger.database.read() as session:
        client = session.scalar(
            select(User.email).where(User.email.in_((CLIENTS[0].contacts[0].mail, FIRST_CLIENT_MAIL)))
        )
    accounts = [(words, mails[key]) for words, key in _SHOWN] + ([("client", client)] if client else [])
    return [f"as {words}: {mail}, password: {PASSWORD}" for words, mail in accounts]
