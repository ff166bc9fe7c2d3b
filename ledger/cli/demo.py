"""`amends demo`: the example provider, for a first look."""

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ledger.cli.context import one_sentence, settings
from ledger.cli.database import bring_up
from ledger.cli.passwords import hashed
from ledger.demo.fill import fill, is_empty
from ledger.demo.hints import sign_in_hints
from ledger.demo.people import PASSWORD
from ledger.work import Ledger, open_ledger


@click.command()
@click.option("--once", is_flag=True, help="Do nothing where the ledger has a provider already.")
def demo(*, once: bool) -> None:
    """Fill an empty ledger with an invented provider.

    Forty people, six clients, two years and some 120 incidents, with their letters. For a first look only: real
    incidents never stand beside invented ones.
    """
    chosen = settings()
    bring_up(chosen)
    ours = open_ledger(chosen)
    if not is_empty(ours):
        _stand_back(once=once)
        return
    with one_sentence():
        _fill(ours, hashed(chosen, PASSWORD))
    click.echo("The example is ready. Start it with: amends serve")
    for line in sign_in_hints(ours):
        click.echo(f"  Sign in {line}")


def _stand_back(*, once: bool) -> None:
    if once:
        click.echo("This ledger has a provider already; it stays as it is.")
        return
    sentence = (
        "This ledger has a provider already, and the example is only for an empty one. Name another folder, such as "
        "AMENDS_HOME=example, and type amends demo again."
    )
    raise click.ClickException(sentence)


def _fill(ours: Ledger, password_hash: str) -> None:
    with Progress(
        TextColumn("Two years of an invented provider"), BarColumn(), TimeRemainingColumn(), transient=True
    ) as bar:
        task = bar.add_task("")
        fill(ours, password_hash=password_hash, progress=lambda done, of: bar.update(task, completed=done, total=of))
