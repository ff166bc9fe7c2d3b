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
from ledger.recovery.effort_file import FIELDS, read_table, usual_mapping
from ledger.recovery.effort_file import Table as EffortTable
from ledger.recovery.effort_file import UnreadableFile as UnreadableEffort
from ledger.recovery.effort_plan import EffortPlan, kept_mapping, plan_effort
from ledger.recovery.operations.effort import apply_effort
from ledger.work import Ledger

SHOWN = 20
"""Lines of one kind in the table; the rest is counted."""
EFFORT_WORDS = {"create": "new", "change": "changed", "unchanged": "nothing new", "left_out": "left out"}
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


@import_group.command("effort")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Which column says what; kept for next time."
)
@click.option("--locale", default="", help="How numbers and days are written, such as de_DE; else as in the settings.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--yes", is_flag=True, help="Answer yes to every question.")
def effort(file: Path, columns: tuple[str, ...], locale: str, dry_run: bool, yes: bool) -> None:  # noqa: FBT001 flags
    """Import FILE, the time entries of a practice-management system (CSV), each booked to its incident as our cost.

    Entries are known by their ids, so the same file again changes nothing. With one line that cannot be imported,
    nothing is. Exit status 0: done, or nothing to do; 1: refused, nothing was changed.
    """
    with one_sentence(), _opened() as book:
        try:
            table = read_table(file.read_bytes())
            mapping = _mapping(book, table, columns)
            plan = book.ask(plan_effort, SYSTEM, table=table, mapping=mapping, locale=locale)
        except UnreadableEffort as fault:
            sentence = f"{fault} Nothing was changed."
            raise click.ClickException(sentence) from None
        _show_effort(plan)
        if plan.faults:
            sentence = "Nothing was changed: first mend the lines that are refused."
            raise click.ClickException(sentence)
        if dry_run or not plan.count("create") + plan.count("change"):
            click.echo("Nothing was changed.")
            return
        if not yes:
            click.confirm("Import these time entries?", abort=True)
        done = book.do(apply_effort, SYSTEM, table=table, mapping=mapping, locale=locale)
    click.echo(f"Done: {done.created} booked, {done.changed} changed, {done.left_out} left out.")


def _mapping(book: Ledger, table: EffortTable, columns: tuple[str, ...]) -> dict[str, str]:
    said = dict(one.partition("=")[::2] for one in columns)
    if wrong := sorted(said.keys() - FIELDS.keys()):
        fault = f"There is no field {', '.join(wrong)}; there are: {', '.join(FIELDS)}."
        raise UnreadableEffort(fault)
    return usual_mapping(table.columns, book.ask(kept_mapping, SYSTEM)) | said


def _show_effort(plan: EffortPlan) -> None:
    table = Table(title="Time entries", title_justify="left")
    for head in ("", "Line", "Id", "Incident", "Cost to us", "Why"):
        table.add_column(head, overflow="fold")
    for kind in ("create", "change", "left_out"):
        lines = [line for line in plan.lines if line.kind == kind]
        for line in lines[:SHOWN]:
            cost = f"{line.cost.decimal()} {line.cost.currency}" if line.cost else ""
            told = (line.effort.external_id, line.incident_reference or line.effort.ticket, cost, line.reason)
            table.add_row(EFFORT_WORDS[kind], str(line.effort.line), *(escape(text) for text in told))
        if len(lines) > SHOWN:
            table.add_row(EFFORT_WORDS[kind], "", f"and {len(lines) - SHOWN} more", "", "", "")
    for fault in plan.faults[:SHOWN]:
        table.add_row("refused", str(fault.line), "", "", "", escape(f"{fault.field}: {fault.reason}"))
    console = Console()
    if table.row_count:
        console.print(table)
    counted = ", ".join(f"{plan.count(kind)} {words}" for kind, words in EFFORT_WORDS.items())
    console.print(f"{counted}, {len(plan.faults)} refused.", highlight=False)
