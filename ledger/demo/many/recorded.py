"""Writing invented cases like anybody's: many to a unit of work, each row with its event, in the logs of who sees it.

The cases lie in the past, their recording does not: the logs say when this was written, as for any late filing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.costs import cost
from ledger.books.operations.journal import book
from ledger.clients.models import Client
from ledger.demo.fill import Progress
from ledger.demo.many.case_events import Telling
from ledger.demo.many.drawing import Drawn, House, Row, drawn
from ledger.demo.many.rows import NARRATION, booked_on, repeat_of
from ledger.demo.many.shape import Shape
from ledger.incidents.models import ClockRow, Entry, Impact, Incident
from ledger.incidents.operations.numbering import next_references
from ledger.kernel.db import Base
from ledger.kernel.money import Money
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.action_parts import ActionRepeat, ActionStep
from ledger.recovery.models import Action, Promise
from ledger.work import Ledger

BATCH = 100
"""Cases in one unit of work."""
Waiting = dict[int, list[tuple[Row, str]]]
"""Place of an incident to the repeats it shows: rows that lack it, each with its action's incident's reference."""


def write_recorded(ledger: Ledger, shape: Shape, house: House, progress: Progress | None = None) -> None:
    """Write all cases, a batch to a unit."""
    counters, waiting = Counter[str](), Waiting()
    cases = enumerate(drawn(shape, house, counters))
    with ledger.database.read() as session:
        logs = dict(session.execute(select(Client.id, Client.log_id)).all())
    done = 0
    while batch := list(islice(cases, BATCH)):
        ledger.do(_batch, SYSTEM, batch=batch, house=house, logs=logs, waiting=waiting)
        done += len(batch)
        if progress:
            progress(done, shape.incidents)
    ledger.do(_counted, SYSTEM, counters=counters)


def _batch(  # noqa: PLR0913 what a batch is written with
    session: Session,
    actor: Actor,
    *,
    batch: Sequence[tuple[int, Drawn]],
    house: House,
    logs: dict[str, str],
    waiting: Waiting,
) -> None:
    told = [Telling(session, case, logs) for _, case in batch]
    for telling in told:
        telling.tell()
    for model, rows in _rows(told):
        session.add_all([model(**row) for row in rows])
        session.flush()
    for (place, case), telling in zip(batch, told, strict=True):
        if case.cost:
            _book(session, actor, case, house)
        repair = case.repair
        if repair is not None and repair.came_back_in is not None:
            found = repeat_of(repair.action["id"], repair.came_back_at)
            waiting.setdefault(repair.came_back_in, []).append((found, case.incident["reference"]))
        for row, reference in waiting.pop(place, ()):
            session.add(ActionRepeat(**telling.repeat_found(row, reference)))
    session.flush()


def _rows(told: Sequence[Telling]) -> Iterator[tuple[type[Base], list[Row]]]:
    """Give the rows of some cases, parents before children."""
    cases = [telling.case for telling in told]
    yield Incident, [case.incident for case in cases]
    yield Impact, [row for case in cases for row in case.impacts]
    yield Entry, [row for case in cases for row in case.entries]
    yield ClockRow, [row for case in cases for row in case.clocks]
    yield Promise, [row for case in cases for row in case.promises]
    yield Action, [case.repair.action for case in cases if case.repair]
    yield ActionStep, [row for case in cases if case.repair for row in case.repair.steps]


def _book(session: Session, actor: Actor, case: Drawn, house: House) -> None:
    book(
        session,
        actor.user_id,
        subject=case.incident["id"],
        line_subject=None,
        kind="labour",
        narration=NARRATION,
        booked_on=booked_on(case),
        transfers=cost("labour", Money(case.cost, house.currency)),
        client_id=case.impacts[0]["client_id"] if len(case.impacts) == 1 else None,
    )


def _counted(session: Session, _actor: Any, *, counters: Counter[str]) -> None:
    """Let the references that people give go on after ours."""
    for series, number in sorted(counters.items()):
        next_references(session, series, number)
