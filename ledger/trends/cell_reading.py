"""Counting quickly: what is settled from cells, what is newer from facts, added up to what the facts alone would say.

Cells serve a scope of all clients in the zone they were counted for, as of any instant since their horizon. Of any
other scope everything is counted from facts: a client's, a severity's durations, another zone's months.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from ledger.trends.fact_conditions import about, is_met
from ledger.trends.models import TrendCell, TrendFact, TrendHorizon
from ledger.trends.scope import Scope
from ledger.trends.splits import LATE_ENDED, STILL_OPEN
from ledger.trends.survival import Lasted


class Sums(NamedTuple):
    """How many count by now, how many of them meet their measure, and how many there are, not yet due ones too."""

    n: int
    k: int
    whole: int


class Span(NamedTuple):
    """When items of a stock came, were late and ended, by month (an empty text: not), and how many they are."""

    began: str
    late: str
    ended: str
    items: int


Tallied = Mapping[tuple[str, ...], Sums]
SECONDS = 60
_HORIZON = "horizon of trend cells"


def horizon_for(session: Session, scope: Scope, *, whole: bool = False) -> datetime | None:
    """Return until when cells may be read for a scope, none where facts must be; `whole` asks for no filter at all."""
    if scope.client or (whole and scope.is_narrowed):
        return None
    if _HORIZON not in session.info:  # one reading asks several times, of one moment
        session.info[_HORIZON] = session.execute(select(TrendHorizon.at, TrendHorizon.zone)).one_or_none()
    found = session.info[_HORIZON]
    if found is None or found.zone != scope.zone or found.at > scope.as_of:
        return None
    at: datetime = found.at
    return at


def tallied(
    session: Session, scope: Scope, measures: Sequence[str], by: Sequence[str], *, left_out: bool = False
) -> Tallied:
    """Return sums of measures in the scope's months by some columns of facts; none of them is said as an empty text.

    With `left_out` also of what leaves its denominator, which is to be told by that column then.
    """
    horizon = horizon_for(session, scope)
    found: dict[tuple[str, ...], Sums] = {}
    if horizon is not None:
        _add(found, session.execute(_of_cells(scope, measures, by, left_out=left_out)))
    _add(found, session.execute(_of_facts(scope, measures, by, horizon, left_out=left_out)))
    return found


def met_by_split(session: Session, scope: Scope, measure: str) -> Tallied | None:
    """Return a measure's sums by what splits it; none where cells cannot say it."""
    horizon = horizon_for(session, scope, whole=True)
    if horizon is None:
        return None
    found: dict[tuple[str, ...], Sums] = {}
    query = select(TrendCell.split, func.sum(TrendCell.n), func.sum(TrendCell.k), func.sum(TrendCell.n))
    of_months = TrendCell.month.in_(scope.month_keys)
    _add(
        found,
        session.execute(
            query.where(TrendCell.measure == measure, of_months, TrendCell.split != "").group_by(TrendCell.split)
        ),
    )
    _add(found, session.execute(_of_facts(scope, [measure], ["split"], horizon, left_out=False)))
    return found


def durations(session: Session, scope: Scope, months: Sequence[str]) -> list[tuple[str, Lasted]]:
    """Return how long putting right took, by month and bin; what goes on is as old as it is now. M7."""
    measure, horizon = "resolved_in_time", horizon_for(session, scope, whole=True)
    ended: Counter[tuple[str, str]] = Counter()
    if horizon is not None:
        cells = select(TrendCell.month, TrendCell.split, TrendCell.n).where(
            TrendCell.measure == measure, TrendCell.month.in_(months), TrendCell.split.not_in(("", STILL_OPEN))
        )
        ended.update({(month, split): int(n) for month, split, n in session.execute(cells)})
    month_, split_ = func.coalesce(TrendFact.month, ""), func.coalesce(TrendFact.split, "")
    query = select(month_, split_, func.count()).where(
        *_mine([measure], sorted(months), horizon), TrendFact.left_out.is_(None), TrendFact.anchor_at <= scope.as_of,
        TrendFact.split != STILL_OPEN, *about(scope),
    )  # fmt: skip
    for month, split, n in session.execute(query.group_by(month_, split_)):
        ended[month, split] += n
    still_open = select(TrendFact.month, TrendFact.anchor_at).where(
        TrendFact.measure == measure, TrendFact.month.in_(months), TrendFact.split == STILL_OPEN,
        TrendFact.left_out.is_(None), TrendFact.anchor_at <= scope.as_of, *about(scope),
    )  # fmt: skip
    going_on = session.execute(still_open)
    return [
        *((month, Lasted(float(split), over=True, count=n)) for (month, split), n in ended.items()),
        *((month, Lasted((scope.as_of - at).total_seconds() / SECONDS, over=False)) for month, at in going_on),
    ]


