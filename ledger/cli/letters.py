"""`amends letter`: issued letters as files."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from ledger.cli.context import ledger, one_sentence
from ledger.cli.serving import refuse_old_schema
from ledger.kernel.counting import counted
from ledger.letters.letter_files import issued_files
from ledger.people.actor import SYSTEM


@click.group()
def letter() -> None:
    """Issued letters."""


@letter.command("export")
@click.argument("reference", required=False)
@click.option("--all", "everything", is_flag=True, help="Every issued letter.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to fill.")
def export(reference: str | None, folder: Path, *, everything: bool) -> None:
    """Write the PDFs of a client's case (REFERENCE, such as HFO-2026-03), or of all; each is compared with its hash."""
    if (reference is None) != everything:
        sentence = "Say which: a client reference such as HFO-2026-03, or --all."
        raise click.UsageError(sentence)
    refuse_old_schema()
    ours = ledger()
    files = ours.ask(issued_files, SYSTEM, reference)
    if reference and not files:
        sentence = f"No letter was issued under {reference}."
        raise click.ClickException(sentence)
    folder.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True)
    there = [file for file in files if not file.is_erased]
    for file in track(there, "Writing letters", console=console, disable=not everything or not console.is_terminal):
        with one_sentence():
            (folder / file.name).write_bytes(ours.files.read(file.sha256))
    click.echo(f"{counted(len(there), 'letter')} written to {folder}.")
    for file in files:
        if file.is_erased:
            click.echo(f"{file.name} was deleted when a person was erased; its SHA-256 is {file.sha256}.")
