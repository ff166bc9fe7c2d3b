"""`amends demo`: the example provider for a first look, or an invented ledger of any size."""

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ledger.cli.context import one_sentence, settings
from ledger.cli.database import bring_up
from ledger.cli.passwords import hashed
from ledger.demo.fill import fill, is_empty
from ledger.demo.hints import sign_in_hints
from ledger.demo.many.fill import fill_many
from ledger.demo.many.shape import PLANTS, Shape, read_plant
from ledger.demo.people import PASSWORD, PROVIDER
from ledger.kernel.clock import now
from ledger.work import Ledger, open_ledger


@click.command()
@click.option("--once", is_flag=True, help="Do nothing where the ledger has a provider already.")
@click.option("--incidents", type=int, metavar="N", help="An invented ledger of so many incidents instead.")
@click.option("--months", type=int, default=30, show_default=True, help="With --incidents: over so many months.")
@click.option("--seed", type=int, default=1, show_default=True, help="With --incidents: another ledger for each seed.")
@click.option(
    "--plant", "plants", multiple=True, metavar="CHANGE:M",
    help=f"With --incidents: from month M on {'; or '.join(f'{key}: {words}' for key, words in PLANTS.items())}.",
)  # fmt: skip
def demo(*, once: bool, incidents: int | None, months: int, seed: int, plants: tuple[str, ...]) -> None:
    """Fill an empty ledger with an invented provider.

    Forty people, six clients, two years and some 120 incidents, with their letters. For a first look only: real
    incidents never stand beside invented ones.

    With --incidents a ledger of any size, for trends and measuring: a few clients have most of it, durations are
    lognormal, some things are open and some were filed late; no letters. Up to 20,000 it is recorded like any other.
    A larger one is written past the record: it is marked so for good, its pages say it, and it signs nothing.
    """
    with one_sentence():
        shape = _shape(incidents, months, seed, plants) if incidents is not None else None
    chosen = settings()
    bring_up(chosen)
    ours = open_ledger(chosen)
    if not is_empty(ours):
        _stand_back(once=once)
        return
    with one_sentence():
        _fill(ours, hashed(chosen, PASSWORD), shape)
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


def _shape(incidents: int, months: int, seed: int, plants: tuple[str, ...]) -> Shape:
    planted = tuple(read_plant(text) for text in plants)
    return Shape(incidents, now(), str(PROVIDER["zone"]), months=months, seed=seed, plants=planted)


def _fill(ours: Ledger, password_hash: str, shape: Shape | None) -> None:
    what = "Two years of an invented provider" if shape is None else f"{shape.incidents:,} invented incidents"
    with Progress(TextColumn(what), BarColumn(), TimeRemainingColumn(), transient=True) as bar:
        task = bar.add_task("")

        def told(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        if shape is None:
            fill(ours, password_hash=password_hash, progress=told)
        else:
            fill_many(ours, shape, password_hash=password_hash, progress=told)
