"""Facts counted: shares by month, stocks at month ends, durations, rare events and clients, one SELECT each.

Every read takes the scope and the actor, and everything is the same predicate: a fact counts from its instant, and
meets its measure from and until others. `behind` gives the very items of a point.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.trends.catalogue import MEASURES
from ledger.trends.cell_reading import SECONDS, Tallied, all_rows, durations, met_by_split, open_by_month, tallied
from ledger.trends.cell_statements import EVERY_SERVICE
from ledger.trends.fact_conditions import about, in_months, is_met
from ledger.trends.facts.making import AS_NEAR_MISS
from ledger.trends.facts.splits import LASTING
from ledger.trends.measure_rows import Rare, Share
from ledger.trends.models import TrendFact
from ledger.trends.months import is_mature, last_instant, months_of
from ledger.trends.scope import Scope
from ledger.trends.survival import Lasted

_PEOPLE = select(func.coalesce(func.sum(Client.people_total), 0)).where(Client.status == "active")
_CODES = select(Client.id, Client.code)


def shares(session: Session, actor: Actor, scope: Scope, measures: Sequence[str]) -> dict[str, tuple[Share, ...]]:
    """Return each measure's shares by month, oldest first and without gaps; a count has k = n."""
    permit(actor, "read_trends")
    wanted = [key for key in measures if MEASURES[key].unit != "stock"]
    found = tallied(session, scope, wanted, ("measure", "month"))
    made = {key: _series(scope, key, found) for key in wanted}
    return made | {key: _stock(session, scope, key) for key in measures if MEASURES[key].unit == "stock"}


def require_named(session: Session, actor: Actor, scope: Scope) -> None:
    """Raise `NotFound` where the scope names a client or a service that is not there."""
    permit(actor, "read_trends")
    if scope.client and session.scalar(select(Client.id).where(Client.code == scope.client)) is None:
        sentence = f"There is no client {scope.client}."
        raise NotFound(sentence)
    if scope.service and scope.service not in session.scalars(EVERY_SERVICE):
        sentence = f"No incident was filed for a service called {scope.service}."
        raise NotFound(sentence)


def severity_counts(session: Session, actor: Actor, scope: Scope) -> Mapping[tuple[str, str, str], int]:
    """Return how many incidents there were by month, severity and why they leave M6 (empty where they do not)."""
    permit(actor, "read_trends")
    found = tallied(session, scope, ["incidents"], ("month", "severity", "left_out"), left_out=True)
    return {(month, severity, reason): one.whole for (month, severity, reason), one in found.items()}


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
    session: Session, actor: Actor, scope: Scope, measure: str, period: str | Sequence[str] | None
) -> tuple[list[str], frozenset[str]]:
    """Return the items that a point counts, oldest first, and those of them that meet the measure.

    A point is a month or a quarter, some months, or all of the scope's; of a stock, the end of the month.
    """
    permit(actor, "read_trends")
    conditions = [TrendFact.measure == measure, TrendFact.left_out.is_(None), *about(scope)]
    if MEASURES[measure].unit == "stock":
        month = period if isinstance(period, str) else (period or scope.month_keys)[-1]
        at = min(scope.as_of, last_instant(month, scope.tz))
        conditions += [TrendFact.anchor_at <= at, or_(TrendFact.unmet_at.is_(None), TrendFact.unmet_at > at)]
        met = TrendFact.met_at <= at
    else:
        months = months_of(period) if isinstance(period, str) else scope.month_keys if period is None else period
        conditions += [TrendFact.month.in_(months), TrendFact.counts_at <= scope.as_of]
        met = is_met(scope)
    query = select(TrendFact.item_id, case((met, 1), else_=0)).where(*conditions)
    rows = session.execute(query.order_by(TrendFact.anchor_at, TrendFact.item_id)).all()
    return [row[0] for row in rows], frozenset(row[0] for row in rows if row[1])


def behind_severities(
    session: Session, actor: Actor, scope: Scope, period: str | None, severity: str | None
) -> list[str]:
    """Return the incidents of a month, or of all of the scope's, of one severity or all, near misses too."""
    permit(actor, "read_trends")
    query = select(TrendFact.item_id).where(
        TrendFact.measure == "incidents", TrendFact.month.in_(scope.month_keys if period is None else (period,)),
        or_(TrendFact.left_out.is_(None), TrendFact.left_out == AS_NEAR_MISS), *about(scope),
        *(() if severity is None else (TrendFact.severity == severity,)),
    )  # fmt: skip
    return list(session.scalars(query.order_by(TrendFact.anchor_at, TrendFact.item_id)))


