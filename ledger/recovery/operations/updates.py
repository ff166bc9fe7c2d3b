"""Updates and the promise of the next one: the update of one press, and every line that says when we tell them next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Entry, Impact
from ledger.incidents.operations.calling import log_attempt
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import update_words
from ledger.recovery.models import Promise
from ledger.recovery.operations.promises import keep_promise, make_promise

NEXT_UPDATE = "Tell you how things stand"
TELLS = frozenset({"update", "client_notice"})
"""Kinds of entry that, where a client reads them, are the update that was promised."""


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
    at = now()
    if next_update_at is not None and next_update_at <= at:
        raise Invalid({"next_update_at": "The next update lies ahead; choose a later time."})
    permit(actor, "promise")
    entry = add_entry(
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
    return renew_updates(session, actor, entry)


def write_entry(session: Session, actor: Actor, /, **said: Any) -> Entry:
    """Write one line of the timeline as `add_entry` does; what it says of the next update is promised."""
    entry = add_entry(session, actor, **said)
    renew_updates(session, actor, entry)
    return entry


def write_attempt(session: Session, actor: Actor, /, **said: Any) -> Entry:
    """Log a call, mail or message as `log_attempt` does; what it says of the next update is promised."""
    entry = log_attempt(session, actor, **said)
    renew_updates(session, actor, entry)
    return entry


def renew_updates(session: Session, actor: Actor, entry: Entry) -> tuple[Told, ...]:
    """Keep the updates that were promised until an entry, if it is one, and promise the next where it names a time."""
    is_update = entry.kind in TELLS and entry.visibility != "internal"
    if not is_update and entry.next_update_at is None:
        return ()
    permit(actor, "promise")
    return tuple(_renew(session, actor, entry, client, is_update=is_update) for client in _told(session, entry))


def _told(session: Session, entry: Entry) -> Sequence[Client]:
    """Return the clients whom an entry tells something: its readers, or the one with whom the contact was."""
    query = select(Client).join(Impact, Impact.client_id == Client.id).where(Impact.incident_id == entry.incident_id)
    if entry.visibility != "all_clients":
        query = query.where(Client.id == (entry.client_id or entry.about_client_id))
    return session.scalars(query.order_by(Client.code)).all()


def _renew(session: Session, actor: Actor, entry: Entry, client: Client, *, is_update: bool) -> Told:
    kept = tuple(_keep_waiting(session, actor, entry, client)) if is_update else ()
    promised = None
    if entry.next_update_at is not None:
        promised = make_promise(
            session, actor, client_code=client.code, incident_id=entry.incident_id, kind="update", text=NEXT_UPDATE,
            due_at=entry.next_update_at, promised_at=entry.occurred_at,
        ).id  # fmt: skip
    words = update_words(entry.text, entry.next_update_at, client.zone)
    return Told(client.code, client.name, words, kept, promised)


def _keep_waiting(session: Session, actor: Actor, entry: Entry, client: Client) -> Sequence[str]:
    query = select(Promise.id).where(
        Promise.incident_id == entry.incident_id,
        Promise.client_id == client.id,
        Promise.kind == "update",
        Promise.status == "open",
        Promise.promised_at <= entry.occurred_at,
    )
    waiting = session.scalars(query.order_by(Promise.due_at, Promise.id)).all()
    for promise_id in waiting:
        keep_promise(session, actor, promise_id=promise_id, kept_at=entry.occurred_at)
    return waiting
