"""The rows that measures count: one SELECT each, every one through the scope and the actor's permission."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry, Transfer
from ledger.incidents.models import Impact, Incident
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.models import Remedy
from ledger.trends.booked import AS_COST, AS_FUNDED, BOOKED_MONTH, CODE, IS_COST, IS_FUNDED, NO_REMEDY, SOURCE
from ledger.trends.case_conditions import about_client, about_incident, touched
from ledger.trends.cell_reading import all_rows, counted_until
from ledger.trends.cell_statements import EVERY_SERVICE
from ledger.trends.funding import BookedLine, FundedSum, borne
from ledger.trends.measure_rows import CostLine, CostSum
from ledger.trends.models import TrendFact, TrendMoney
from ledger.trends.months import first_day, following, months_of
from ledger.trends.scope import Scope

USUAL_CLASS = "external_failure"
_LAST = "9999-12"
_FIRST_TO_LAST: tuple[Any, Any] = (bindparam("first"), bindparam("last"))
_OF_MONTHS = select(func.count()).where(Incident.report_month.between(*_FIRST_TO_LAST))
# Few are open: found by their status, so that nothing looks through all the months.
_OPEN = select(func.count()).where(
    Incident.status.in_(("open", "contained")), func.coalesce(Incident.report_month, "").between(*_FIRST_TO_LAST)
)
_ADDED_UP = select(TrendMoney.month, TrendMoney.part, TrendMoney.currency, TrendMoney.amount, TrendMoney.n).where(
    TrendMoney.kind == bindparam("kind"), TrendMoney.month.between(*_FIRST_TO_LAST)
)
"""What every page of trends asks, made once."""


def incident_count(session: Session, actor: Actor, scope: Scope, *, open_now: bool = False) -> int:
    """Return how many incidents the scope's months have, by detection or when they began, or those still open."""
    permit(actor, "read_trends")
    query = _OPEN if open_now else _OF_MONTHS
    if scope.is_narrowed:
        query = query.where(*about_incident(scope), *touched(scope, Incident.id))
    ((count,),) = all_rows(session, query, {"first": scope.month_keys[0], "last": scope.month_keys[-1]})
    return int(count)


def cost_lines(session: Session, actor: Actor, scope: Scope) -> list[CostLine]:
    """Return what was booked as a cost to us for incidents of the scope's quarters; a reversal is negative."""
    permit(actor, "read_all_costs")
    at = case((Incident.detected_at.is_not(None), Incident.detected_at), else_=Incident.impact_started_at)
    quality = func.coalesce(Remedy.quality_cost, USUAL_CLASS)
    columns = (Transfer.id, Remedy.code, Transfer.currency, AS_COST, at, Incident.id, quality)
    query = _costs(scope, *columns).where(Incident.report_month >= scope.quarter_keys[0][:4])
    return [CostLine(row[0], row[1] or NO_REMEDY, *row[2:]) for row in session.execute(query)]


def cost_sums(session: Session, actor: Actor, scope: Scope) -> list[CostSum]:
    """Return the costs that `cost_lines` gives, added up by month, remedy and currency."""
    permit(actor, "read_all_costs")
    months = scope.quarter_keys[0][:4], scope.month_keys[-1]
    if _is_added_up(session, scope):
        said = {"kind": "cost", "first": months[0], "last": months[1]}
        return [CostSum(*row) for row in all_rows(session, _ADDED_UP, said)]
    # Wrapped, or SQLite would look for bookings of every incident of these months; most have none.
    of_months = func.coalesce(Incident.report_month, "").between(*months)
    query = _costs(scope, Incident.report_month, CODE, Transfer.currency, func.sum(AS_COST), func.count())
    query = query.where(of_months).group_by(Incident.report_month, CODE, Transfer.currency)
    return [CostSum(row[0], row[1], row[2], int(row[3]), row[4]) for row in session.execute(query)]


def unshared_costs(session: Session, actor: Actor, scope: Scope) -> tuple[Money, ...]:
    """Return, by currency, what incidents of the scope's quarters cost that touched its client and others as well.

    Of what no remedy explains nobody can say whose it was, so that it stands with no client; none without one.
    """
    permit(actor, "read_all_costs")
    if not scope.client:
        return ()
    query = (
        _booked(replace(scope, client=None), Transfer.currency, func.sum(AS_COST))
        .where(IS_COST, Remedy.id.is_(None), *touched(scope, Incident.id), _others(scope))
        .where(Incident.report_month.between(months_of(scope.quarter_keys[0])[0], scope.month_keys[-1]))
        .group_by(Transfer.currency)
        .order_by(Transfer.currency)
    )
    return tuple(Money(int(amount), currency) for currency, amount in session.execute(query) if amount)


