"""Facts counted: shares by month, stocks at month ends, durations, rare events and clients, one SELECT each.

Every read takes the scope and the actor, and everything is the same predicate: a fact counts from its instant, and
meets its measure from and until others. `behind` gives the very items of a point.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.trends.catalogue import MEASURES
from ledger.trends.measure_rows import Share
from ledger.trends.models import TrendFact
from ledger.trends.months import is_mature, is_quarter, last_instant, quarter_months
from ledger.trends.scope import Scope
from ledger.trends.survival import Lasted

SECONDS = 60
DAY = timedelta(days=1)


def shares(session: Session, actor: Actor, scope: Scope, measures: Sequence[str]) -> dict[str, tuple[Share, ...]]:
    """Return each measure's shares by month, oldest first and without gaps; a count has k = n."""
    permit(actor, "read_trends")
    wanted = [key for key in measures if MEASURES[key].unit != "stock"]
    query = (
        select(
            TrendFact.measure,
            TrendFact.month,
            func.sum(case((TrendFact.counts_at <= scope.as_of, 1), else_=0)),
            func.sum(case((_met(scope), 1), else_=0)),
            func.count(),
        )
        .where(TrendFact.measure.in_(wanted), in_months(scope), TrendFact.left_out.is_(None), *about(scope))
        .group_by(TrendFact.measure, TrendFact.month)
    )
    found = {(row[0], row[1]): row[2:] for row in session.execute(query)}
    made = {key: _series(scope, key, found) for key in wanted}
    return made | {key: _stock(session, scope, key) for key in measures if MEASURES[key].unit == "stock"}


def client_exists(session: Session, actor: Actor, scope: Scope) -> None:
    """Raise `NotFound` where the scope names a client that is not there."""
    permit(actor, "read_trends")
    if scope.client and session.scalar(select(Client.id).where(Client.code == scope.client)) is None:
        sentence = f"There is no client {scope.client}."
        raise NotFound(sentence)


def left_out(session: Session, actor: Actor, scope: Scope, measure: str) -> Mapping[str, int]:
    """Return how many items left a measure's denominator in these months, by reason."""
    permit(actor, "read_trends")
    query = (
        select(TrendFact.left_out, func.count())
        .where(TrendFact.measure == measure, in_months(scope), TrendFact.left_out.is_not(None), *about(scope))
        .group_by(TrendFact.left_out)
        .order_by(TrendFact.left_out)
    )
    return {str(reason): count for reason, count in session.execute(query)}


def behind(
    session: Session, actor: Actor, scope: Scope, measure: str, period: str | None
) -> tuple[list[str], frozenset[str]]:
    """Return the items that a point counts, oldest first, and those of them that meet the measure.

    A point is a month or a quarter, or all of the scope's months; of a stock, the end of the month.
    """
    permit(actor, "read_trends")
    conditions = [TrendFact.measure == measure, TrendFact.left_out.is_(None), *about(scope)]
    if MEASURES[measure].unit == "stock":
        at = min(scope.as_of, last_instant(period or scope.month_keys[-1], scope.tz))
        conditions += [TrendFact.anchor_at <= at, or_(TrendFact.unmet_at.is_(None), TrendFact.unmet_at > at)]
        met = TrendFact.met_at <= at
    else:
        months = scope.month_keys if period is None else quarter_months(period) if is_quarter(period) else (period,)
        conditions += [TrendFact.month.in_(months), TrendFact.counts_at <= scope.as_of]
        met = _met(scope)
    query = select(TrendFact.item_id, case((met, 1), else_=0)).where(*conditions)
    rows = session.execute(query.order_by(TrendFact.anchor_at, TrendFact.item_id)).all()
    return [row[0] for row in rows], frozenset(row[0] for row in rows if row[1])


def behind_left_out(session: Session, actor: Actor, scope: Scope, measure: str, reason: str | None = None) -> list[str]:
    """Return the items that left a measure's denominator in these months, oldest first; for one reason or all."""
    permit(actor, "read_trends")
    why = TrendFact.left_out.is_not(None) if reason is None else TrendFact.left_out == reason
    query = select(TrendFact.item_id).where(TrendFact.measure == measure, in_months(scope), why, *about(scope))
    return list(session.scalars(query.order_by(TrendFact.anchor_at, TrendFact.item_id)))


def rare_days(
    session: Session, actor: Actor, scope: Scope, wanted: Mapping[str, bool]
) -> Mapping[str, Sequence[float]]:
    """Return, for each measure wanted, the days between its rarer outcomes; true where that is meeting it."""
    permit(actor, "read_trends")
    if not wanted:
        return {}
    # What was never met has no instant: NOT of an unknown comparison would find none of it.
    met_now = case((_met(scope), 1), else_=0)
    outcomes = [
        and_(TrendFact.measure == key, *(() if MEASURES[key].unit == "count" else (met_now == int(is_met),)))
        for key, is_met in wanted.items()
    ]
    query = (
        select(TrendFact.measure, TrendFact.anchor_at)
        .where(
            or_(*outcomes), TrendFact.left_out.is_(None), TrendFact.counts_at <= scope.as_of, in_months(scope),
            *about(scope),
        )
        .order_by(TrendFact.measure, TrendFact.anchor_at)
    )  # fmt: skip
    anchors: dict[str, list[datetime]] = {key: [] for key in wanted}
    for key, anchor_at in session.execute(query):
        anchors[key].append(anchor_at)
    return {key: [(late - early) / DAY for early, late in pairwise(times)] for key, times in anchors.items()}


