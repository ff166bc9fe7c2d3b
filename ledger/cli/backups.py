"""`amends backup` and `amends restore`: the ledger as one set, kept elsewhere, and put back."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from ledger.cli.context import one_sentence, settings
from ledger.cli.database import bring_up
from ledger.cli.verifying import show, verified
from ledger.config import SECRET_LENGTH, BadSetting, Settings, read_settings
from ledger.kernel.clock import zoned
from ledger.kernel.counting import counted
from ledger.notary.after_restoring import Aftermath, look_after
from ledger.notary.backing_up import backup
from ledger.notary.manifest import SECRET, Manifest, Told
from ledger.notary.restoring import is_older, restore
from ledger.work import open_ledger

FINDINGS = 3
"""Exit status of a restore that was done, where the ledger is not as recorded, not the newest, or not yet verified."""


@click.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
def backup_command(folder: str) -> None:
    """Write a backup into DIR: database, files and keys as one set, in a folder of its own named after the moment.

    The ledger can be in use meanwhile. The backup holds private keys and what clients told you: keep it where only you
    can read it. Exit status 0: it is complete and on the disk; 1: there is none, and nothing was left behind.
    """
    if not folder.strip():
        # As from a script whose variable is not set; it would be the folder one stands in.
        sentence = "DIR is empty: name the folder that backups go into."
        raise click.ClickException(sentence)
    with one_sentence(), _bar() as told:
        made = backup(_settings_before(), Path(folder), told)
    manifest = made.manifest
    for name in manifest.without:
        click.echo(f"Not in it, for the store has it missing or altered: {name}. Look at amends verify.", err=True)
    if not manifest.has(SECRET):
        click.echo("The secret key is not in it: it comes from AMENDS_SECRET_KEY; keep that elsewhere too.", err=True)
    click.echo(f"{made.folder} holds the backup: {_told(manifest)}, {decimal(manifest.size)}.")
    click.echo("It holds private keys. Put it on another machine, where only you can read it.")


@click.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore_command(folder: Path) -> None:
    """Restore the backup in DIR into an empty AMENDS_HOME and, with PostgreSQL, an empty database; then verify it.

    The backup is checked first, and a restore that fails leaves nothing behind. Exit status 0: restored, and all is as
    it was recorded; 1: refused, nothing was changed; 3: restored, but read what is printed.
    """
    with one_sentence(), _bar() as told:
        manifest = restore(_settings_before(), folder, told)
    chosen = settings()
    click.echo(f"Restored into {chosen.home}: {_told(manifest)}, as of {zoned(manifest.made_at, 'UTC')}.")
    if not manifest.has(SECRET) and not os.environ.get("AMENDS_SECRET_KEY"):
        click.echo("The backup has no secret key: set AMENDS_SECRET_KEY to what it was before you start.", err=True)
    if is_older(manifest):
        click.echo("It has an older schema. Type: amends db upgrade, then: amends erase --replay, then: amends verify")
        sys.exit(FINDINGS)
    sys.exit(_look(chosen))


def _look(chosen: Settings) -> int:
    bring_up(chosen)
    book = open_ledger(chosen)
    with one_sentence():
        aftermath = look_after(book, lambda: verified(book, ()))
    if aftermath.erased.count:
        click.echo(f"Erased again, as it was erased before: {aftermath.erased.count:,} fields, rows and files.")
    for sentence in aftermath.erased.notes:
        click.echo(sentence)
    show(aftermath.verified)
    _tell(chosen, aftermath)
    return FINDINGS if aftermath.verified.findings or aftermath.behind else 0


def _tell(chosen: Settings, aftermath: Aftermath) -> None:
    for sentence in aftermath.behind:
        click.echo(sentence)
    if not aftermath.outside:
        click.echo(
            f"No checkpoint is known outside, in {chosen.checkpoints}: whether this backup is the newest state, and "
            f"who was erased since, cannot be told. If you still have that folder, put it there and type: amends erase "
            f"--replay, then: amends verify. A checkpoint that a client kept: amends verify --checkpoint FILE"
        )


def _settings_before() -> Settings:
    """Return the settings without making a secret key: nothing is written into a home before the backup's own."""
    try:
        return read_settings({"AMENDS_SECRET_KEY": "-" * SECRET_LENGTH} | dict(os.environ))
    except BadSetting as fault:
        raise click.ClickException(str(fault)) from None


def _told(manifest: Manifest) -> str:
    numbers = {
        "log": len(manifest.logs), "event": manifest.events, "file": manifest.count("files"),
        "key": manifest.count("keys"),
    }  # fmt: skip
    parts = ", ".join(counted(number, noun) for noun, number in numbers.items())
    return f"{manifest.database}, schema {manifest.schema}, {parts}"


@contextmanager
def _bar() -> Iterator[Told]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        bar = bars.add_task("", total=None)
        yield lambda what, done, of: bars.update(bar, description=what, completed=done, total=of)
