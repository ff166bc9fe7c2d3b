"""`amends export`: the books for other programs."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from ledger.books.beancount_file import beancount
from ledger.books.hledger_file import hledger
from ledger.books.journal_sheet import csv_lines, workbook
from ledger.cli.context import ledger, one_sentence
from ledger.cli.serving import refuse_old_schema
from ledger.people.actor import SYSTEM
from ledger.recovery.exporting import FORMATS, export_of, own_codes

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("export")
@click.argument("kind", type=click.Choice(FORMATS))
@click.argument("file", required=False, type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--from", "first", type=_DAY, help="The first day, such as 2026-10-01; else the first entry's.")
@click.option("--to", "last", type=_DAY, help="The last day, itself included; else the last entry's.")
def export(kind: str, file: Path | None, first: datetime | None, last: datetime | None) -> None:
    """Write the books of a period as KIND to FILE, or to standard output.

    beancount and hledger journals carry opening balances and closing assertions; csv and xlsx a line for each posting,
    with your own account numbers and tax codes.
    """
    refuse_old_schema()
    with one_sentence():
        parts = _parts(kind, first.date() if first else None, last.date() if last else None)
        if file is None:
            for part in parts:
                sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
            return
        _write(file, parts)
    click.echo(f"The books as {kind} are in {file}.", err=True)


def _write(file: Path, parts: Iterator[bytes]) -> None:
    head = next(parts, b"")  # a refused period shows here, before an older file is emptied
    try:
        with file.open("wb") as opened:
            opened.write(head)
            opened.writelines(parts)
    except OSError as fault:
        sentence = f"{file} cannot be written: {fault.strerror}."
        raise click.ClickException(sentence) from None


def _parts(kind: str, first: date | None, last: date | None) -> Iterator[bytes]:
    ours = ledger()
    try:
        with ours.database.read() as session:
            found = export_of(session, SYSTEM, first=first, last=last)
            own = own_codes(session)
            if kind == "xlsx":
                yield workbook(found, own)
                return
            lines = {"beancount": beancount(found), "hledger": hledger(found), "csv": csv_lines(found, own)}[kind]
            for line in lines:
                yield line.encode()
    finally:
        ours.database.engine.dispose()
