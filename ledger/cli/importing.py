"""`amends import`: what other systems hold, brought in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ledger.cli.context import ledger, one_sentence
from ledger.cli.database import schema_is_current
from ledger.incidents.event_log import Written, parse_event_log
from ledger.incidents.import_reading import ImportPlan
from ledger.incidents.intake import ParsedFile
from ledger.incidents.operations.importing import Imported, apply_file, plan_file
from ledger.incidents.statuspage import LIMIT_BYTES, UnreadableFile, parse_file
from ledger.people.actor import SYSTEM
from ledger.people.queries import provider_or_none
from ledger.recovery.effort_file import FIELDS, read_table, unused_columns, usual_mapping
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
    parsed = _parsed(file, parse_file)
    with one_sentence(), _opened() as book:
        _run(book, parsed, code, client_name, dry_run=dry_run, yes=yes)


@import_group.command("itsm")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--client", "code", required=True, help="Code of the client it touched, such as HFO.")
@click.option("--client-name", help="What to call the client where it is not there yet.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Which column says what.")
@click.option("--zone", help="Zone of times without one, such as Europe/Berlin; else ours.")
@click.option("--month-first", is_flag=True, help="Days are written month/day/year; else day/month/year, or ISO.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--yes", is_flag=True, help="Answer yes to every question.")
def itsm(  # noqa: PLR0913, PLR0917 what the command line says
    file: Path,
    code: str,
    client_name: str | None,
    columns: tuple[str, ...],
    zone: str | None,
    month_first: bool,  # noqa: FBT001 flags
    dry_run: bool,  # noqa: FBT001 flags
    yes: bool,  # noqa: FBT001 flags
) -> None:
    """Import FILE, the event log of an IT service management tool (CSV, one line for each change of a ticket).

    Tickets are known by their numbers, so the same file again changes nothing, and a later one adds what is new.
    docs/operations.md says which columns are read and how. Exit status 0: done, or nothing to do; 1: refused.
    """
    said = dict(one.partition("=")[::2] for one in columns)
    with one_sentence(), _opened() as book:
        ours = book.ask(provider_or_none, SYSTEM)
        place = zone or (ours.zone if ours else "UTC")
        if place not in available_timezones():
            sentence = f"{place} is no zone such as Europe/Berlin."
            raise click.ClickException(sentence)
        parsed = _parsed(file, lambda data: parse_event_log(data, Written(ZoneInfo(place), month_first), said))
        _run(book, parsed, code, client_name, dry_run=dry_run, yes=yes)


def _run(  # noqa: PLR0913 what the command line says
    book: Ledger, parsed: ParsedFile, code: str, client_name: str | None, *, dry_run: bool, yes: bool
) -> None:
    plan = book.ask(plan_file, SYSTEM, parsed=parsed, client_code=code)
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
    if not schema_is_current():  # asked here, so that --help needs no ledger
        sentence = "There is no ledger of this version here; amends init begins one, amends db upgrade brings it up."
        raise click.ClickException(sentence)
    book = ledger()
    try:
        yield book
    finally:
        book.database.engine.dispose()


def _parsed(file: Path, parse: Callable[[bytes], ParsedFile]) -> ParsedFile:
    try:
        with file.open("rb") as opened:
            return parse(opened.read(LIMIT_BYTES + 1))
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

        done = book.do(apply_file, SYSTEM, parsed=parsed, client_code=code, new_client_name=new_name, progress=told)
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
        _show_effort(plan, table)
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


def _show_effort(plan: EffortPlan, file: EffortTable) -> None:
    table = Table(title="Time entries", title_justify="left")
    for head in ("", "Line", "Id", "Incident", "Cost to us", "Reckoned", "Why"):
        table.add_column(head, overflow="fold")
    for kind in ("create", "change", "left_out"):
        lines = [line for line in plan.lines if line.kind == kind]
        for line in lines[:SHOWN]:
            cost = f"{line.cost.decimal()} {line.cost.currency}" if line.cost else ""
            told = (line.effort.external_id, line.incident_reference or line.effort.ticket, cost, line.how, line.reason)
            table.add_row(EFFORT_WORDS[kind], str(line.effort.line), *(escape(text) for text in told))
        if len(lines) > SHOWN:
            table.add_row(EFFORT_WORDS[kind], "", f"and {len(lines) - SHOWN} more", "", "", "", "")
    for fault in plan.faults[:SHOWN]:
        table.add_row("refused", str(fault.line), "", "", "", "", escape(f"{fault.field}: {fault.reason}"))
    console = Console()
    used = ", ".join(f"{field} from “{column}”" for field, column in plan.mapping.items() if column)
    console.print(escape(f"Columns: {used}."), highlight=False)
    if unused := unused_columns(file, plan.mapping):
        console.print(escape(f"Not used: {', '.join(unused)}. Say --column FIELD=COLUMN to use one."), highlight=False)
    if table.row_count:
        console.print(table)
    counted = ", ".join(f"{plan.count(kind)} {words}" for kind, words in EFFORT_WORDS.items())
    console.print(f"{counted}, {len(plan.faults)} refused.", highlight=False)