def cost_bookings(
    session: Session, actor: Actor, scope: Scope, periods: Sequence[str], part: tuple[str, str | None]
) -> list[BookedLine]:
    """Return the lines behind some periods of a currency, and of a remedy where it is named, as they are added up."""
    permit(actor, "read_all_costs")
    currency, code = part
    months = [month for period in periods for month in months_of(period)]
    query = _costs(scope, Transfer.id, AS_COST).where(Incident.report_month.in_(months), Transfer.currency == currency)
    if code is not None:
        query = query.where(code == CODE)
    return [BookedLine(*row) for row in session.execute(query.order_by(JournalEntry.booked_on, Transfer.id))]


def funded_sums(session: Session, actor: Actor, scope: Scope) -> list[FundedSum]:
    """Return what was booked for recovery, by month: costs to us, and what others pay us back."""
    permit(actor, "read_all_costs")
    first = first_day(scope.quarter_keys[0])
    if _is_added_up(session, scope):
        said = {"kind": "funded", "first": f"{first:%Y-%m}", "last": _LAST}
        return [FundedSum(*row) for row in all_rows(session, _ADDED_UP, said)]
    query = _funded(scope, BOOKED_MONTH, SOURCE, Transfer.currency, func.sum(AS_FUNDED), func.count())
    query = query.where(JournalEntry.booked_on >= first).group_by(BOOKED_MONTH, SOURCE, Transfer.currency)
    return [FundedSum(row[0], row[1], row[2], int(row[3]), row[4]) for row in session.execute(query)]


def funded_bookings(
    session: Session, actor: Actor, scope: Scope, periods: Sequence[str], part: tuple[str, str | None]
) -> list[BookedLine]:
    """Return the lines behind some periods of a currency, and of one who bore it where that is named."""
    permit(actor, "read_all_costs")
    currency, source = part
    first, last = first_day(periods[0]), first_day(following(periods[-1]))
    query = _funded(scope, Transfer.id, AS_FUNDED, SOURCE).where(
        JournalEntry.booked_on >= first, JournalEntry.booked_on < last, Transfer.currency == currency
    )
    rows = session.execute(query.order_by(JournalEntry.booked_on, Transfer.id))
    return [line for line in borne(BookedLine(*row) for row in rows) if source in {None, line.source}]


def first_month(session: Session, actor: Actor) -> str | None:
    """Return the first month that an incident is counted in, none where there is none."""
    permit(actor, "read_trends")
    query = select(func.min(TrendFact.month)).where(TrendFact.measure == "incidents")
    return session.scalar(query)


def services(session: Session, actor: Actor) -> list[str]:
    """Return the names of services that incidents were filed for, sorted, for the filter."""
    permit(actor, "read_trends")
    return sorted(set(session.scalars(EVERY_SERVICE)) - {""})


def _costs(scope: Scope, *columns: Any) -> Any:
    return _booked(scope, *columns).where(IS_COST)


def _funded(scope: Scope, *columns: Any) -> Any:
    return _booked(scope, *columns).where(IS_FUNDED)


def _booked(scope: Scope, *columns: Any) -> Any:
    """Select of what is booked for incidents; of one client its remedies, and what its own incidents took beside."""
    query = (
        select(*columns)
        .select_from(Transfer)
        .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
        .join(Incident, JournalEntry.subject == Incident.id)
        .outerjoin(Remedy, JournalEntry.line_subject == Remedy.id)
        .where(*about_incident(scope))
    )
    if scope.client:
        mine = select(Impact.id).where(*about_client(scope, Impact.client_id))
        alone = and_(Remedy.id.is_(None), *touched(scope, Incident.id), ~_others(scope))
        query = query.where(or_(Remedy.impact_id.in_(mine), alone))
    return query


def _others(scope: Scope) -> ColumnElement[bool]:
    """Say that an incident touched another client than the scope's."""
    (mine,) = about_client(scope, Impact.client_id)
    return select(Impact.id).where(Impact.incident_id == Incident.id, ~mine).exists()


def _is_added_up(session: Session, scope: Scope) -> bool:
    """Say whether the sums of all bookings are what a scope asks for, and are kept."""
    return not scope.is_narrowed and counted_until(session) is not None
