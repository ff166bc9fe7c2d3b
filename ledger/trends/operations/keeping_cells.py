"""Cells: settled facts counted, so that a page of years adds up hundreds of rows and not millions.

A cell changes by exactly the facts that a transaction took away and put down, in that transaction; each night all are
counted anew and compared, without a lock, and those that differ once more with one. Only facts settled before the
horizon are in cells, and each hour moves the horizon on. What is newer is counted from facts at reading, so that filing
and answering touch no cell at all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, case, cast, delete, func, insert, select, update
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.trends.catalogue import MEASURES
from ledger.trends.facts.splits import LASTING, STILL_OPEN, WIDEST, WIDTHS, bin_of
from ledger.trends.models import TrendCell, TrendFact, TrendHorizon
from ledger.trends.operations.counted_up import add_counts

_TABLE: Any = TrendCell.__table__
_KEY = tuple(column.name for column in _TABLE.primary_key)
_MET = func.sum(case((TrendFact.met_at.is_not(None) & TrendFact.unmet_at.is_(None), 1), else_=0))
_UNTIL: Any = TrendHorizon.__table__
_HORIZON = select(_UNTIL.c.at).with_for_update(read=True)
"""Read so that it does not move until the end of the transaction: of a fact it is certain in which cells it stands."""
A_STEP = timedelta(days=61)
"""So much is counted in one transaction, for which writers wait: years at once took a large ledger half a minute."""
_FIRST_SETTLED = select(func.min(TrendFact.settled_at))
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
"""A horizon before everything: nothing is counted in cells yet."""


class Cell(NamedTuple):
    """Which facts are counted together, as `TrendCell` says it."""

    kind: str
    measure: str
    part: str
    month: str
    severity: str
    left_out: str


Counts = Mapping[Cell, tuple[int, int]]
"""How many facts each cell counts, n, and how many of them are met, k."""


def hold_horizon(session: Session) -> datetime | None:
    """Keep nights and hours from counting until this transaction ends; give the horizon, None where nothing is counted.

    Whoever writes facts or sums of bookings holds it before, so that a night sees either all that a unit wrote or none.
    """
    return session.connection().scalar(_HORIZON)


def lock_horizon(session: Session) -> bool:
    """Keep all others from writing facts, cells and sums until this transaction ends; say whether anything is counted.

    Units that write wait for it, so nothing long is done while it is held.
    """
    return session.scalar(select(TrendHorizon.id).with_for_update()) is not None


def recount(
    session: Session, horizon: datetime, gone: Iterable[Mapping[str, Any]], came: Iterable[Mapping[str, Any]]
) -> None:
    """Let cells follow the facts, whole rows of them, that this transaction, which holds `horizon`, took and put."""
    n, k = Counter[Cell](), Counter[Cell]()
    for sign, rows in ((-1, gone), (1, came)):
        for row in rows:
            if row["settled_at"] is not None and row["settled_at"] < horizon:
                met = sign if row["met_at"] is not None and row["unmet_at"] is None else 0
                for cell in _cells_of(row):
                    n[cell] += sign
                    k[cell] += met
    _add(session, {cell: (n[cell], k[cell]) for cell in n if n[cell] or k[cell]})


def remake(session: Session) -> None:
    """Count all cells anew, with everything that is settled by now."""
    at = now()
    _put_horizon(session, at)
    session.execute(delete(TrendCell))
    _insert(session, _counted(session, BEGINNING, at))


def move_horizon(session: Session, actor: Actor, zone: str | None = None) -> bool:
    """Count what has settled since the horizon last moved, two months of it at most; say whether there is more.

    It leaves the beginning only for whoever has made all facts anew in the `zone` that months are of.
    """
    permit(actor, "keep_facts")
    found = session.execute(select(_UNTIL).with_for_update()).one_or_none()
    at_last = now()
    if found is None or at_last <= found.at or (found.at == BEGINNING and found.zone != zone):
        return False
    since: datetime = found.at
    first = since if since > BEGINNING else min(session.scalar(_FIRST_SETTLED) or at_last, at_last)
    until = min(at_last, first + A_STEP)
    _add(session, _counted(session, first, until))
    session.execute(update(TrendHorizon).values(at=until))
    return until < at_last


def begin_counting(session: Session, actor: Actor) -> str | None:
    """See that there is a horizon, in the zone that months are of; return that zone where nothing is counted yet.

    A horizon that is made here lies before everything: all is counted from facts until it moves on.
    """
    permit(actor, "keep_facts")
    zone = provider(session).zone
    found = session.execute(select(_UNTIL).with_for_update()).one_or_none()
    if found is not None and found.zone == zone:
        return zone if found.at == BEGINNING else None
    uncount(session)
    return zone


def uncount(session: Session) -> None:
    """Count nothing in cells until all facts are made anew: in another zone they belong to other months."""
    _put_horizon(session, BEGINNING)
    session.execute(delete(TrendCell))


def _put_horizon(session: Session, at: datetime) -> None:
    """Put the horizon at an instant, in the row there is: who waits for that row would find no other on PostgreSQL."""
    zone = provider(session).zone
    if lock_horizon(session):
        session.execute(update(TrendHorizon).values(at=at, zone=zone))
    else:
        session.execute(insert(TrendHorizon).values(id=1, at=at, zone=zone))


def is_uncounted(session: Session, actor: Actor) -> bool:
    """Say whether all facts are still to be made anew, or are just being."""
    permit(actor, "keep_facts")
    return session.scalar(select(TrendHorizon.at)) == BEGINNING


def wrong_cells(session: Session, only: tuple[str, str] | None = None) -> frozenset[Cell]:
    """Return the cells that are not what their facts say, are missing, or of nothing; `only`: of a measure and month.

    Where nothing is locked, some look wrong of which a unit changed a fact meanwhile.
    """
    return frozenset(cell for cell, _ in _stored(session, only) ^ _counted_by_now(session, only).items())


def count_anew(session: Session, actor: Actor, *, measure: str, month: str, write: bool) -> int:
    """Count a measure's cells of one month while no unit writes; return how many were wrong, right now with `write`."""
    permit(actor, "keep_facts")
    lock_horizon(session)
    part = measure, month
    wrong = wrong_cells(session, part)
    if write and wrong:
        session.execute(delete(TrendCell).where(TrendCell.measure == measure, TrendCell.month == month))
        _insert(session, _counted_by_now(session, part))
    return len(wrong)


