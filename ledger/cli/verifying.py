"""`amends verify`: whether everything is as it was recorded; `amends receipt`: showing it to others."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ledger.cli.context import one_sentence, text_of
from ledger.cli.record import opened
from ledger.kernel.counting import counted
from ledger.notary.receipts import receipt
from ledger.notary.verifying import Verified, entries_to_verify, verify
from ledger.people.actor import SYSTEM
from ledger.record.checkpoint import told_by
from ledger.record.signed_note import BadNote
from ledger.work import Ledger

WHOLE = 10_000
"""Columns where nobody looks through a window: a file or a program gets every line whole."""


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON, for a program.")
@click.option(
    "--checkpoint", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that somebody kept; may be given several times.",
)  # fmt: skip
def verify_command(*, as_json: bool, files: tuple[Path, ...]) -> None:
    """Look whether everything is as it was recorded, and list what is not.

    Every entry is hashed again and held against checkpoints, those kept in AMENDS_CHECKPOINT_DIR too; every row that
    pages show is compared with its entry. Exit status 0: all is as recorded; 1: something is not; 2: FILE
    is no checkpoint, and nothing was verified.
    """
    with one_sentence():
        kept = tuple(_checkpoint_in(file) for file in files)
    book = opened()
    with one_sentence():
        done = verified(book, kept)
    if as_json:
        click.echo(json.dumps(asdict(done), indent=2))
    else:
        show(done)
    sys.exit(1 if done.findings else 0)


def _checkpoint_in(file: Path) -> str:
    """Return the checkpoint in a file; another file is a slip of whoever typed its name, and no fault of the record."""
    text = text_of(file)
    try:
        told_by(text)
    except BadNote as fault:
        sentence = f"{file} is not a checkpoint: {fault}. Nothing was verified."
        raise click.BadParameter(sentence, param_hint="--checkpoint") from None
    return text


def verified(book: Ledger, outside: tuple[str, ...]) -> Verified:
    """Verify everything, with a bar that shows how far it is."""
    console = Console(stderr=True)
    columns = (TextColumn("Verifying"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        with book.database.read() as session:
            bar = bars.add_task("entries", total=entries_to_verify(session))
        return verify(book, SYSTEM, outside=outside, told=lambda count: bars.advance(bar, count))


def show(done: Verified) -> None:
    """Print what was found, or that all is as recorded."""
    console = Console(width=None if sys.stdout.isatty() else WHOLE)
    looked = f"{done.entries:,} entries in {done.logs:,} logs"
    if not done.findings:
        console.print(f"Everything is as it was recorded: {looked}.", highlight=False)
        return
    table = Table("Check", "Where", "What is wrong")
    for finding in done.findings:
        table.add_row(finding.check, escape(finding.where), escape(finding.sentence))
    console.print(table)
    console.print(f"{counted(len(done.findings), 'finding')} in {looked}.", highlight=False)


@click.command("receipt")
@click.argument("name")
@click.option(
    "--since", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A checkpoint that the client kept."
)
@click.option("--to", "file", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File to write.")
def receipt_command(name: str, since: Path | None, file: Path | None) -> None:
    """Write the receipt of NAME: a client's code, a client reference such as HFO-2026-03, or an issued letter.

    With it and verify_receipt.py the client checks alone, offline, what was recorded and when. A letter is named by its
    id or its file's name. Small letters do; of our own reference, INC-2026-0001, it is said which client references
    belong to it.
    """
    book = opened()
    with one_sentence():
        called, text = receipt(book, SYSTEM, name, text_of(since) if since else None)
        place = file or Path(called)
        place.write_text(text, encoding="utf-8")
    click.echo(f"{place} is written. The client checks it with: python3 verify_receipt.py {place} --key KEY")
    click.echo("KEY is a line of amends key list; verify_receipt.py is on the page of the record.", err=True)
