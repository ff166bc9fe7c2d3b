"""`amends import`: what other systems hold, brought in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ledger.cli.context import ledger, one_sentence
from ledger.cli.database import schema_is_current
from ledger.incidents.import_reading import ImportPlan
from ledger.incidents.intake import ParsedFile
from ledger.incidents.operations.importing import Imported, apply_statuspage, plan_statuspage
from ledger.incidents.statuspage import LIMIT_BYTES, UnreadableFile, parse_file
from ledger.people.actor import SYSTEM
from ledger.work import Ledger

SHOWN = 20
"""Lines of one kind in the table; the rest is counted."""
WORDS = {"create": "new", "change": "changed", "skip": "left out", "unchanged": "nothing new"}


@click.group("import")
def import_group() -> None:
    """Bring in what other systems hold. Nothing is repaired silently, and nothing comes in twice."""
    if not schema_is_current():
        sentence = "There is no ledger of this version here; amends init begins one, amends db upgrade brings it up."
        raise click.ClickException(sentence)


@import_group.command("statuspage")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--client", "code", required=True, help="Code of the client it touched, such as HFO.")
@click.option("--client-name", help="What to call the client where it is not there yet; by default the page's name.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--yes", is_flag=True, help="Answer yes to every question.")
def statuspage(file: Path, code: str, client_name: str | None, dry_run: bool, yes: bool) -> None:  # noqa: FBT001 flags
    """Import FILE, the incidents.json of an Atlassian Statuspage.

    Incidents are known by their ids, so the same file again changes nothing, and a later one adds what is new. They
    have no clocks and stay off the board. Exit status 0: done, or nothing to do; 1: refused, nothing was changed.
    """
    parsed = _parsed(file)
    with one_sentence(), _opened() as book:
        plan = book.ask(plan_statuspage, SYSTEM, parsed=parsed, client_code=code)
        _show(plan)
        if dry_run or not plan.count("create") + plan.count("change"):
            click.echo("Nothing was changed.")
            return
        new_name = None if plan.client_name else (client_name or parsed.page_name or code)
        if not yes:
            _ask(plan, new_name)
        done = _import(book, parsed, code, new_name)
    click.echo(f"Done: {done.created} new, {done.changed} changed, {done.skipped} left out, {done.entries} entries.")


@contextmanager
def _opened() -> Iterator[Ledger]:
    book = ledger()
    try:
        yield book
    finally:
        book.database.engine.dispose()


def _parsed(file: Path) -> ParsedFile:
    try:
        with file.open("rb") as opened:
            return parse_file(opened.read(LIMIT_BYTES + 1))
    except UnreadableFile as fault:
        sentence = f"{fault} Nothing was changed."
        raise click.ClickException(sentence) from None
    except OSError as fault:
        sentence = f"{file} cannot be read: {fault.strerror}."
        raise click.ClickException(sentence) from None


def _ask(plan: ImportPlan, new_name: str | None) -> None:
    if new_name:
        click.confirm(f"There is no client {plan.client_code}. Take on {new_name} under this code?", abort=True)
    click.confirm(f"Import this for {plan.client_name or new_name}?", abort=True)


def _show(plan: ImportPlan) -> None:
    title = f"{plan.page_name or 'The file'} for {plan.client_name or plan.client_code}"
    table = Table(title=escape(title), title_justify="left")
    for head in ("", "Id", "Title", "Why"):
        table.add_column(head, overflow="fold")
    for kind in ("create", "change", "skip"):
        lines = [change for change in plan.changes if change.kind == kind]
        for change in lines[:SHOWN]:
            table.add_row(WORDS[kind], *(escape(text) for text in (change.external_id, change.title, change.reason)))
        if len(lines) > SHOWN:
            table.add_row(WORDS[kind], "", f"and {len(lines) - SHOWN} more", "")
    console = Console()
    if table.row_count:
        console.print(table)
    told = ", ".join(f"{plan.count(kind)} {words}" for kind, words in WORDS.items())
    console.print(f"{told}; {plan.updates} entries.", highlight=False)


def _import(book: Ledger, parsed: ParsedFile, code: str, new_name: str | None) -> Imported:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bars:
        bar = bars.add_task("Incidents", total=None)

        def told(done: int, total: int) -> None:
            last = " read, writing the record" if done == total else ""
            bars.update(bar, completed=done, total=total, description=f"Incidents{last}")

        done = book.do(
            apply_statuspage, SYSTEM, parsed=parsed, client_code=code, new_client_name=new_name, progress=told
        )
        bars.update(bar, description="Incidents")
    return done
