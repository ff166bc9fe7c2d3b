"""The list of clients, by name, a page at a time, with a search in codes, names and the names of contacts."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact, ServicePlan
from ledger.clients.visibility import visible_to
from ledger.kernel.searching import contains, words_of_search
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class ClientLine:
    """One line of the list."""

    id: str
    code: str
    name: str
    status: str
    currency: str
    zone: str
    plan: str | None
    """The name of its service plan, none for the standard clocks."""


def list_clients(  # noqa: PLR0913 what can be asked of a list, all named
    session: Session,
    actor: Actor,
    *,
    q: str = "",
    status: str = "",
    after: tuple[str, str] | None = None,
    limit: int = 50,
) -> list[ClientLine]:
    """Return clients by name, at most `limit`, from the keyset position `after` (name, id).

    Each word of `q` stands in the code, the name or the name of an active contact; `status` is `active`, `left` or any.
    """
    permit(actor, "read_cases")
    columns = Client.id, Client.code, Client.name, Client.status, Client.currency, Client.zone, ServicePlan.name
    query = select(*columns).outerjoin(ServicePlan, ServicePlan.id == Client.plan_id)
    query = query.where(visible_to(actor, Client.id), *(_mentions(word) for word in words_of_search(q)))
    if status:
        query = query.where(Client.status == status)
    if after is not None:
        query = query.where(tuple_(Client.name, Client.id) > after)
    return [ClientLine(*row) for row in session.execute(query.order_by(Client.name, Client.id).limit(limit))]


def _mentions(word: str) -> ColumnElement[bool]:
    """Return that a client, or somebody we may tell there, has this word in code or name."""
    contacts = select(Contact.client_id).where(Contact.active, contains(word, Contact.name))
    return or_(contains(word, Client.code, Client.name), Client.id.in_(contacts.scalar_subquery()))
