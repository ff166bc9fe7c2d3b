"""The update of one press: told them, nothing new, next at 03:30."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import update_words
from ledger.recovery.models import Promise
from ledger.recovery.operations.promises import keep_promise, make_promise

NEXT_UPDATE = "Tell you how things stand"


@dataclass(frozen=True)
class Told:
    """What one press did for one client."""

    client_code: str
    client_name: str
    words: str
    """To copy into a mail or a message, with the time as the client reads it."""
    kept: tuple[str, ...]
    """Ids of the promised updates that this one was."""
    next_promise: str | None


def quick_update(  # noqa: PLR0913 what one press says, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    text: str,
    next_update_at: datetime | None = None,
    client_code: str | None = None,
    channel: str | None = None,
) -> tuple[Told, ...]:
    """Write a visible update, keep the updates promised until now, and promise the next one, owned by the actor.

    All affected clients are told unless one is named. Raises `Invalid` for a next update in the past, and whatever
    `add_entry` refuses.
    """
    permit(actor, "promise")
    at = now()
    if next_update_at is not None and next_update_at <= at:
        raise Invalid({"next_update_at": "The next update lies ahead; choose a later time."})
    add_entry(
        session,
        actor,
        incident_id=incident_id,
        kind="update",
        text=text,
        occurred_at=at,
        client_code=client_code,
        channel=channel,
        next_update_at=next_update_at,
    )
    query = select(Client).join(Impact, Impact.client_id == Client.id).where(Impact.incident_id == incident_id)
    if client_code is not None:
        query = query.where(Client.code == client_code)
    clients = session.scalars(query.order_by(Client.code)).all()
    return tuple(_one_told(session, actor, client, incident_id, text, next_update_at) for client in clients)


def _one_told(  # noqa: PLR0913, PLR0917 one client's part of the press
    session: Session, actor: Actor, client: Client, incident_id: str, text: str, next_at: datetime | None
) -> Told:
    query = select(Promise.id).where(
        Promise.incident_id == incident_id,
        Promise.client_id == client.id,
        Promise.kind == "update",
        Promise.status == "open",
    )
    waiting = session.scalars(query.order_by(Promise.due_at, Promise.id)).all()
    kept = tuple(keep_promise(session, actor, promise_id=promise_id).id for promise_id in waiting)
    promised = None
    if next_at is not None:
        promised = make_promise(
            session, actor, client_code=client.code, incident_id=incident_id, kind="update", text=NEXT_UPDATE,
            due_at=next_at,
        ).id  # fmt: skip
    return Told(client.code, client.name, update_words(text, next_at, client.zone), kept, promised)
