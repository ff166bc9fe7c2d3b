"""Giving a client's people a way in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.operations.users import add_user
from ledger.people.permissions import permit


def add_client_user(  # noqa: PLR0913 what an account has, all named
    session: Session,
    actor: Actor,
    *,
    client: str,
    email: str,
    name: str,
    title: str = "",
    telephone: str = "",
) -> User:
    """Add an account for one of a client's people; `client` is its code. They come in by an invitation.

    Raises `Invalid` for a client that is not active and for a mail address that is taken.
    """
    permit(actor, "manage_people")
    client_id = session.scalar(select(Client.id).where(Client.code == client, Client.status == "active"))
    if client_id is None:
        raise Invalid({"client": f"There is no active client with the code {client}."})
    return add_user(
        session, actor, email=email, name=name, role="client", title=title, telephone=telephone, client_id=client_id
    )