def lasted(session: Session, actor: Actor, scope: Scope, measure: str, months: Sequence[str]) -> list[Lasted]:
    """Return how long the items of some months took; what goes on is as old as it is now."""
    permit(actor, "read_trends")
    query = select(TrendFact.minutes, TrendFact.anchor_at).where(
        TrendFact.measure == measure, TrendFact.month.in_(months), TrendFact.left_out.is_(None),
        TrendFact.anchor_at <= scope.as_of, *about(scope),
    )  # fmt: skip
    return [
        Lasted((scope.as_of - anchor_at).total_seconds() / SECONDS, over=False)
        if minutes is None
        else Lasted(float(minutes), over=True)
        for minutes, anchor_at in session.execute(query)
    ]


def by_client(session: Session, actor: Actor, scope: Scope, measure: str) -> list[tuple[str, int, int]]:
    """Return code, k and n of every client that a measure counts anything of."""
    permit(actor, "read_trends")
    query = (
        select(Client.code, func.sum(case((_met(scope), 1), else_=0)), func.count())
        .join(Client, Client.id == TrendFact.client_id)
        .where(
            TrendFact.measure == measure, TrendFact.left_out.is_(None), TrendFact.counts_at <= scope.as_of,
            in_months(scope), *about(scope),
        )
        .group_by(Client.code)
        .order_by(Client.code)
    )  # fmt: skip
    return [(code, int(k), int(n)) for code, k, n in session.execute(query)]


def people(session: Session, actor: Actor, scope: Scope) -> int:
    """Return how many people our active clients have, as far as they told us; of one client where the scope has one."""
    permit(actor, "read_trends")
    query = select(func.coalesce(func.sum(Client.people_total), 0)).where(Client.status == "active")
    return int(session.scalar(query.where(Client.code == scope.client) if scope.client else query) or 0)


def about(scope: Scope) -> list[ColumnElement[bool]]:
    """Narrow facts to what the address asks for; what belongs to an incident belongs to each client it touched."""
    wanted = ((TrendFact.service, scope.service), (TrendFact.severity, scope.severity))
    conditions: list[ColumnElement[bool]] = [column == value for column, value in wanted if value]
    if scope.client:
        client_id = select(Client.id).where(Client.code == scope.client).scalar_subquery()
        touched = select(Impact.incident_id).where(Impact.client_id == client_id)
        whole_case = and_(TrendFact.client_id.is_(None), TrendFact.incident_id.in_(touched))
        conditions.append(or_(TrendFact.client_id == client_id, whole_case))
    return conditions


def _met(scope: Scope) -> ColumnElement[bool]:
    until = or_(TrendFact.unmet_at.is_(None), TrendFact.unmet_at > scope.as_of)
    return and_(TrendFact.counts_at <= scope.as_of, TrendFact.met_at <= scope.as_of, until)


def in_months(scope: Scope) -> ColumnElement[bool]:
    """Narrow facts to the months of a scope."""
    return TrendFact.month.between(scope.month_keys[0], scope.month_keys[-1])


def _series(scope: Scope, key: str, found: Mapping[tuple[str, str], Any]) -> tuple[Share, ...]:
    measure = MEASURES[key]
    made = []
    for month in scope.month_keys:
        n, k, whole = found.get((key, month), (0, 0, 0))
        over = is_mature(month, scope.tz, scope.as_of, measure.decision_days)
        made.append(Share(month, int(n if measure.unit == "count" else k), int(n), mature=over and n == whole))
    return tuple(made)


def _stock(session: Session, scope: Scope, key: str) -> tuple[Share, ...]:
    """Count what was open at each month's end, and what of it was overdue then, in one pass."""
    ends = [min(scope.as_of, last_instant(month, scope.tz)) for month in scope.month_keys]
    columns = []
    for at in ends:
        is_open = and_(TrendFact.anchor_at <= at, or_(TrendFact.unmet_at.is_(None), TrendFact.unmet_at > at))
        columns += [
            func.sum(case((is_open, 1), else_=0)),
            func.sum(case((and_(is_open, TrendFact.met_at <= at), 1), else_=0)),
        ]
    query = select(*columns).where(TrendFact.measure == key, TrendFact.left_out.is_(None), *about(scope))
    counts = [int(count or 0) for count in session.execute(query).one()]
    return tuple(
        Share(month, counts[2 * place + 1], counts[2 * place], mature=is_mature(month, scope.tz, scope.as_of))
        for place, month in enumerate(scope.month_keys)
    )
