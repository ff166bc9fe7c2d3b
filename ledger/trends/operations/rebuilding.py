"""All facts made anew and compared with what is stored: each night, when the operator asks, once for an older ledger.

A ledger of a million incidents takes many minutes, and units wait for none of them: everything is looked at with no
lock held, a part at a time, and only what seems to differ is looked at again, and put right, in a short transaction
that the others wait for. After each of them pages say what is right of what was put right so far.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.kernel.db import shown_row
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.models import Promise
from ledger.trends.models import TrendFact, TrendHorizon
from ledger.trends.operations.keeping_cells import (
    BEGINNING,
    begin_counting,
    count_anew,
    hold_horizon,
    is_uncounted,
    lock_horizon,
    move_horizon,
    recount,
    remake,
    wrong_cells,
)
from ledger.trends.operations.keeping_facts import BATCH, Compared, Part, compare
from ledger.trends.operations.keeping_money import (
    add_up_anew,
    book_anew,
    remake_money,
    wrong_bookings,
    wrong_sums,
)

P = ParamSpec("P")
T = TypeVar("T")
NOTHING = Compared(0, 0, 0, 0)
_FACT: Any = TrendFact.__table__
_IS_STRAY = (
    TrendFact.incident_id.is_not(None) & ~exists().where(Incident.id == TrendFact.incident_id),
    TrendFact.incident_id.is_(None) & ~exists().where(Promise.id == TrendFact.item_id, Promise.incident_id.is_(None)),
)
"""Of an incident or a promise that is not there, or that belongs elsewhere by now."""


class Units(Protocol):
    """What runs verbs and reads, each in a transaction of its own: the ledger."""

    def do(
        self, verb: Callable[Concatenate[Session, Actor, P], T], actor: Actor, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one verb and commit."""

    def ask(
        self, read: Callable[Concatenate[Session, Actor, P], T], actor: Actor, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run one read."""


def rebuild(units: Units, actor: Actor, *, write: bool = True) -> Compared:
    """Make all facts anew and return how they differ from what was stored; put them right where `write` is set.

    Then cells and sums of bookings likewise, and what has settled by now is counted. Broken off, it leaves nothing
    wrong that was right; it is begun again, as it is where the zone moves meanwhile.
    """
    zone = units.do(begin_counting, actor) if write else None
    is_first = zone is not None
    found = sum(
        (_portion(units, actor, part, is_first=is_first, write=write) for part in _parts(units, actor)), NOTHING
    )
    for strays in _batches(units.ask(_strays, actor)):
        found += units.do(_take_away, actor, strays=strays, write=write)
    for measure, month in units.ask(_wrongly_counted, actor):
        wrong = units.do(count_anew, actor, measure=measure, month=month, write=write)
        found += replace(NOTHING, cells=wrong)
    if write:
        count_on(units, actor, zone)
        if units.ask(is_uncounted, actor):
            again = rebuild(units, actor)
            return replace(found + again, facts=again.facts)
    for incident_ids in _batches(units.ask(_wrongly_booked, actor)):
        found += replace(NOTHING, sums=units.do(book_anew, actor, incident_ids=incident_ids, write=write))
    if units.ask(_wrongly_added, actor):
        found += replace(NOTHING, sums=units.do(add_up_anew, actor, write=write))
    return found


def count_on(units: Units, actor: Actor, zone: str | None = None) -> None:
    """Count what has settled since it was last counted, a part at a time; `zone`: all facts were made anew in it."""
    while units.do(move_horizon, actor, zone):
        pass


def count_what_is_new(units: Units, actor: Actor) -> None:
    """Count what has settled; make all facts anew where nothing is counted, as after a change of zone."""
    count_on(units, actor)
    if units.ask(is_uncounted, actor):
        rebuild(units, actor)


def rebuild_where_none(units: Units, actor: Actor) -> int:
    """Make facts, cells and sums of a ledger that was filled before there were any; return how many facts were made.

    Where there are facts and only nothing is counted, what is there is counted.
    """
    has_cases, has_facts, is_counted = units.ask(_known, actor)
    if has_cases and not has_facts:
        return rebuild(units, actor).missing
    if has_cases and not is_counted:
        units.do(_count_all, actor)
    return 0


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))


def _known(session: Session, actor: Actor) -> tuple[bool, bool, bool]:
    """Say whether there are cases, whether they have facts that know when they settled, and whether these are counted.

    A first rebuild that was broken off made nothing that is to be relied on.
    """
    permit(actor, "keep_facts")
    cases = session.scalar(select(Incident.id).limit(1)) or session.scalar(select(Promise.id).limit(1))
    facts = session.scalar(select(TrendFact.id).where(TrendFact.settled_at.is_not(None)).limit(1))
    horizon = session.scalar(select(TrendHorizon.at))
    return cases is not None, facts is not None and horizon != BEGINNING, horizon is not None


def _count_all(session: Session, actor: Actor) -> None:
    permit(actor, "keep_facts")
    remake(session)
    remake_money(session)


def _parts(units: Units, actor: Actor) -> Iterator[Part]:
    """Name all incidents and all promises of none, by their ids, as far as there are any when they are asked for."""
    after = ""
    while ids := units.ask(_next_incidents, actor, after):
        yield ids, ()
        after = ids[-1]
    after = ""
    while ids := units.ask(_next_promises, actor, after):
        yield (), ids
        after = ids[-1]


def _next_incidents(session: Session, _actor: Actor, after: str) -> Sequence[str]:
    return session.scalars(select(Incident.id).where(Incident.id > after).order_by(Incident.id).limit(BATCH)).all()


def _next_promises(session: Session, _actor: Actor, after: str) -> Sequence[str]:
    query = select(Promise.id).where(Promise.incident_id.is_(None), Promise.id > after)
    return session.scalars(query.order_by(Promise.id).limit(BATCH)).all()


def _portion(units: Units, actor: Actor, part: Part, *, is_first: bool, write: bool) -> Compared:
    """Compare the facts of one part, once more with others waiting where they seem to differ, as they do at first."""
    if not is_first:
        found = units.ask(_seems, actor, part)
        if found.is_same:
            return found
    return units.do(_put_right, actor, part=part, write=write)


def _seems(session: Session, actor: Actor, part: Part) -> Compared:
    permit(actor, "keep_facts")
    return compare(session, [part], write=False)


def _put_right(session: Session, actor: Actor, *, part: Part, write: bool) -> Compared:
    permit(actor, "keep_facts")
    lock_horizon(session)
    return compare(session, [part], write=write, horizon=hold_horizon(session))


def _strays(session: Session, actor: Actor) -> list[str]:
    permit(actor, "keep_facts")
    return [key for why in _IS_STRAY for key in session.scalars(select(TrendFact.id).where(why))]


def _take_away(session: Session, actor: Actor, *, strays: Sequence[str], write: bool) -> Compared:
    permit(actor, "keep_facts")
    lock_horizon(session)
    horizon = hold_horizon(session)
    still = session.scalars(select(TrendFact.id).where(TrendFact.id.in_(strays), or_(*_IS_STRAY))).all()
    if write and still:
        taken = session.execute(delete(_FACT).where(_FACT.c.id.in_(still)).returning(_FACT))
        gone = [shown_row(row) for row in taken]
        if horizon is not None:
            recount(session, horizon, gone, ())
    return replace(NOTHING, stray=len(still))


def _wrongly_counted(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Name the measures and months of which a cell seems wrong."""
    permit(actor, "keep_facts")
    return sorted({(cell.measure, cell.month) for cell in wrong_cells(session)})


def _wrongly_booked(session: Session, actor: Actor) -> list[str]:
    permit(actor, "keep_facts")
    return wrong_bookings(session)


def _wrongly_added(session: Session, actor: Actor) -> bool:
    permit(actor, "keep_facts")
    return bool(wrong_sums(session))
