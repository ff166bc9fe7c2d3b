"""`amends sample`: a random sample of closed cases for an auditor."""

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ledger.audit.packing import pack_into
from ledger.audit.samples import draw_sample, sample_by_id
from ledger.cli.context import one_sentence
from ledger.cli.record import opened
from ledger.people.actor import SYSTEM

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("sample")
@click.argument("first", type=_DAY, metavar="FIRST")
@click.argument("last", type=_DAY, metavar="LAST")
@click.option("--seed", required=True, help="Words or digits that the auditor chose.")
@click.option("--count", type=click.IntRange(1, 500), default=25, show_default=True, help="How many cases.")
@click.option("--to", "file", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File to write.")
def sample_command(first: datetime, last: datetime, seed: str, count: int, file: Path | None) -> None:
    """Draw a random sample of the cases closed from FIRST until LAST and pack it as a ZIP.

    Both are days such as 2026-01-31, and both are included.

    The same seed draws the same cases, so that the auditor can check the draw; it stands in the record, with the seed.
    """
    book = opened()
    console = Console(stderr=True)
    columns = (TextColumn("Packing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with one_sentence():
        drawn = book.do(draw_sample, SYSTEM, first=first.date(), last=last.date(), seed=seed, count=count)
        sample = book.ask(sample_by_id, SYSTEM, drawn)
        place = file or Path(f"sample-{sample.first}-{sample.last}.zip")
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
            bar = bars.add_task("cases", total=len(sample.references))
            pack_into(book, SYSTEM, sample, place, told=lambda count: bars.advance(bar, count))
    click.echo(
        f"{place}: {len(sample.references)} of {sample.population} cases. README.txt inside says how to check it."
    )
