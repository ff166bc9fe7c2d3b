"""Contacts of a client: adding, changing, taking out of the ring, and the order to ring."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.clients.operations.contacts import add_contact, edit_contact, move_contact, set_contact_active
from ledger.clients.queries import client_by_code
from ledger.web.addressed import contact_at
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.clients import ChangedContactStatus, EditContact, EditedContact, MoveContact
from ledger.web.session import actor, ledger, needs

pages = Blueprint("contacts", __name__)


@pages.get("/clients/<code>/contacts/new")
@needs("manage_clients")
def new(code: str) -> str:
    """Show the form for one more contact."""
    client = ledger().ask(client_by_code, actor(), code)
    return render_template("clients/contact.html", client=client, contact=None, form=form(EditContact()))


@pages.post("/clients/<code>/contacts/new")
@needs("manage_clients")
@or_again(new)
def create(code: str) -> Any:
    """Add it, last in the order to ring."""
    added = ledger().do(add_contact, actor(), client_code=code, **read_form(EditContact()))
    flash(f"{added.name} is added, number {added.ring_order} to ring.", "done")
    return _back(code)


@pages.get("/clients/<code>/contacts/<contact_id>")
@needs("manage_clients")
def edit(code: str, contact_id: str) -> str:
    """Show a contact as a form."""
    client = ledger().ask(client_by_code, actor(), code)
    contact = contact_at(code, contact_id)
    shown = form(EditedContact(), **asdict(contact))
    return render_template("clients/contact.html", client=client, contact=contact, form=shown)


@pages.post("/clients/<code>/contacts/<contact_id>")
@needs("manage_clients")
@or_again(edit)
def save(code: str, contact_id: str) -> Any:
    """Save it."""
    one = contact_at(code, contact_id)
    saved = ledger().do(edit_contact, actor(), contact_id=one.id, **read_form(EditedContact()))
    flash(f"{saved.name} is saved.", "done")
    return _back(code)


@pages.post("/clients/<code>/contacts/<contact_id>/status")
@needs("manage_clients")
@or_again(edit)
def change_status(code: str, contact_id: str) -> Any:
    """Take it out of the ring, or back in."""
    one = contact_at(code, contact_id)
    changed = ledger().do(set_contact_active, actor(), contact_id=one.id, **read_form(ChangedContactStatus()))
    flash(f"{changed.name} is {'in' if changed.active else 'out of'} the list to ring.", "done")
    return _back(code)


@pages.post("/clients/<code>/contacts/<contact_id>/place")
@needs("manage_clients")
def move(code: str, contact_id: str) -> Any:
    """Ring it earlier or later."""
    ledger().do(move_contact, actor(), contact_id=contact_at(code, contact_id).id, to=read_form(MoveContact())["to"])
    return _back(code)


def _back(code: str) -> Any:
    return redirect(url_for("client_page.show", code=code, _anchor="contacts"))
