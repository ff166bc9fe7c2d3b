"""Filling an empty ledger with the example provider: all steps of all stories, in order of time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event

from ledger.demo.catching_up import catching_up
from ledger.demo.everyday.making import everyday_stories
from ledger.demo.house import begin_books, book_one_case
from ledger.demo.quarterly import quarterly_steps
from ledger.demo.script import case_of, steps
from ledger.demo.stage import Stage
from ledger.demo.step import Step
from ledger.demo.stories import STORIES
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Conflict
from ledger.people.actor import SYSTEM
from ledger.people.queries import provider_or_none
from ledger.work import Ledger

LASTS = timedelta(days=735)
"""Twenty-four months, and a few days for the provider to be set up."""

Progress = Callable[[int, int], None]
"""Told after each step: how many are done, of how many."""


class AlreadyInUse(Conflict):
    """This ledger has a provider."""


def is_empty(ledger: Ledger) -> bool:
    """Return whether the ledger has no provider yet, so that the example may move in."""
    return ledger.ask(provider_or_none, SYSTEM) is None


def fill(
    ledger: Ledger, *, password_hash: str, until: datetime | None = None, progress: Progress | None = None
) -> Stage:
    """Fill an empty ledger with the example as it stands at `until`, by default now.

    `password_hash` is for all accounts, `progress` hears of each step. Raises `AlreadyInUse` for a ledger that has a provider: invented incidents never stand beside real ones.
    """
    if not is_empty(ledger):
        sentence = "This ledger has a provider already, and the example is only for an empty one."
        raise AlreadyInUse(sentence)
    until = until or now()
    stage = Stage(ledger, password_hash)
    stage.set_up(until - LASTS)
    begin_books(stage, until - LASTS, until)
    in_order = sorted(_all_steps(stage, until), key=lambda step: step.at)
    with in_a_hurry(ledger):
        for done, step in enumerate(in_order, start=1):
            with pretended(step.at):
                step.run()
            if progress:
                progress(done, len(in_order))
    book_one_case(stage, until)
    return stage


@contextmanager
def in_a_hurry(ledger: Ledger) -> Iterator[None]:
    """Let the embedded database not wait for the disk at each of some thousand steps, and do so again afterwards."""

    def relax(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA synchronous=NORMAL")

    if not ledger.database.is_sqlite:
        yield
        return
    engine = ledger.database.engine
    event.listen(engine, "checkout", relax)
    try:
        yield
    finally:
        event.remove(engine, "checkout", relax)
        engine.dispose()


def _all_steps(stage: Stage, until: datetime) -> Iterator[Step]:
    for story in (*STORIES, *everyday_stories()):
        yield from (step for step in steps(case_of(stage, story, until)) if step.at <= until)
    yield from catching_up(stage, until - LASTS, until)
    yield from quarterly_steps(stage, until)
