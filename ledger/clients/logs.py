"""Which log is whose: a client by its code, or our own."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.models import PROVIDER_LOG


def log_named(session: Session, actor: Actor, name: str) -> str:
    """Return the log of the client with this code; `_provider` is our own, and a log's id names itself.

    Raises `NotFound` for any other name.
    """
    permit(actor, "read_settings")
    if name == PROVIDER_LOG:
        return name
    found = session.scalar(select(Client.log_id).where(or_(Client.code == name, Client.log_id == name)))
    if found is None:
        sentence = f"There is no client {name}; name one by its code, or _provider for our own log."
        raise NotFound(sentence)
    return found
