"""Taking on a client and changing what we know of it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.record.operations import note, open_log


def add_client(session: Session, actor: Actor, /, *, code: str, name: str, **fields: Any) -> Client:
    """Take on a client with a log of its own; what is not given is preset from the provider's settings.

    Raises `Invalid` for a code or a name that another client has.
    """
    permit(actor, "manage_clients")
    for column, value, sentence in (
        (Client.code, code, f"Another client has the code {code}."),
        (Client.name, name, f"There is already a client called {name}."),
    ):
        if session.scalar(select(Client.id).where(column == value)):
            raise Invalid({column.key: sentence})
    ours = provider(session)
    preset = {
        "currency": ours.currency, "zone": ours.zone, "locale": ours.locale, "country": ours.country,
        "sharing_label": f"For {name} only",
    }  # fmt: skip
    given = {field: value for field, value in fields.items() if value not in {None, ""}}
    log_id = new_id()
    open_log(session, log_id, f"{ours.domain}/amends/{log_id}")
    client = Client(id=new_id(), code=code, name=name, log_id=log_id, **(preset | given))
    client.event_id = note(
        session,
        "client.added",
        actor=actor.user_id,
        subjects={log_id: code},
        data={"currency": client.currency, "zone": client.zone},
        sealed={"name": name, "address": client.address},
    )
    session.add(client)
    session.flush()
    return client
