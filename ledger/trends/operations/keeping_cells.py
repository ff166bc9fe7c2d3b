"""Cells: settled facts counted, so that a page of years adds up thousands of rows and not millions.

A cell is recomputed from its facts in the transaction that changes one of them, never counted up. Only facts settled
before the horizon are in cells; the night moves the horizon on. What is newer is counted from facts at reading, so
that filing and answering touch no cell at all.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, delete, func, insert, literal, select, union_all
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.people.queries import provider
from ledger.trends.models import TrendCell, TrendFact, TrendHorizon

_TABLE: Any = TrendCell.__table__
_KEY = ("measure", "month", "split", "severity", "service", "left_out")


class Cell(NamedTuple):
    """Which facts are counted together."""

    measure: str
    month: str
    split: str
    severity: str
    service: str
    left_out: str


def recount(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Recompute the cells of these facts, given as they are and as they were, but of those settled too late for any."""
    horizon = session.scalar(select(TrendHorizon.at))
    if horizon is None:
        return
    into: Any = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    settled = (row for row in rows if row["settled_at"] is not None and row["settled_at"] < horizon)
    for cell in sorted({cell for row in settled for cell in _cells_of(row)}):
        if into is postgresql_insert:
            # Locked before it is counted: of two units that change facts of one cell the second counts both.
            session.execute(_upserted(into, cell, 0, 0, {"n": _TABLE.c.n}))
        n, k = session.execute(_counted(horizon).where(*_facts_of(cell))).one()
        if n:
            session.execute(_upserted(into, cell, n, k, {"n": n, "k": k}))
        else:
            gone = (getattr(_TABLE.c, name) == value for name, value in cell._asdict().items())
            session.execute(delete(TrendCell).where(*gone))


def remake(session: Session) -> None:
    """Count all cells anew, with everything that is settled by now."""
    at, zone = now(), provider(session).zone
    session.execute(delete(TrendHorizon))
    session.execute(delete(TrendCell))
    session.execute(insert(TrendHorizon).values(id=1, at=at, zone=zone))
    session.execute(_TABLE.insert().from_select([*_KEY, "n", "k"], _all_cells(at)))


def wrong_cells(session: Session) -> int:
    """Return how many cells are not what their facts say, or are missing, or of nothing."""
    horizon = session.scalar(select(TrendHorizon.at))
    stored = set(map(tuple, session.execute(select(_TABLE)).all()))
    counted = set() if horizon is None else set(map(tuple, session.execute(_all_cells(horizon)).all()))
    return len({row[: len(_KEY)] for row in stored ^ counted})


def _cells_of(row: Mapping[str, Any]) -> Iterable[Cell]:
    left_out = row["left_out"] or ""
    yield Cell(row["measure"], row["month"], "", row["severity"] or "", row["service"], left_out)
    if row["split"] and not left_out:
        yield Cell(row["measure"], row["month"], row["split"], "", "", "")


def _facts_of(cell: Cell) -> list[ColumnElement[bool]]:
    same: list[ColumnElement[bool]] = [TrendFact.measure == cell.measure, TrendFact.month == cell.month]
    if cell.split:
        return [*same, TrendFact.split == cell.split, TrendFact.left_out.is_(None)]
    left_out = TrendFact.left_out == cell.left_out if cell.left_out else TrendFact.left_out.is_(None)
    severity = TrendFact.severity == cell.severity if cell.severity else TrendFact.severity.is_(None)
    return [*same, left_out, severity, TrendFact.service == cell.service]


def _counted(horizon: datetime, *columns: Any) -> "Select[Any]":
    is_met = TrendFact.met_at.is_not(None) & TrendFact.unmet_at.is_(None)
    k = func.sum(case((is_met, 1), else_=0))
    return select(*columns, func.count(), k).where(TrendFact.settled_at < horizon)


def _all_cells(horizon: datetime) -> Any:
    """Return the statement that counts every cell."""
    severity, left_out = func.coalesce(TrendFact.severity, ""), func.coalesce(TrendFact.left_out, "")
    whole = (TrendFact.measure, TrendFact.month, literal("").label("split"), severity, TrendFact.service, left_out)
    none = [literal("").label(name) for name in ("severity", "service", "left_out")]
    parts = (TrendFact.measure, TrendFact.month, TrendFact.split)
    by_split = _counted(horizon, *parts, *none).where(TrendFact.split != "", TrendFact.left_out.is_(None))
    return union_all(
        _counted(horizon, *whole).group_by(TrendFact.measure, TrendFact.month, severity, TrendFact.service, left_out),
        by_split.group_by(*parts),
    )


def _upserted(into: Any, cell: Cell, n: int, k: int, otherwise: Mapping[str, Any]) -> Any:
    made = into(_TABLE).values(**cell._asdict(), n=n, k=k)
    return made.on_conflict_do_update(index_elements=_KEY, set_=otherwise)
