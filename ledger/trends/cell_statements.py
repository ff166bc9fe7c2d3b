"""What asks for cells, and for the few facts that stand in none; each statement is made once.

Every page asks these, and making a statement takes longer than running it. Parameters: `measures`, `first` and `last`
(months, both asked for), `since` (the horizon), `now` (the scope's instant), and `service` and `severity` where a scope
is narrowed to one.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union,
    union_all,
)

from ledger.kernel.db import Instant
from ledger.trends.facts.splits import LASTING, STILL_OPEN
from ledger.trends.models import TrendCell, TrendFact, TrendHorizon

_CELL: Any = TrendCell.__table__.c
_FACT: Any = TrendFact.__table__.c
_UNTIL: Any = TrendHorizon.__table__.c
_SINCE: Any = bindparam("since", type_=Instant())
_NOW: Any = bindparam("now", type_=Instant())
_MEASURES: Any = bindparam("measures", expanding=True)
_FIRST_TO_LAST: tuple[Any, Any] = (bindparam("first"), bindparam("last"))
_OF_MONTHS = func.coalesce(_FACT.month, "").between(*_FIRST_TO_LAST)
"""Wrapped, or SQLite would look through whole months for the few facts that settled just now."""
_NOTHING: tuple[Any, Any] = (literal_column("0"), literal_column("0"))
_IS_LATE: Any = literal_column("settled_at > counts_at")
IS_OPEN: Any = literal_column(f"split = '{STILL_OPEN}'")
_IS_STOCK: Any = and_(literal_column("measure = 'action_ageing'"), _FACT.left_out.is_(None))
"""As the indexes of few rows say them."""


def _counts_now() -> ColumnElement[bool]:
    until = or_(_FACT.unmet_at.is_(None), _FACT.unmet_at > _NOW)
    return and_(_FACT.met_at <= _NOW, until)


def _of_cells(by: tuple[str, ...], narrowed: tuple[str, ...], *conditions: ColumnElement[bool]) -> "Select[Any]":
    """Count what is settled by some columns of facts, narrowed to a service and a severity."""
    columns = [_CELL.part if name == "service" else getattr(_CELL, name) for name in by]
    kind = "service" if "service" in narrowed else "month"
    query = select(*columns, func.sum(_CELL.n), func.sum(_CELL.k), func.sum(_CELL.n)).where(
        _CELL.kind == kind, _CELL.measure.in_(_MEASURES), _CELL.month.between(*_FIRST_TO_LAST),
        _CELL.part == (bindparam("service") if "service" in narrowed else ""),
        *((_CELL.severity == bindparam("severity"),) if "severity" in narrowed else ()),
        *conditions,
    )  # fmt: skip
    return query.group_by(*columns)


def _of_new(
    by: tuple[str, ...], narrowed: tuple[str, ...], sums: tuple[Any, Any], *conditions: ColumnElement[bool]
) -> "Select[Any]":
    columns = [func.coalesce(getattr(_FACT, name), "") for name in by]
    filters = (getattr(_FACT, name) == bindparam(name) for name in narrowed)
    query = select(*columns, *sums, func.count()).where(_FACT.measure.in_(_MEASURES), *conditions, *filters)
    return query.group_by(*columns)


def _newer(by: tuple[str, ...], narrowed: tuple[str, ...], *taking_part: ColumnElement[bool]) -> "list[Select[Any]]":
    """Count what settled since the horizon, and what counts already and changes after the scope's instant."""
    sums = (func.count(), func.sum(case((_counts_now(), 1), else_=0)))
    settled = _FACT.settled_at.between(_SINCE, _NOW)
    changing = (_FACT.settled_at > _NOW, _IS_LATE, _FACT.counts_at <= _NOW)
    return [
        _of_new(by, narrowed, sums, settled, _OF_MONTHS, *taking_part),
        _of_new(by, narrowed, sums, *changing, _OF_MONTHS, *taking_part),
    ]


@cache
def taking_part(by: tuple[str, ...], narrowed: tuple[str, ...]) -> Any:
    """Count what takes part, from cells and what stands in none; in the months `over` also what does not count yet."""
    takes_part = _FACT.left_out.is_(None)
    later = _FACT.measure.in_(bindparam("count_later", expanding=True))
    over = _FACT.month.in_(bindparam("over", expanding=True))  # one by one, for each has few that do not count
    return union_all(
        _of_cells(by, narrowed, _CELL.left_out == ""),
        *_newer(by, narrowed, takes_part),
        _of_new(by, narrowed, _NOTHING, later, over, takes_part, _FACT.counts_at > _NOW),
    )


@cache
def everything(by: tuple[str, ...], narrowed: tuple[str, ...]) -> Any:
    """Count also what leaves, and what does not count yet in any month; for a measure of which that is little."""
    not_yet = (_FACT.settled_at > _NOW, _FACT.counts_at > _NOW, _OF_MONTHS)
    return union_all(_of_cells(by, narrowed), *_newer(by, narrowed), _of_new(by, narrowed, _NOTHING, *not_yet))


