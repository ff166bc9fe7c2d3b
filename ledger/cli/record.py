"""`amends checkpoint`, `amends key`, `amends continue`: signing what the record holds."""

import click

from ledger.cli.context import ledger, one_sentence
from ledger.cli.serving import refuse_old_schema
from ledger.clients.logs import log_named
from ledger.kernel.clock import zoned
from ledger.kernel.errors import Conflict
from ledger.notary.signing import checkpoint, ensure_key, go_on, outside_of, retire, rotate_key, sign_all
from ledger.people.actor import SYSTEM
from ledger.record.signing_keys import known_keys
from ledger.work import Ledger


@click.command("checkpoint")
@click.argument("log", required=False)
def checkpoint_command(log: str | None) -> None:
    """Sign how far LOG has come and print it: a client's code, or _provider for our own; all logs where none is named.

    Whoever keeps a checkpoint can show later that nothing before it was changed. The newest of each log is also
    written to AMENDS_CHECKPOINT_DIR.
    """
    book = opened()
    with one_sentence():
        signed = [checkpoint(book, book.ask(log_named, SYSTEM, log))] if log else sign_all(book)
    click.echo("\n".join(signed), nl=False)
    click.echo(f"Kept in {outside_of(book).folder}.", err=True)


@click.command("continue")
@click.argument("log")
@click.confirmation_option(prompt="This says openly, for ever, that the record others saw is not continued. Go on?")
def continue_command(log: str) -> None:
    """Go on with LOG under a new name, where the events that others were shown are lost for good.

    LOG is a client's code, or _provider. Its next event says what it continues and what it does not.
    """
    book = opened()
    with one_sentence():
        click.echo(go_on(book, SYSTEM, book.ask(log_named, SYSTEM, log)), nl=False)


@click.group()
def key() -> None:
    """Look after the keys that sign checkpoints."""


@key.command("list")
def list_keys() -> None:
    """List the public parts, as clients need them, and since when they sign."""
    book = opened()
    with one_sentence():
        ensure_key(book)
    with book.database.read() as session:
        for one in known_keys(session):
            until = f"retired {zoned(one.retired_at, 'UTC')}" if one.retired_at else "signs"
            click.echo(f"{one.key}\t{zoned(one.added_at, 'UTC')}\t{until}")


@key.command("rotate")
def rotate() -> None:
    """Add a new key: from now on the older one and it sign together.

    Give the new line to your clients; when all have it, take the older one away with amends key retire.
    """
    book = opened()
    with one_sentence():
        ensure_key(book)
        added = rotate_key(book, SYSTEM)
    click.echo(str(added))
    try:
        sign_all(book)
    except Conflict as fault:
        # It is added and stays, as it must where the older one's private part is lost.
        click.echo(f"The new key is added, but nothing is signed with it yet. {fault.sentence}", err=True)
    click.echo(
        "It signs beside the older ones. When your clients have the new line: amends key retire OLD-ID", err=True
    )


@key.command("retire")
@click.argument("key_id")
def retire_command(key_id: str) -> None:
    """Let the key with this id (eight digits) sign no more; what it signed stays good."""
    book = opened()
    with one_sentence():
        gone = retire(book, SYSTEM, key_id)
    click.echo(f"{gone} signs no more; its private part is removed.")


def opened() -> Ledger:
    """Return the ledger of the environment, its schema looked at."""
    refuse_old_schema()
    return ledger()