def behind_left_out(
    session: Session, actor: Actor, scope: Scope, measure: str, part: tuple[str | None, str | None]
) -> list[str]:
    """Return the items that left a measure's denominator, oldest first: in a period, for a reason, none meaning all."""
    permit(actor, "read_trends")
    period, reason = part
    months = TrendFact.month.in_(months_of(period)) if period else in_months(scope)
    why = TrendFact.left_out.is_not(None) if reason is None else TrendFact.left_out == reason
    query = select(TrendFact.item_id).where(TrendFact.measure == measure, months, why, *about(scope))
    return list(session.scalars(query.order_by(TrendFact.anchor_at, TrendFact.item_id)))


def rare_times(
    session: Session, actor: Actor, scope: Scope, wanted: Mapping[str, bool]
) -> Mapping[str, Sequence[Rare]]:
    """Return, for each measure wanted, when its rarer outcomes were, oldest first; true where that is meeting it."""
    permit(actor, "read_trends")
    if not wanted:
        return {}
    # What was never met has no instant: NOT of an unknown comparison would find none of it.
    met_now = case((is_met(scope), 1), else_=0)
    outcomes = [
        and_(TrendFact.measure == key, *(() if MEASURES[key].unit == "count" else (met_now == int(is_met),)))
        for key, is_met in wanted.items()
    ]
    query = (
        select(TrendFact.measure, TrendFact.anchor_at, TrendFact.month)
        .where(
            or_(*outcomes), TrendFact.left_out.is_(None), TrendFact.counts_at <= scope.as_of, in_months(scope),
            *about(scope),
        )
        .order_by(TrendFact.measure, TrendFact.anchor_at)
    )  # fmt: skip
    found: dict[str, list[Rare]] = {key: [] for key in wanted}
    for key, anchor_at, month in session.execute(query):
        found[key].append(Rare(anchor_at, month))
    return found


def lasted(
    session: Session, actor: Actor, scope: Scope, measure: str, groups: Sequence[Sequence[str]]
) -> list[list[Lasted]]:
    """Return how long the items of some groups of months took; what goes on is as old as it is now."""
    permit(actor, "read_trends")
    if measure == LASTING:
        return durations(session, scope, groups)
    place = {month: at for at, months in enumerate(groups) for month in months}
    query = select(TrendFact.month, TrendFact.minutes, TrendFact.anchor_at).where(
        TrendFact.measure == measure, TrendFact.month.in_(list(place)), TrendFact.left_out.is_(None),
        TrendFact.anchor_at <= scope.as_of, *about(scope),
    )  # fmt: skip
    found: list[list[Lasted]] = [[] for _ in groups]
    for month, minutes, anchor_at in session.execute(query):
        so_far = (scope.as_of - anchor_at).total_seconds() / SECONDS
        found[place[month]].append(Lasted(so_far, over=False) if minutes is None else Lasted(float(minutes), over=True))
    return found


def by_client(session: Session, actor: Actor, scope: Scope, measure: str) -> list[tuple[str, int, int]]:
    """Return code, k and n of every client that a measure counts anything of; of first notices from cells."""
    permit(actor, "read_trends")
    found = met_by_split(session, scope, measure) if measure == "first_notice" else None
    if found is not None:
        codes = {row[0]: row[1] for row in all_rows(session, _CODES)}
        return sorted((codes[key], one.k, one.n) for (key,), one in found.items() if one.n)
    query = (
        select(Client.code, func.sum(case((is_met(scope), 1), else_=0)), func.count())
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
    query = _PEOPLE.where(Client.code == scope.client) if scope.client else _PEOPLE
    ((found,),) = all_rows(session, query)
    return int(found)


def _series(scope: Scope, key: str, found: Tallied) -> tuple[Share, ...]:
    measure = MEASURES[key]
    made = []
    for month in scope.month_keys:
        n, k, whole = found.get((key, month), (0, 0, 0))
        over = is_mature(month, scope.tz, scope.as_of, measure.decision_days)
        made.append(Share(month, int(n if measure.unit == "count" else k), int(n), mature=over and n == whole))
    return tuple(made)


def _stock(session: Session, scope: Scope, key: str) -> tuple[Share, ...]:
    """Count what was open at each month's end, and what of it was overdue then, in one pass."""
    found = open_by_month(session, scope, key)
    if found is not None:
        return tuple(
            Share(month, k, n, mature=is_mature(month, scope.tz, scope.as_of))
            for month, (n, k) in zip(scope.month_keys, found, strict=True)
        )
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
