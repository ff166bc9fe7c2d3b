"""`amends user`: the people who can sign in."""

from collections.abc import Callable
from typing import Any

import click

from ledger.cli.begin import domain_of
from ledger.cli.context import ledger, one_sentence, settings
from ledger.cli.database import schema_is_current
from ledger.cli.passwords import hashed, password_choice
from ledger.clients.operations.users import add_client_user
from ledger.kernel.clock import zoned
from ledger.people.actor import STAFF, SYSTEM
from ledger.people.listing import Account, our_people, users_of_clients
from ledger.people.operations.invitations import Invited, invite
from ledger.people.operations.setting_up import begin_ledger
from ledger.people.operations.users import add_user
from ledger.people.queries import user_id_of
from ledger.work import Ledger


@click.group()
def user() -> None:
    """List, add and invite the people who can sign in: ours, and the clients'.

    Everything here is also on the page "People"; the commands are for the first administrator and for the day on
    which nobody can sign in any more.
    """


def _book() -> Ledger:
    if not schema_is_current():
        sentence = "There is no ledger of this version here; amends init begins one, amends db upgrade brings it up."
        raise click.ClickException(sentence)
    return ledger()


def _who(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--title", default="", help="As letters print it: Service director."),
        click.option("--name", prompt=True),
        click.option("--email", prompt=True, help="What the person signs in with."),
    ):
        command = option(command)
    return command


@user.command("add")
@_who
@click.option("--role", type=click.Choice(STAFF), prompt=True, help="What the person may do.")
@click.option("--signs-up-to", type=click.Choice(["S1", "S2", "S3"]), help="The gravest incident to sign letters for.")
@password_choice
def add(  # noqa: PLR0913, PLR0917 one parameter an option
    email: str, name: str, title: str, role: str, signs_up_to: str | None, password: str
) -> None:
    """Add one of our people, with a password.

    To let them choose their own, add them on the page "People" or follow with `amends user invite EMAIL`.
    """
    book = _book()
    with one_sentence():
        password_hash = hashed(settings(), password)
        book.do(begin_ledger, SYSTEM, domain_of(book.settings))
        book.do(
            add_user, SYSTEM, email=email, name=name, role=role, title=title, signs_up_to=signs_up_to,
            password_hash=password_hash,
        )  # fmt: skip
    click.echo(f"{name} signs in as {email.strip().lower()} ({role.replace('_', ' ')}).")


@user.command("add-client")
@_who
@click.option("--client", prompt="Code of the client", help="The client whose person this is, by its code.")
def add_client(email: str, name: str, title: str, client: str) -> None:
    """Add one of a client's people and print the link with which they come in."""
    book = _book()
    with one_sentence():
        added = book.do(add_client_user, SYSTEM, client=client, email=email, name=name, title=title)
        _print_invitation(book, book.do(invite, SYSTEM, added.id))


@user.command("invite")
@click.argument("email")
def invite_command(email: str) -> None:
    """Print a link with which EMAIL comes in once, within seven days, and chooses a password.

    Also the way back in for somebody who forgot the password. Earlier invitations stop working.
    """
    book = _book()
    with one_sentence():
        _print_invitation(book, book.do(invite, SYSTEM, book.ask(user_id_of, SYSTEM, email)))


@user.command("list")
def list_users() -> None:
    """List everybody who has an account: mail address, role, name, and whether the account is open."""
    book = _book()
    with one_sentence():
        for row in (*book.ask(our_people, SYSTEM), *book.ask(users_of_clients, SYSTEM)):
            click.echo(f"{row.email}\t{row.role.replace('_', ' ')}\t{row.name}\t{_state(row)}")


def _state(row: Account) -> str:
    if not row.active:
        return "closed"
    return "second step on" if row.has_second_step else "open" if row.has_password else "no password yet"


def _print_invitation(book: Ledger, invited: Invited) -> None:
    click.echo(f"{book.settings.public_url}/invitation/{invited.secret}")
    click.echo(f"For {invited.name} <{invited.email}>; works once, until {zoned(invited.expires_at, 'UTC')}.", err=True)
