"""Contacts of a client as JSON."""

from typing import Any

from ledger.clients.operations.contacts import add_contact, edit_contact, move_contact, set_contact_active
from ledger.clients.queries import ContactShown
from ledger.web.addressed import contact_at
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import versioned
from ledger.web.schemas import clients as said_and_shown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("contacts", "/clients/<code>/contacts", "Contacts: whom we may tell, and whom we ring first.")


@api.post("")
@needs("manage_clients")
@created_once
@api.arguments(said_and_shown.EditContact)
@api.response(201, said_and_shown.ContactListed)
def create(said: dict[str, Any], code: str) -> ContactShown:
    """Add a contact, last in the order to ring."""
    return contact_at(code, ledger().do(add_contact, actor(), client_code=code, **said).id)


@api.get("/<contact_id>")
@needs("read_cases")
@api.response(200, said_and_shown.ContactListed)
@versioned
def show(code: str, contact_id: str) -> ContactShown:
    """Return one contact."""
    return contact_at(code, contact_id)


@api.put("/<contact_id>")
@needs("manage_clients")
@api.arguments(said_and_shown.EditContact)
@api.response(200, said_and_shown.ContactListed)
@versioned
def change(said: dict[str, Any], code: str, contact_id: str, *, version: int) -> ContactShown:
    """Change what we know of a contact; all of it is said again."""
    ledger().do(edit_contact, actor(), contact_id=contact_at(code, contact_id).id, version=version, **said)
    return contact_at(code, contact_id)


@api.put("/<contact_id>/status")
@needs("manage_clients")
@api.arguments(said_and_shown.ContactStatus)
@api.response(200, said_and_shown.ContactListed)
@versioned
def change_status(said: dict[str, Any], code: str, contact_id: str, *, version: int) -> ContactShown:
    """Take a contact out of the list to ring, or put it back in, last."""
    ledger().do(set_contact_active, actor(), contact_id=contact_at(code, contact_id).id, version=version, **said)
    return contact_at(code, contact_id)


@api.put("/<contact_id>/place")
@needs("manage_clients")
@api.arguments(said_and_shown.MoveContact)
@api.response(200, said_and_shown.ContactListed)
def move(said: dict[str, Any], code: str, contact_id: str) -> ContactShown:
    """Put a contact at a place in the order to ring; 1 is rung first."""
    ledger().do(move_contact, actor(), contact_id=contact_at(code, contact_id).id, **said)
    return contact_at(code, contact_id)
