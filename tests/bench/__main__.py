"""`make bench`: measure everything in one run and print one table; fails when a limit of ours is broken.

`python -m tests.bench record lists` measures only these topics; `trends:1000000` measures one at another size, and
`trends:sqlite:///kept.sqlite` what a ledger that is filled already takes.
"""

import sys
import time

from rich.console import Console
from rich.table import Table

from tests.bench import batches, books, candour, filing, importing, letters, lists, record, reports, trends
from tests.bench.figures import Figure
from tests.bench.ground import ground

TOPICS = {
    topic.__name__.rpartition(".")[2]: topic
    for topic in (batches, books, candour, filing, importing, letters, lists, record, reports, trends)
}


def main() -> int:
    """Run the topics named, or all; return the exit code."""
    wanted = sys.argv[1:] or list(TOPICS)
    if unknown := {name.partition(":")[0] for name in wanted} - TOPICS.keys():
        sys.exit(f"No such topic: {', '.join(sorted(unknown))}. There are {', '.join(TOPICS)}.")
    console = Console(width=None if sys.stdout.isatty() else 170)
    began = time.perf_counter()
    figures: list[Figure] = []
    with ground() as here:
        for name in wanted:
            with console.status(f"measuring {name}"):
                topic, _, size = name.partition(":")
                given = (int(size) if size.isdigit() else size,) if size else ()
                figures += TOPICS[topic].measure(here, *given)
    console.print(_table(figures))
    broken = [figure.what for figure in figures if not figure.is_kept]
    console.print(f"Medians, both sides by turns in one process; {time.perf_counter() - began:.0f} s in all.")
    for what in broken:
        console.print(f"[bold]Over its limit: {what}[/bold]")
    return 1 if broken else 0


def _table(figures: list[Figure]) -> Table:
    table = Table(title="How long things take")
    for head in ("What", "ms", "Held against", "ms", "Ratio", "Limit", ""):
        table.add_column(head, justify="right" if head in {"ms", "Ratio", "Limit"} else "left")
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        table.add_row(one.what, one.said(one.ours), one.against, one.said(one.other), ratio, one.limit, one.note)
    return table


if __name__ == "__main__":
    sys.exit(main())