HORIZON = select(_UNTIL.at, _UNTIL.zone)
OF_SPLITS = select(_CELL.month, _CELL.part, _CELL.n).where(_CELL.kind == "split", _CELL.measure == bindparam("measure"))
BY_SPLIT = union_all(
    select(_CELL.part, func.sum(_CELL.n), func.sum(_CELL.k), func.sum(_CELL.n))
    .where(_CELL.kind == "split", _CELL.measure.in_(_MEASURES), _CELL.month.between(*_FIRST_TO_LAST))
    .group_by(_CELL.part),
    *_newer(("split",), (), _FACT.left_out.is_(None)),
)


@cache
def ended_in(groups: int) -> "Select[Any]":
    """Count the durations of a measure by bin, in as many groups of months: `first0` to `last0`, and so on."""
    spans: list[Any] = [_CELL.month.between(bindparam(f"first{at}"), bindparam(f"last{at}")) for at in range(groups)]
    counts = [func.sum(case((span, _CELL.n), else_=0)) for span in spans]
    query = select(_CELL.part, *counts).where(_CELL.kind == "split", _CELL.measure == LASTING, or_(*spans))
    return query.group_by(_CELL.part)


_LATE_NOW = case((_FACT.met_at <= _NOW, 1), else_=0)
_ENDED_NOW = case((_FACT.unmet_at <= _NOW, 1), else_=0)
_NEITHER: tuple[Any, ...] = (literal_column("''"), *_NOTHING)
_ALL_OF_STOCK = (_FACT.month, _FACT.split, _LATE_NOW, _ENDED_NOW)
STOCK = union_all(
    select(*_ALL_OF_STOCK, func.count())
    .where(_FACT.settled_at.between(_SINCE, _NOW), _IS_STOCK)
    .group_by(*_ALL_OF_STOCK),
    select(_FACT.month, *_NEITHER, func.count())
    .where(_FACT.settled_at > _NOW, _IS_STOCK, _FACT.unmet_at.is_(None))
    .group_by(_FACT.month),
    select(_FACT.month, _FACT.split, _LATE_NOW, _NOTHING[0], func.count())
    .where(_FACT.settled_at > _NOW, _IS_STOCK, _FACT.unmet_at.is_not(None))
    .group_by(_FACT.month, _FACT.split, _LATE_NOW),
)
"""What asks for a stock that stands in no cell: what was late or ended since, what is neither yet, and what ends later.

Most is neither yet. It is settled when it will be late, so that its index alone says how much there is of each month.
"""
_OF_LASTING = (_FACT.measure == LASTING, _FACT.left_out.is_(None), _FACT.anchor_at <= _NOW)
_A_MONTH = func.coalesce(_FACT.month, "")
LASTED = (
    select(_A_MONTH, _FACT.minutes, func.count())
    .where(*_OF_LASTING, _FACT.settled_at >= _SINCE, _OF_MONTHS, _FACT.minutes.is_not(None))
    .group_by(_A_MONTH, _FACT.minutes)
)
"""What asks for durations of facts that stand in no cell, by month and minutes."""


_BEGAN: Mapping[str, Any] = {
    "sqlite": type_coerce(_FACT.anchor_at, String),
    "postgresql": func.to_char(func.timezone("UTC", _FACT.anchor_at), "YYYY-MM-DD HH24:MI:SS"),
}


def going_on(dialect: str, *about: ColumnElement[bool]) -> Any:
    """Ask for what is not put right yet: by the day it began before the instant `by_day`, else by the second."""
    began, by_day = _BEGAN[dialect], cast("Any", bindparam("by_day", type_=Instant()))
    day = func.substr(began, 1, 10)
    is_asked = (IS_OPEN, *_OF_LASTING, _FACT.month.between(*_FIRST_TO_LAST), *about)
    return union_all(
        select(_FACT.month, day, func.count()).where(*is_asked, _FACT.anchor_at < by_day).group_by(_FACT.month, day),
        select(_FACT.month, func.substr(began, 1, 19), literal_column("1")).where(*is_asked, _FACT.anchor_at >= by_day),
    )


GOING_ON: Mapping[str, Any] = {dialect: going_on(dialect) for dialect in _BEGAN}
"""The same where a scope asks for everything."""
_NEW = _FACT.settled_at >= func.coalesce(select(_UNTIL.at).scalar_subquery(), datetime(1, 1, 1, tzinfo=UTC))
EVERY_SERVICE = union(
    select(_CELL.part).where(_CELL.kind == "service", _CELL.measure == "incidents"),
    select(_FACT.service).where(_FACT.measure == "incidents", _NEW),
)
"""What asks for the services of all incidents, those that stand in no cell yet among them."""
