"""People: who can sign in, in which role; clients' users; invitations."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.clients.operations.users import add_client_user
from ledger.clients.users import client_names
from ledger.kernel.mail import configured
from ledger.people.listing import Account, account, our_people, users_of_clients
from ledger.people.operations.invitations import invite
from ledger.people.operations.users import add_user, change_user, forget_second_step
from ledger.web.forms import form, or_again, read_form
from ledger.web.pages.invitations import address_of, code_of, invitation_text
from ledger.web.schemas.people import AddClientUser, AddPerson, ChangeClientUser, ChangePerson
from ledger.web.session import actor, ledger, needs, provider_name

pages = Blueprint("people", __name__)


@pages.get("/people")
@needs("read_settings")
def index() -> str:
    """Show our own people."""
    rows = ledger().ask(our_people, actor())
    return render_template("people/list.html", rows=rows, names={row.id: row.name for row in rows})


@pages.get("/people/clients")
@needs("read_settings")
def clients_users() -> str:
    """Show the clients' users."""
    names = {client.id: client for client in ledger().ask(client_names, actor())}
    return render_template("people/clients_users.html", rows=ledger().ask(users_of_clients, actor()), clients=names)


@pages.get("/people/new")
@needs("manage_people")
def new() -> str:
    """Show the form for one more of us."""
    return render_template("people/new.html", form=form(AddPerson()), managers=_managers())


@pages.post("/people/new")
@needs("manage_people")
@or_again(new)
def create() -> Any:
    """Add the account and go to it, where the invitation is made."""
    added = ledger().do(add_user, actor(), **read_form(AddPerson()))
    flash(f"{added.name} has an account. Make an invitation, so that they can choose a password.", "done")
    return redirect(url_for("people.show", user_id=added.id))


@pages.get("/people/clients/new")
@needs("manage_people")
def new_client_user() -> str:
    """Show the form for one of a client's people."""
    clients = [(client.code, client.name) for client in ledger().ask(client_names, actor())]
    return render_template("people/new_client_user.html", form=form(AddClientUser()), clients=clients)


@pages.post("/people/clients/new")
@needs("manage_people")
@or_again(new_client_user)
def create_client_user() -> Any:
    """Add the account and go to it."""
    added = ledger().do(add_client_user, actor(), **read_form(AddClientUser()))
    flash(f"{added.name} has an account. Print or mail an invitation.", "done")
    return redirect(url_for("people.show", user_id=added.id))


@pages.get("/people/<user_id>")
@needs("manage_people")
def show(user_id: str) -> str:
    """Show one account, to change it."""
    row = ledger().ask(account, actor(), user_id)
    schema = ChangeClientUser() if row.role == "client" else ChangePerson()
    return render_template(
        "people/account.html", form=form(schema, **asdict(row)), row=row, managers=_managers(user_id)
    )


@pages.post("/people/<user_id>")
@needs("manage_people")
@or_again(show)
def change(user_id: str) -> Any:
    """Change it."""
    row: Account = ledger().ask(account, actor(), user_id)
    said = read_form(ChangeClientUser() if row.role == "client" else ChangePerson())
    changed = ledger().do(change_user, actor(), user_id, **said)
    flash(f"{changed.name} is changed." if changed.active else f"{changed.name} cannot sign in any more.", "done")
    return redirect(url_for("people.show", user_id=user_id))


@pages.post("/people/<user_id>/second-step")
@needs("manage_people")
def remove_second_step(user_id: str) -> Any:
    """Take the second step off, when a telephone is lost."""
    user = ledger().do(forget_second_step, actor(), user_id)
    flash(f"{user.name} signs in by password alone until the second step is set up again.", "done")
    return redirect(url_for("people.show", user_id=user_id))


@pages.post("/people/<user_id>/invitation")
@needs("manage_people")
def print_invitation(user_id: str) -> str:
    """Make an invitation and show it once, for printing."""
    invited = ledger().do(invite, actor(), user_id, kind="printed")
    address = address_of(invited)
    return render_template("people/invitation.html", invited=invited, address=address, code=code_of(address))


@pages.post("/people/<user_id>/invitation-mail")
@needs("manage_people")
def mail_invitation(user_id: str) -> Any:
    """Make an invitation and mail it; the sentence says so where mail is not configured."""
    mailer = configured(ledger().settings)
    mailer.require()
    invited = ledger().do(invite, actor(), user_id, kind="mailed")
    mailer.send(invited.email, f"Your way in to {provider_name()}", invitation_text(invited, provider_name()))
    flash(f"The invitation is on its way to {invited.email}.", "done")
    return redirect(url_for("people.show", user_id=user_id))


def _managers(but: str | None = None) -> list[tuple[str, str]]:
    return [(row.id, row.name) for row in ledger().ask(our_people, actor()) if row.active and row.id != but]
