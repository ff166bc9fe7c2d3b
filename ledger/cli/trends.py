"""`amends trends`: the facts that trends count, made anew and compared with what is stored."""

import sys

import click

from ledger.cli.context import one_sentence
from ledger.cli.record import opened
from ledger.people.actor import SYSTEM
from ledger.trends.operations.keeping_facts import Compared
from ledger.trends.operations.rebuilding import rebuild


@click.group("trends")
def trends_group() -> None:
    """Look after the facts that trends count."""


@trends_group.command("rebuild")
@click.option("--check", is_flag=True, help="Only compare; change nothing.")
def rebuild_command(*, check: bool) -> None:
    """Make the facts anew from what is recorded, and say how they differ from what was stored.

    Done every night as well. Exit status 0: they were the same, or are now; 1: --check found a difference.
    """
    book = opened()
    with one_sentence():
        compared = rebuild(book, SYSTEM, write=not check)
    click.echo(_words(compared, check=check))
    sys.exit(1 if check and not compared.is_same else 0)


def _words(compared: Compared, *, check: bool) -> str:
    if compared.is_same:
        return f"{compared.facts:,} facts are as the records say."
    done = "differ from the records" if check else "differed and are put right"
    facts = f"{compared.missing:,} missing, {compared.wrong:,} wrong, {compared.stray:,} of nothing"
    parts = f"{facts}; and {compared.cells:,} cells that count them, {compared.sums:,} sums of bookings"
    return f"Of {compared.facts:,} facts some {done}: {parts}."
