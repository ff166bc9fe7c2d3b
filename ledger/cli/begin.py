"""`amends init` and `amends user`: beginning a ledger and its people."""

import click
from flask_security.utils import hash_password

from ledger.app import create_app
from ledger.cli.context import one_sentence, settings
from ledger.cli.database import bring_up
from ledger.people.actor import ROLES, SYSTEM
from ledger.people.operations.setting_up import begin_ledger
from ledger.people.operations.users import add_user
from ledger.web.session import EXTENSION
from ledger.work import Ledger


@click.command()
@click.option("--email", prompt="Mail address of the first administrator")
@click.option("--name", prompt="Name of the first administrator")
@click.password_option(help="Asked for where not given.")
def init(email: str, name: str, password: str) -> None:
    """Begin a ledger: database, keys, first administrator.

    The rest (name, address, zone, currency) is asked on the first page after signing in.
    """
    chosen = settings()
    bring_up(chosen)
    app = create_app(chosen)
    ledger: Ledger = app.extensions[EXTENSION]
    with app.app_context(), one_sentence():
        hashed = hash_password(password)
        ledger.do(begin_ledger, SYSTEM, chosen.public_url.split("://", 1)[1].split(":")[0].split("/")[0])
        ledger.do(add_user, SYSTEM, email=email, name=name, role="admin", password_hash=hashed)
    click.echo(f"The ledger is ready in {chosen.home}. Start it with: amends serve")


@click.group()
def user() -> None:
    """The people who can sign in."""


@user.command("add")
@click.option("--email", prompt=True, help="What the person signs in with.")
@click.option("--name", prompt=True)
@click.option("--role", type=click.Choice([role for role in ROLES if role != "client"]), prompt=True)
@click.option("--title", default="", help="As letters print it: Service director.")
@click.password_option(help="Asked for where not given.")
def add(email: str, name: str, role: str, title: str, password: str) -> None:
    """Add one of our people."""
    app = create_app(settings())
    ledger: Ledger = app.extensions[EXTENSION]
    with app.app_context(), one_sentence():
        added = ledger.do(
            add_user, SYSTEM, email=email, name=name, role=role, title=title, password_hash=hash_password(password)
        )
    click.echo(f"{added.name} can sign in as {added.email} ({role}).")
