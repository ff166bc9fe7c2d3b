"""Changing a client's code, which is possible only until the first reference carries it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.codes import code_fault
from ledger.clients.models import Client
from ledger.clients.operations.clients import locked_client, refuse_taken
from ledger.incidents.of_clients import has_impacts
from ledger.kernel.errors import Conflict, Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note

WHY_FIXED = "The code stands in references that this client has already been told; it cannot be changed any more."


def may_change_code(session: Session, actor: Actor, code: str) -> bool:
    """Return whether this client's code stands in no reference yet."""
    permit(actor, "manage_clients")
    client_id = session.scalar(select(Client.id).where(Client.code == code))
    return client_id is not None and not has_impacts(session, client_id)


def change_client_code(session: Session, actor: Actor, /, *, code: str, new_code: str, version: int) -> Client:
    """Give a client another code.

    Raises `Conflict` once a reference carries the old one, `Invalid` for one that is no code or is taken, `Stale`.
    """
    client = locked_client(session, actor, code, version)
    if has_impacts(session, client.id):
        raise Conflict(WHY_FIXED)
    fault = code_fault(new_code)
    if fault:
        raise Invalid({"code": fault})
    if new_code != code:
        refuse_taken(session, client.id, code=new_code)
    client.code = new_code
    client.version += 1
    subjects = {client.log_id: new_code}
    client.event_id = note(session, "client.recoded", actor=actor.user_id, subjects=subjects, data={"was": code})
    session.flush()
    return client