def _cells_of(row: Mapping[str, Any]) -> Iterator[Cell]:
    measure, month, severity, left_out = row["measure"], row["month"], row["severity"] or "", row["left_out"] or ""
    yield Cell("month", measure, "", month, severity, left_out)
    yield Cell("service", measure, row["service"], month, severity, left_out)
    split = row["split"]
    if measure == LASTING and row["minutes"] is not None:
        split = str(bin_of(row["minutes"]))
    if split and split != STILL_OPEN and not left_out:
        yield Cell("split", measure, split, month, "", "")


def _add(session: Session, changes: Mapping[Cell, tuple[int, int]]) -> None:
    """Add to cells, in one order for all, and take away those that nothing is left of."""
    rows = [cell._asdict() | {"n": n, "k": k} for cell, (n, k) in sorted(changes.items())]
    add_counts(session, _TABLE, rows)


def _insert(session: Session, counted: Counts) -> None:
    if rows := [cell._asdict() | {"n": n, "k": k} for cell, (n, k) in counted.items()]:
        session.execute(insert(_TABLE), rows)


def _stored(session: Session, only: tuple[str, str] | None) -> frozenset[tuple[Cell, tuple[int, int]]]:
    query = select(_TABLE)
    if only is not None:
        query = query.where(_TABLE.c.measure == only[0], _TABLE.c.month == only[1])
    return frozenset((Cell(*row[: len(_KEY)]), (row.n, row.k)) for row in session.execute(query))


def _counted_by_now(session: Session, only: tuple[str, str] | None) -> Counts:
    horizon = session.scalar(select(TrendHorizon.at))
    return {} if horizon is None else _counted(session, BEGINNING, horizon, only)


def _counted(session: Session, since: datetime, until: datetime, only: tuple[str, str] | None = None) -> Counts:
    """Count the facts that settled in a span: by service, and months added up from that; then by split."""
    severity, left_out = func.coalesce(TrendFact.severity, ""), func.coalesce(TrendFact.left_out, "")
    parts = (TrendFact.measure, TrendFact.month, TrendFact.service, severity, left_out)
    found = dict[Cell, tuple[int, int]]()
    about = () if only is None else (TrendFact.measure == only[0], TrendFact.month == only[1])
    for measure, month, service, grave, why, n, k in session.execute(_of_span(since, until, *parts).where(*about)):
        found[Cell("service", measure, service, month, grave, why)] = (n, int(k))
        whole = Cell("month", measure, "", month, grave, why)
        before = found.get(whole, (0, 0))
        found[whole] = (before[0] + n, before[1] + int(k))
    split = func.coalesce(cast(_bin(), String), TrendFact.split)
    lasting = _of_span(since, until, TrendFact.measure, TrendFact.month, split).where(TrendFact.measure == LASTING)
    others = _of_span(since, until, TrendFact.measure, TrendFact.month, TrendFact.split).where(
        TrendFact.split != "", TrendFact.measure != LASTING
    )
    for query in (lasting, others):
        for measure, month, part, n, k in session.execute(query.where(TrendFact.left_out.is_(None), *about)):
            if part and part != STILL_OPEN:
                found[Cell("split", measure, part, month, "", "")] = (n, int(k))
    return found


def _of_span(since: datetime, until: datetime, *parts: ColumnElement[Any] | Any) -> "Select[Any]":
    query = select(*parts, func.count(), _MET).group_by(*parts)
    # A span is found by the index of measures and when they settled; all there is, by looking at it once.
    after = (TrendFact.measure.in_(list(MEASURES)), TrendFact.settled_at >= since) if since > BEGINNING else ()
    return query.where(*after, TrendFact.settled_at < until)


def _bin() -> ColumnElement[int]:
    """Return what `bin_of` says, in SQL."""
    minutes: Any = TrendFact.minutes
    steps = [(minutes < below, (minutes + width - 1) // width * width) for below, width in WIDTHS]
    return case(*steps, else_=(minutes + WIDEST - 1) // WIDEST * WIDEST)
