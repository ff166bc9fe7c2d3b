"""Counting quickly: what is settled from cells, what is newer from facts, added up to what the facts alone would say.

Cells serve a scope of all clients in the zone they were counted for, as of any instant since their horizon. Of any
other scope everything is counted from facts: a client's, a severity's durations, another zone's months. Statements
that every page asks are made once: making them takes longer than running them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from ledger.trends.catalogue import COUNT_LATER
from ledger.trends.cell_statements import (
    BY_SPLIT,
    GOING_ON,
    HORIZON,
    LASTED,
    OF_SPLITS,
    STOCK,
    ended_in,
    everything,
    going_on,
    taking_part,
)
from ledger.trends.fact_conditions import about, is_met
from ledger.trends.facts.splits import LATE_ENDED, bin_of, cut_to_bin
from ledger.trends.models import TrendFact
from ledger.trends.months import is_mature
from ledger.trends.scope import Scope
from ledger.trends.survival import Lasted


class Sums(NamedTuple):
    """How many count by now, how many of them meet their measure, and how many there are of a month that is over."""

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
A_MINUTE = timedelta(minutes=1)
COUNTED_BY_DAY = timedelta(days=50)
"""What has gone on for longer is counted by whole days: to two per cent."""
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_HORIZON = "horizon of trend cells"


def all_rows(session: Session, statement: Any, said: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """Return all rows at once, past the session's objects: one by one they take twice as long."""
    return session.connection().execute(statement, said).all()


def counted_until(session: Session) -> datetime | None:
    """Return the horizon of cells, none where nothing is counted in any."""
    found = _horizon(session)
    return None if found is None else found.at


def is_being_counted(session: Session) -> bool:
    """Say whether all facts are being made anew, so that some still belong to months of another zone."""
    return counted_until(session) == BEGINNING


def horizon_for(session: Session, scope: Scope, *, whole: bool = False) -> datetime | None:
    """Return until when cells may be read for a scope, none where facts must be; `whole` asks for no filter at all."""
    if scope.client or (whole and scope.is_narrowed):
        return None
    found = _horizon(session)
    if found is None or found.zone != scope.zone or not BEGINNING < found.at <= scope.as_of:
        return None
    at: datetime = found.at
    return at


def tallied(
    session: Session, scope: Scope, measures: Sequence[str], by: tuple[str, ...], *, left_out: bool = False
) -> Tallied:
    """Return sums of measures in the scope's months by some columns of facts; none of them is said as an empty text.

    With `left_out` also of what leaves its denominator, which is to be told by that column then.
    """
    horizon = horizon_for(session, scope)
    found: dict[tuple[str, ...], Sums] = {}
    if horizon is None:
        _add(found, all_rows(session, _of_facts(scope, measures, by, left_out=left_out)))
        return found
    narrowed = tuple(name for name in ("service", "severity") if getattr(scope, name))
    statement = (everything if left_out else taking_part)(by, narrowed)
    over = [month for month in scope.month_keys if is_mature(month, scope.tz, scope.as_of)]
    said = {"over": over, "count_later": [key for key in measures if key in COUNT_LATER]}
    _add(found, all_rows(session, statement, _said(scope, measures, horizon) | said))
    return found


def met_by_split(session: Session, scope: Scope, measure: str) -> Tallied | None:
    """Return a measure's n and k by what splits it; none where cells cannot say it."""
    horizon = horizon_for(session, scope, whole=True)
    if horizon is None:
        return None
    found: dict[tuple[str, ...], Sums] = {}
    _add(found, all_rows(session, BY_SPLIT, _said(scope, [measure], horizon)))
    return found


