"""Cells: settled facts counted, so that a page of years adds up hundreds of rows and not millions.

A cell changes by exactly the facts that a transaction took away and put down, in that transaction; each night all are
counted anew and compared. Only facts settled before the horizon are in cells, and each hour moves the horizon on. What
is newer is counted from facts at reading, so that filing and answering touch no cell at all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, case, cast, delete, func, insert, select, update
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import provider
from ledger.trends.models import TrendCell, TrendFact, TrendHorizon
from ledger.trends.operations.counted_up import add_counts
from ledger.trends.splits import LASTING, STILL_OPEN, WIDEST, WIDTHS, bin_of

_TABLE: Any = TrendCell.__table__
_KEY = tuple(column.name for column in _TABLE.primary_key)
_MET = func.sum(case((TrendFact.met_at.is_not(None) & TrendFact.unmet_at.is_(None), 1), else_=0))
_UNTIL: Any = TrendHorizon.__table__
_HORIZON = select(_UNTIL.c.at).with_for_update(read=True)
"""Read so that it does not move until the end of the transaction: of a fact it is certain in which cells it stands."""
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


class Cell(NamedTuple):
    """Which facts are counted together, as `TrendCell` says it."""

    kind: str
    measure: str
    month: str
    part: str
    severity: str
    left_out: str


def hold_horizon(session: Session) -> datetime | None:
    """Keep nights and hours from counting until this transaction ends; give the horizon, None where nothing is counted.

    Whoever writes facts or sums of bookings holds it before, so that a night sees either all that a unit wrote or none.
    """
    return session.scalar(_HORIZON)


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
    at, zone = now(), provider(session).zone
    if lock_horizon(session):
        session.execute(update(TrendHorizon).values(at=at, zone=zone))
    else:
        session.execute(insert(TrendHorizon).values(id=1, at=at, zone=zone))
    session.execute(delete(TrendCell))
    if rows := [(*cell, *sums) for cell, sums in _counted(session, _BEGINNING, at).items()]:
        session.execute(insert(_TABLE), [dict(zip(_TABLE.columns.keys(), row, strict=True)) for row in rows])


def move_horizon(session: Session, actor: Actor) -> int:
    """Count what has settled since the horizon last moved; return how many cells that changed."""
    permit(actor, "keep_facts")
    since = session.scalar(select(TrendHorizon.at).with_for_update())
    until = now()
    if since is None or until <= since:
        return 0
    found = _counted(session, since, until)
    _add(session, found)
    session.execute(update(TrendHorizon).values(at=until))
    return len(found)


def wrong_cells(session: Session) -> int:
    """Return how many cells are not what their facts say, or are missing, or of nothing."""
    horizon = session.scalar(select(TrendHorizon.at))
    stored = {tuple(row) for row in session.execute(select(_TABLE))}
    counted = set[tuple[Any, ...]]()
    if horizon is not None:
        counted = {(*cell, *sums) for cell, sums in _counted(session, _BEGINNING, horizon).items()}
    return len({row[: len(_KEY)] for row in stored ^ counted})


def _cells_of(row: Mapping[str, Any]) -> Iterator[Cell]:
    measure, month, severity, left_out = row["measure"], row["month"], row["severity"] or "", row["left_out"] or ""
    yield Cell("month", measure, month, "", severity, left_out)
    yield Cell("service", measure, month, row["service"], severity, left_out)
    split = row["split"]
    if measure == LASTING and row["minutes"] is not None:
        split = str(bin_of(row["minutes"]))
    if split and split != STILL_OPEN and not left_out:
        yield Cell("split", measure, month, split, "", "")


def _add(session: Session, changes: Mapping[Cell, tuple[int, int]]) -> None:
    """Add to cells, in one order for all, and take away those that nothing is left of."""
    rows = [cell._asdict() | {"n": n, "k": k} for cell, (n, k) in sorted(changes.items())]
    add_counts(session, _TABLE, rows)


def _counted(session: Session, since: datetime, until: datetime) -> dict[Cell, tuple[int, int]]:
    """Count the facts that settled in a span: by service, and months added up from that; then by split."""
    severity, left_out = func.coalesce(TrendFact.severity, ""), func.coalesce(TrendFact.left_out, "")
    parts = (TrendFact.measure, TrendFact.month, TrendFact.service, severity, left_out)
    found = dict[Cell, tuple[int, int]]()
    for measure, month, service, grave, why, n, k in session.execute(_of_span(since, until, *parts)):
        found[Cell("service", measure, month, service, grave, why)] = (n, int(k))
        whole = Cell("month", measure, month, "", grave, why)
        before = found.get(whole, (0, 0))
        found[whole] = (before[0] + n, before[1] + int(k))
    split = func.coalesce(cast(_bin(), String), TrendFact.split)
    lasting = _of_span(since, until, TrendFact.measure, TrendFact.month, split).where(TrendFact.measure == LASTING)
    others = _of_span(since, until, TrendFact.measure, TrendFact.month, TrendFact.split).where(
        TrendFact.split != "", TrendFact.measure != LASTING
    )
    for query in (lasting, others):
        for measure, month, part, n, k in session.execute(query.where(TrendFact.left_out.is_(None))):
            if part and part != STILL_OPEN:
                found[Cell("split", measure, month, part, "", "")] = (n, int(k))
    return found


def _of_span(since: datetime, until: datetime, *parts: ColumnElement[Any] | Any) -> "Select[Any]":
    query = select(*parts, func.count(), _MET).group_by(*parts)
    after = (TrendFact.settled_at >= since,) if since > _BEGINNING else ()
    return query.where(*after, TrendFact.settled_at < until)


def _bin() -> ColumnElement[int]:
    """Return what `bin_of` says, in SQL."""
    minutes: Any = TrendFact.minutes
    steps = [(minutes < below, (minutes + width - 1) // width * width) for below, width in WIDTHS]
    return case(*steps, else_=(minutes + WIDEST - 1) // WIDEST * WIDEST)
