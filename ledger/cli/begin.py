"""`amends init`: beginning a ledger."""

from urllib.parse import urlsplit

import click
from sqlalchemy.orm import Session

from ledger.cli.context import one_sentence, settings
from ledger.cli.database import bring_up
from ledger.cli.passwords import hashed, password_choice
from ledger.config import Settings
from ledger.kernel.errors import Conflict
from ledger.notary.signing import ensure_key
from ledger.people.actor import SYSTEM, Actor
from ledger.people.operations.setting_up import begin_ledger
from ledger.people.operations.users import add_user
from ledger.work import open_ledger


@click.command()
@click.option("--email", prompt="Mail address of the first administrator", help="What the administrator signs in with.")
@click.option("--name", prompt="Name of the first administrator")
@password_choice
def init(email: str, name: str, password: str) -> None:
    """Begin a ledger: database, keys, first administrator.

    It asks for what is not given. For a script, give --email and --name and send the password to standard input:

        echo "$PASSWORD" | amends init --email ada@firm.example --name "Ada Byron" --password-stdin

    Then start it with `amends serve` and sign in: the first page asks for name, address, zone and currency.
    """
    chosen = settings()
    bring_up(chosen)
    ledger = open_ledger(chosen)
    with one_sentence():
        password_hash = hashed(chosen, password)
        ledger.do(_begin, SYSTEM, domain_of(chosen), email, name, password_hash)
        ensure_key(ledger)
    click.echo(f"The ledger is ready in {chosen.home}. {name} signs in as {email.strip().lower()}.")
    click.echo("Start it with: amends serve")


def _begin(session: Session, actor: Actor, domain: str, email: str, name: str, password_hash: str) -> None:  # noqa: PLR0913, PLR0917 what a ledger begins with
    """Begin the ledger and its first administrator in one unit: a refused one leaves a ledger that has not begun."""
    if not begin_ledger(session, actor, domain):
        sentence = "This ledger has begun already. Add people with: amends user add"
        raise Conflict(sentence)
    add_user(session, actor, email=email, name=name, role="admin", password_hash=password_hash)


def domain_of(chosen: Settings) -> str:
    """Return the host under which we are reached: the first part of the name of every log."""
    return urlsplit(chosen.public_url).hostname or "localhost"
