"""The people at a client whom we may tell, and the order in which we ring them."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.clients.operations.clients import locked_client
from ledger.kernel.errors import Conflict, Invalid, NotFound, Stale
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note

_WORDS = ("name", "salutation", "title", "mail", "phone", "night_phone")
_FIELDS = (*_WORDS, "may_receive_notices")


def add_contact(session: Session, actor: Actor, /, *, client_code: str, **fields: Any) -> Contact:
    """Add a person at a client, last in the order to ring.

    Raises `Invalid` for somebody who may receive notices and can be reached in no way.
    """
    client = locked_client(session, actor, client_code, None)
    last = session.scalar(select(func.max(Contact.ring_order)).where(Contact.client_id == client.id)) or 0
    contact = Contact(id=new_id(), client_id=client.id, ring_order=last + 1, version=0)
    return _saved(session, actor, client, contact, "contact.added", fields)


def edit_contact(session: Session, actor: Actor, /, *, contact_id: str, version: int, **fields: Any) -> Contact:
    """Change what we know of a contact; `version` is what the editor saw.

    Raises `Stale`, and `Invalid` as adding does.
    """
    contact, client = _locked(session, actor, contact_id, version)
    return _saved(session, actor, client, contact, "contact.edited", fields)


def set_contact_active(session: Session, actor: Actor, /, *, contact_id: str, active: bool, version: int) -> Contact:
    """Take a person out of the ring, or back in, last; letters that named them stay as they are.

    Raises `Conflict` where nothing would change.
    """
    contact, client = _locked(session, actor, contact_id, version)
    if contact.active == active:
        sentence = f"{contact.name} is already {'in' if active else 'out of'} the list to ring."
        raise Conflict(sentence)
    contact.active = active
    if active:
        contact.ring_order = 1 + max((one.ring_order for one in _ring(session, client.id)), default=0)
    kind = "contact.returned" if active else "contact.retired"
    return _noted(session, actor, client, contact, kind)


def move_contact(session: Session, actor: Actor, /, *, contact_id: str, to: int) -> list[str]:
    """Put an active contact at place `to` (1 is rung first) and return the ids in the new order.

    Raises `Invalid` for a place that is not there.
    """
    contact, client = _locked(session, actor, contact_id, None)
    ring = _ring(session, client.id)
    if contact not in ring or not 1 <= to <= len(ring):
        raise Invalid({"to": f"Give a place from 1 to {len(ring)} in the list of people we ring."})
    ring.remove(contact)
    ring.insert(to - 1, contact)
    moved = [(place, one) for place, one in enumerate(ring, start=1) if one.ring_order != place]
    order = [one.id for one in ring]
    if moved:
        subjects = {client.log_id: client.code}
        event_id = note(session, "contacts.ordered", actor=actor.user_id, subjects=subjects, data={"order": [*order]})
        for place, one in moved:
            one.ring_order, one.event_id = place, event_id
        session.flush()
    return order


def _locked(session: Session, actor: Actor, contact_id: str, version: int | None) -> tuple[Contact, Client]:
    permit(actor, "manage_clients")
    code = session.scalar(
        select(Client.code).join(Contact, Contact.client_id == Client.id).where(Contact.id == contact_id)
    )
    if code is None:
        sentence = "There is no such contact."
        raise NotFound(sentence)
    client = locked_client(session, actor, code, None)
    contact = session.get_one(Contact, contact_id, populate_existing=True)
    if version is not None and contact.version != version:
        raise Stale
    return contact, client


def _ring(session: Session, client_id: str) -> list[Contact]:
    query = select(Contact).where(Contact.client_id == client_id, Contact.active)
    return list(session.scalars(query.order_by(Contact.ring_order, Contact.id)))


def _saved(  # noqa: PLR0913, PLR0917 whose contact it is, what is done, and what was said
    session: Session, actor: Actor, client: Client, contact: Contact, kind: str, fields: dict[str, Any]
) -> Contact:
    for name, value in fields.items():
        if name not in _FIELDS:
            raise TypeError(name)
        setattr(contact, name, value)
    if contact.may_receive_notices and not (contact.mail or contact.phone or contact.night_phone):
        sentence = "Give a mail address or a number: whoever may receive notices must be within reach."
        raise Invalid({"may_receive_notices": sentence})
    session.add(contact)
    return _noted(session, actor, client, contact, kind)


def _noted(session: Session, actor: Actor, client: Client, contact: Contact, kind: str) -> Contact:
    contact.version = (contact.version or 0) + 1
    contact.event_id = note(
        session,
        kind,
        actor=actor.user_id,
        subjects={client.log_id: client.code},
        data={
            "contact_id": contact.id,
            "ring_order": contact.ring_order,
            "may_receive_notices": bool(contact.may_receive_notices),
        },
        sealed={name: getattr(contact, name) for name in _WORDS},
    )
    session.flush()
    return contact
