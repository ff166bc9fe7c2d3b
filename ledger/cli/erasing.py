"""`amends erase`: a person's words out of the ledger; first what that would mean, then doing it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ledger.cli.context import one_sentence
from ledger.cli.record import opened
from ledger.kernel.clock import zoned
from ledger.kernel.counting import counted
from ledger.notary.erasing import erase, look, replay_erasures
from ledger.notary.erasing_fields import Place, Told
from ledger.notary.erasing_plan import OUT_OF_REACH, Plan
from ledger.notary.erasing_unit import Order
from ledger.notary.verifying import entries_to_verify
from ledger.people.actor import SYSTEM
from ledger.record.row_words import called
from ledger.work import Ledger

T = TypeVar("T")

SHOWN = 100
"""Places of one kind that are listed; the rest is counted."""
_COLUMNS = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


@click.command("erase")
@click.argument("subject", required=False)
@click.option("--yes", is_flag=True, help="Do it; without this it is only shown.")
@click.option("--basis", default="", help="On which ground, such as 'Art. 17 request of 2026-11-20'; no names.")
@click.option("--keep-files", metavar="GROUND", help="Keep letters and evidence that name them, on this ground.")
@click.option("--delete-files", is_flag=True, help="Delete these files; their SHA-256 stays recorded.")
@click.option("--also", multiple=True, metavar="WORDS", help="More words that mean this person; may be given again.")
@click.option("--replay", is_flag=True, help="Erase again all who were erased before; after a restore by hand.")
def erase_command(  # noqa: PLR0913 the command's options
    subject: str | None, basis: str, keep_files: str | None, also: tuple[str, ...], *,
    yes: bool, delete_files: bool, replay: bool,
) -> None:  # fmt: skip
    """Erase the person SUBJECT (a mail address, or the id of an account or a contact) wherever the ledger names them.

    Without --yes it only lists what would go, where, and what it cannot reach. The record keeps its proofs: the words
    go, and an entry says that they went and on which ground.
    """
    if replay == (subject is not None):
        sentence = "Say whom: amends erase MAIL-ADDRESS; or amends erase --replay, for all who were erased before."
        raise click.UsageError(sentence)
    book = opened()
    with one_sentence():
        if subject is None:
            done = replay_erasures(book, by_hand=True)
            click.echo("\n".join([f"{done.count:,} fields, rows and files were erased again.", *done.notes]))
        elif yes:
            _do(book, subject, Order(basis, keep_files, delete_files=delete_files, also=also))
        else:
            _show(_watched(book, lambda told: look(book, SYSTEM, subject, also=also, told=told)))


def _do(book: Ledger, subject: str, order: Order) -> None:
    done = _watched(book, lambda told: erase(book, SYSTEM, subject, order, told=told))
    plan = done.plan
    click.echo(
        f"Erased: {counted(len(plan.record.fields), 'sealed field')} of the record, words in "
        f"{counted(len(plan.rows), 'place')} of the pages. Here they are now called {plan.person.called}."
    )
    for sentence in (*done.notes, *_remains(plan)):
        click.echo(sentence)


def _watched(book: Ledger, work: Callable[[Told], T]) -> T:
    """Do it with a bar that shows how far the record was read."""
    console = Console(stderr=True)
    with Progress(*_COLUMNS, console=console, transient=True, disable=not console.is_terminal) as bars:
        with book.database.read() as session:
            bar = bars.add_task("entries", total=entries_to_verify(session))
        return work(lambda count: bars.advance(bar, count))


def _show(plan: Plan) -> None:
    console = Console()
    person = plan.person
    parts = [counted(len(person.users), "account"), counted(len(person.contacts), "contact")]
    console.print(f"{' and '.join(parts)}; afterwards called {person.called}.", highlight=False)
    _listed(console, "Erased from the record", [one.place for one in plan.record.fields if one.place])
    _listed(console, "Perhaps them: look, and add --also WORDS where it is", plan.record.perhaps)
    _listed(console, "Cannot be erased, for it stands in the open part of an entry", plan.record.fixed)
    tables = Table("What", "How many lose words", title="In the pages", title_justify="left")
    for table, count in plan.tables.items():
        tables.add_row(called(table), str(count))
    console.print(tables)
    files = Table("File", "SHA-256", title="Letters and evidence that name them", title_justify="left")
    for file in plan.files:
        files.add_row(escape(file.name), file.sha256)
    if plan.files:
        console.print(files)
        console.print("Say --keep-files GROUND or --delete-files.", highlight=False)
    if plan.uploads:
        console.print(f"Deleted too: {counted(len(plan.uploads), 'uploaded file')}.", highlight=False)
    for sentence in (*(f"First: {one}" for one in plan.first), "Out of reach:", *(f"- {one}" for one in OUT_OF_REACH)):
        console.print(escape(sentence), highlight=False, soft_wrap=True)
    console.print("Nothing was changed. Do it with --yes --basis GROUND.", highlight=False)


def _listed(console: Console, title: str, places: Sequence[Place]) -> None:
    if not places:
        return
    table = Table("Where", "What", "When", "Words", title=f"{title}: {len(places)}", title_justify="left")
    for place in places[:SHOWN]:
        table.add_row(place.reference, place.kind, zoned(place.at, "UTC"), escape(place.excerpt))
    console.print(table)
    if len(places) > SHOWN:
        console.print(f"… and {len(places) - SHOWN} more.", highlight=False)


def _remains(plan: Plan) -> list[str]:
    told = []
    if plan.record.perhaps:
        told.append(f"{counted(len(plan.record.perhaps), 'place')} may mean them or somebody else: left as they are.")
    if plan.record.fixed:
        told.append(f"{len(plan.record.fixed)} of the entries name them in a part that cannot be erased.")
    return [*told, "Out of reach:", *(f"- {sentence}" for sentence in OUT_OF_REACH)]