def open_by_month(session: Session, scope: Scope, measure: str) -> list[tuple[int, int]] | None:
    """Return, for each month's end, how many of a stock were open and how many late; none where cells cannot."""
    horizon = horizon_for(session, scope, whole=True)
    if horizon is None:
        return None
    cells = select(TrendCell.month, TrendCell.split, TrendCell.n).where(
        TrendCell.measure == measure, TrendCell.split != ""
    )
    spans = [_span(month, split, int(n)) for month, split, n in session.execute(cells)]
    is_stock = func.coalesce(TrendFact.measure, "") == measure
    live = select(TrendFact.month, TrendFact.split, TrendFact.met_at).where(
        TrendFact.settled_at >= horizon, is_stock, TrendFact.left_out.is_(None)
    )
    for month, split, late_at in session.execute(live):
        one = _span(month, split, 1)
        spans.append(one if late_at is not None and late_at <= scope.as_of else one._replace(late=""))
    return [_open_at(month, spans) for month in scope.month_keys]


def _span(month: str, split: str, items: int) -> Span:
    late, _, ended = split.partition(LATE_ENDED)
    return Span(month, late, ended, items)


def _open_at(month: str, spans: Iterable[Span]) -> tuple[int, int]:
    n = k = 0
    for began, late, ended, items in spans:
        if began <= month and not "" < ended <= month:
            n += items
            k += items if "" < late <= month else 0
    return n, k


def _of_cells(scope: Scope, measures: Sequence[str], by: Sequence[str], *, left_out: bool) -> Any:
    columns = [getattr(TrendCell, name) for name in by]
    wanted = ((TrendCell.service, scope.service), (TrendCell.severity, scope.severity))
    query = select(*columns, func.sum(TrendCell.n), func.sum(TrendCell.k), func.sum(TrendCell.n)).where(
        TrendCell.measure.in_(measures), TrendCell.month.in_(scope.month_keys), TrendCell.split == "",
        *(column == value for column, value in wanted if value), *(() if left_out else (TrendCell.left_out == "",)),
    )  # fmt: skip
    return query.group_by(*columns)


def _of_facts(
    scope: Scope, measures: Sequence[str], by: Sequence[str], horizon: datetime | None, *, left_out: bool
) -> Any:
    columns = [getattr(TrendFact, name) for name in by]
    if horizon is not None:
        columns = [func.coalesce(column, "") for column in columns]
    counts = func.sum(case((TrendFact.counts_at <= scope.as_of, 1), else_=0))
    query = select(*columns, counts, func.sum(case((is_met(scope), 1), else_=0)), func.count()).where(
        *_mine(measures, scope.month_keys, horizon), *about(scope),
        *(() if left_out else (TrendFact.left_out.is_(None),)),
    )  # fmt: skip
    return query.group_by(*columns)


def _mine(measures: Sequence[str], months: Sequence[str], horizon: datetime | None) -> list[ColumnElement[bool]]:
    """Narrow facts to measures and months; where cells are read, to the few that stand in none.

    Those few are found by when they settle: the other columns are wrapped, also where it is grouped by them, or SQLite
    would walk through all facts in their order.
    """
    if horizon is None:
        return [TrendFact.measure.in_(measures), TrendFact.month.between(months[0], months[-1])]
    measure, month = func.coalesce(TrendFact.measure, ""), func.coalesce(TrendFact.month, "")
    return [TrendFact.settled_at >= horizon, measure.in_(measures), month.in_(months)]


def _add(found: dict[tuple[str, ...], Sums], rows: Iterable[Any]) -> None:
    for *key, n, k, whole in rows:
        named = tuple(part or "" for part in key)
        before = found.get(named, Sums(0, 0, 0))
        found[named] = Sums(before.n + int(n), before.k + int(k), before.whole + int(whole))
