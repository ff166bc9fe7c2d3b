"""Clients as the people pages need them: names for who manages accounts but reads no case, and a client's own name."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class ClientName:
    """A client by its id, code and name, and the log that holds what it may see."""

    id: str
    code: str
    name: str
    log_id: str
    zone: str


def client_names(session: Session, actor: Actor) -> list[ClientName]:
    """Return all active clients by name; an administrator, too, has to know whose user an account is."""
    permit(actor, "read_settings")
    query = select(Client.id, Client.code, Client.name, Client.log_id, Client.zone).where(Client.status == "active")
    return [ClientName(*row) for row in session.execute(query.order_by(Client.name, Client.id))]


def own_client(session: Session, actor: Actor) -> ClientName | None:
    """Return the client whose user the actor is; none for our own people."""
    if actor.client_id is None:
        return None
    query = select(Client.id, Client.code, Client.name, Client.log_id, Client.zone).where(Client.id == actor.client_id)
    found = session.execute(query).one_or_none()
    return None if found is None else ClientName(*found)
