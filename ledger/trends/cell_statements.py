"""What asks for cells, and for the few facts that stand in none; each statement is made once.

Every page asks these, and making a statement takes longer than running it. Parameters: `measures`, `months`, `since`
(the horizon), `now` (the scope's instant), and `service` and `severity` where a scope is narrowed to one.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
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
_MONTHS: Any = bindparam("months", expanding=True)
_OF_MONTHS = func.coalesce(_FACT.month, "").in_(_MONTHS)
"""Wrapped, or SQLite would look through whole months for the few facts that settled just now."""
_NOTHING: tuple[Any, Any] = (literal_column("0"), literal_column("0"))
_IS_LATE: Any = literal_column("settled_at > counts_at")
IS_OPEN: Any = literal_column(f"split = '{STILL_OPEN}'")
_IS_STOCK: Any = literal_column("measure = 'action_ageing'")
"""As the indexes of few rows say them."""


def _counts_now() -> ColumnElement[bool]:
    until = or_(_FACT.unmet_at.is_(None), _FACT.unmet_at > _NOW)
    return and_(_FACT.met_at <= _NOW, until)


@cache
def of_cells(by: tuple[str, ...], narrowed: tuple[str, ...], *, left_out: bool) -> "Select[Any]":
    """Count what is settled by some columns of facts, narrowed to a service and a severity."""
    columns = [_CELL.part if name == "service" else getattr(_CELL, name) for name in by]
    kind = "service" if "service" in narrowed else "month"
    query = select(*columns, func.sum(_CELL.n), func.sum(_CELL.k), func.sum(_CELL.n)).where(
        _CELL.kind == kind, _CELL.measure.in_(_MEASURES), _CELL.month.in_(_MONTHS),
        *((_CELL.part == bindparam("service"),) if "service" in narrowed else ()),
        *((_CELL.severity == bindparam("severity"),) if "severity" in narrowed else ()),
        *(() if left_out else (_CELL.left_out == "",)),
    )  # fmt: skip
    return query.group_by(*columns)


def _of_new(
    by: tuple[str, ...], narrowed: tuple[str, ...], sums: tuple[Any, Any], *conditions: ColumnElement[bool]
) -> "Select[Any]":
    columns = [func.coalesce(getattr(_FACT, name), "") for name in by]
    filters = (getattr(_FACT, name) == bindparam(name) for name in narrowed)
    query = select(*columns, *sums, func.count()).where(_FACT.measure.in_(_MEASURES), *conditions, *filters)
    return query.group_by(*columns)


@cache
def newer(by: tuple[str, ...], narrowed: tuple[str, ...], *, left_out: bool) -> Any:
    """Count what settled since the horizon, and what counts already and changes after the scope's instant."""
    sums = (func.count(), func.sum(case((_counts_now(), 1), else_=0)))
    taking_part = () if left_out else (_FACT.left_out.is_(None),)
    settled = _FACT.settled_at.between(_SINCE, _NOW)
    changing = (_FACT.settled_at > _NOW, _IS_LATE, _FACT.counts_at <= _NOW)
    return union_all(
        _of_new(by, narrowed, sums, settled, _OF_MONTHS, *taking_part),
        _of_new(by, narrowed, sums, *changing, _OF_MONTHS, *taking_part),
    )


@cache
def not_yet(by: tuple[str, ...], narrowed: tuple[str, ...]) -> "Select[Any]":
    """Count what takes part in some months and does not count yet."""
    conditions = (_FACT.month.in_(_MONTHS), _FACT.left_out.is_(None), _FACT.counts_at > _NOW)
    return _of_new(by, narrowed, _NOTHING, *conditions)


@cache
def later(by: tuple[str, ...], narrowed: tuple[str, ...]) -> "Select[Any]":
    """Count what does not count yet, in any month, also what will leave; for a measure of which that is little."""
    return _of_new(by, narrowed, _NOTHING, _FACT.settled_at > _NOW, _FACT.counts_at > _NOW, _OF_MONTHS)


HORIZON = select(_UNTIL.at, _UNTIL.zone)
BY_SPLIT = (
    select(_CELL.part, func.sum(_CELL.n), func.sum(_CELL.k), func.sum(_CELL.n))
    .where(_CELL.kind == "split", _CELL.measure.in_(_MEASURES), _CELL.month.in_(_MONTHS))
    .group_by(_CELL.part)
)
_LATE_NOW = case((_FACT.met_at <= _NOW, 1), else_=0)
_ENDED_NOW = case((_FACT.unmet_at <= _NOW, 1), else_=0)
_OF_STOCK = (_FACT.month, _FACT.split, _LATE_NOW, _ENDED_NOW)
STOCK = (
    select(*_OF_STOCK, func.count())
    .where(_FACT.settled_at >= _SINCE, _IS_STOCK, _FACT.left_out.is_(None))
    .group_by(*_OF_STOCK)
)
_OF_LASTING = (_FACT.measure == LASTING, _FACT.left_out.is_(None), _FACT.anchor_at <= _NOW)
_A_MONTH = func.coalesce(_FACT.month, "")
LASTED = (
    select(_A_MONTH, _FACT.minutes, func.count())
    .where(*_OF_LASTING, _FACT.settled_at >= _SINCE, _A_MONTH.in_(_MONTHS), _FACT.minutes.is_not(None))
    .group_by(_A_MONTH, _FACT.minutes)
)
"""What asks for durations of facts that stand in no cell, by month and minutes."""


def _going_on(began: Any) -> "Select[Any]":
    text = case((_FACT.anchor_at < bindparam("by_day", type_=Instant()), func.substr(began, 1, 10)), else_=began)
    shown = text.label("began")
    query = select(_FACT.month, shown, func.count()).where(IS_OPEN, *_OF_LASTING, _FACT.month.in_(_MONTHS))
    return query.group_by(_FACT.month, shown)


GOING_ON = {
    "sqlite": _going_on(func.substr(cast(_FACT.anchor_at, String), 1, 19)),
    "postgresql": _going_on(func.to_char(func.timezone("UTC", _FACT.anchor_at), "YYYY-MM-DD HH24:MI:SS")),
}
"""What asks for what is not put right yet, by the second at which it began, or the day, before the instant `by_day`."""
_NEW = _FACT.settled_at >= func.coalesce(select(_UNTIL.at).scalar_subquery(), datetime(1, 1, 1, tzinfo=UTC))
EVERY_SERVICE = union(
    select(_CELL.part).where(_CELL.kind == "service", _CELL.measure == "incidents"),
    select(_FACT.service).where(_FACT.measure == "incidents", _NEW),
)
"""What asks for the services of all incidents, those that stand in no cell yet among them."""