def durations(session: Session, scope: Scope, groups: Sequence[Sequence[str]]) -> list[list[Lasted]]:
    """Return how long putting right took, by group of months that follow each other and in bins. M7.

    What goes on is as old as it is now.
    """
    horizon = horizon_for(session, scope, whole=True)
    place = {month: at for at, months in enumerate(groups) for month in months}
    ended = [Counter[int]() for _ in groups]
    if horizon is not None:
        spans = {f"first{at}": months[0] for at, months in enumerate(groups)}
        spans |= {f"last{at}": months[-1] for at, months in enumerate(groups)}
        for part, *counts in all_rows(session, ended_in(len(groups)), spans):
            for of_group, n in zip(ended, counts, strict=True):
                if n:
                    of_group[int(part)] = n
    said = {
        "first": min(place), "last": max(place), "since": horizon or BEGINNING, "now": scope.as_of,
        "by_day": scope.as_of - COUNTED_BY_DAY,
    }  # fmt: skip
    for month, minutes, n in all_rows(session, LASTED.where(*about(scope)) if scope.is_narrowed else LASTED, said):
        if month in place:
            ended[place[month]][bin_of(minutes)] += n
    dialect = session.get_bind().dialect.name
    unended = going_on(dialect, *about(scope)) if scope.is_narrowed else GOING_ON[dialect]
    still = [Counter[int]() for _ in groups]
    at_once = scope.as_of.astimezone(UTC).replace(tzinfo=None)
    for month, text, n in all_rows(session, unended, said):
        if month in place:
            still[place[month]][cut_to_bin((at_once - datetime.fromisoformat(text)) // A_MINUTE)] += n
    return [
        [Lasted(float(end), over=True, count=n) for end, n in over.items()]
        + [Lasted(float(age), over=False, count=n) for age, n in going_on_now.items()]
        for over, going_on_now in zip(ended, still, strict=True)
    ]


def open_by_month(session: Session, scope: Scope, measure: str) -> list[tuple[int, int]] | None:
    """Return, for each month's end, how many of a stock were open and how many late; none where cells cannot."""
    horizon = horizon_for(session, scope, whole=True)
    if horizon is None:
        return None
    spans = [_span(month, split, n) for month, split, n in all_rows(session, OF_SPLITS, {"measure": measure})]
    for month, split, is_late, has_ended, n in all_rows(session, STOCK, {"since": horizon, "now": scope.as_of}):
        one = _span(month, split, n)
        spans.append(one._replace(late=one.late if is_late else "", ended=one.ended if has_ended else ""))
    return _stock_at(scope.month_keys, spans)


def _horizon(session: Session) -> Any:
    if _HORIZON not in session.info:  # one reading asks several times, of one moment
        session.info[_HORIZON] = session.connection().execute(HORIZON).one_or_none()
    return session.info[_HORIZON]


def _said(scope: Scope, measures: Sequence[str], horizon: datetime) -> dict[str, Any]:
    return {
        "measures": measures, "first": scope.month_keys[0], "last": scope.month_keys[-1],
        "since": horizon, "now": scope.as_of, "service": scope.service, "severity": scope.severity,
    }  # fmt: skip


def _span(month: str, split: str, items: int) -> Span:
    late, _, ended = split.partition(LATE_ENDED)
    return Span(month, late, ended, items)


def _stock_at(months: Sequence[str], spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Count at each month's end, of spans that end after they begin, what is open and what of it is late."""
    place = {month: at for at, month in enumerate(months)}
    n, k = [0] * (len(months) + 1), [0] * (len(months) + 1)

    def first(month: str) -> int:
        """Give the first month's end that comes with or after this month."""
        return place.get(month, 0 if month < months[0] else len(months))

    for began, late, ended, items in spans:
        came, went = first(began), first(ended) if ended else len(months)
        if came < went:
            n[came] += items
            n[went] -= items
            overdue = max(came, first(late)) if late else went
            if overdue < went:
                k[overdue] += items
                k[went] -= items
    return list(zip(accumulate(n[:-1]), accumulate(k[:-1]), strict=True))


def _of_facts(scope: Scope, measures: Sequence[str], by: Sequence[str], *, left_out: bool) -> Any:
    columns = [getattr(TrendFact, name) for name in by]
    months = scope.month_keys
    counts = func.sum(case((TrendFact.counts_at <= scope.as_of, 1), else_=0))
    query = select(*columns, counts, func.sum(case((is_met(scope), 1), else_=0)), func.count()).where(
        TrendFact.measure.in_(measures), TrendFact.month.between(months[0], months[-1]), *about(scope),
        *(() if left_out else (TrendFact.left_out.is_(None),)),
    )  # fmt: skip
    return query.group_by(*columns)


def _add(found: dict[tuple[str, ...], Sums], rows: Iterable[Any]) -> None:
    for row in rows:
        *key, n, k, whole = row
        named = tuple([part or "" for part in key])
        if before := found.get(named):
            n, k, whole = before.n + n, before.k + k, before.whole + whole
        found[named] = Sums(int(n), int(k), int(whole))
