"""The rows that measures count: one SELECT each, every one through the scope and the actor's permission."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from ledger.books.models import JournalEntry, Transfer
from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_rules import UNDONE
from ledger.recovery.models import Action, Promise, Remedy
from ledger.trends.booked import AS_COST, AS_FUNDED, BOOKED_MONTH, CODE, IS_COST, IS_FUNDED, NO_REMEDY, SOURCE
from ledger.trends.cell_reading import counted_until
from ledger.trends.cell_statements import EVERY_SERVICE
from ledger.trends.funding import BookedLine, FundedSum, borne
from ledger.trends.measure_rows import CostLine, CostSum, OpenRow, OverdueCount
from ledger.trends.models import TrendFact, TrendMoney
from ledger.trends.months import day_ends, first_day, following, months_of
from ledger.trends.overdue import today_begins
from ledger.trends.scope import Scope

Query = TypeVar("Query", bound="Select[*tuple[Any, ...]]")
_BINDING = case(
    (
        and_(Promise.agreed_at <= Promise.original_due_at, Promise.agreed_due_at > Promise.original_due_at),
        Promise.agreed_due_at,
    ),
    else_=Promise.original_due_at,
)
"""The date a promise is judged by: what `recovery.keeping.binding_due_at` says, in SQL."""
USUAL_CLASS = "external_failure"


def incident_count(session: Session, actor: Actor, scope: Scope, *, open_now: bool = False) -> int:
    """Return how many incidents the scope's months have, by detection or when they began, or those still open."""
    permit(actor, "read_trends")
    months = scope.month_keys[0], scope.month_keys[-1]
    if open_now:  # few are: found by their status, so that nothing looks through all the months
        of_months = func.coalesce(Incident.report_month, "").between(*months)
        query = select(func.count()).where(Incident.status.in_(("open", "contained")), of_months)
    else:
        query = select(func.count()).where(Incident.report_month.between(*months))
    return int(session.scalar(query.where(*_about_incident(scope), *_touched(scope, Incident.id))) or 0)


def promise_rows(session: Session, actor: Actor, scope: Scope) -> list[OpenRow]:
    """Return the promises that are open now, with the date that each is judged by."""
    permit(actor, "read_trends")
    query = _open_promises(scope, Promise.id, _BINDING)
    return [OpenRow(*row) for row in session.execute(query)]


def open_action_rows(session: Session, actor: Actor, scope: Scope) -> list[OpenRow]:
    """Return the actions that are open now; their day ends in the reporting zone."""
    permit(actor, "read_trends")
    query = _open_actions(scope, Action.id, Action.original_due_at)
    return [OpenRow(row.id, day_ends(row.original_due_at, scope.tz)) for row in session.execute(query)]


def overdue_promise_count(session: Session, actor: Actor, scope: Scope) -> OverdueCount:
    """Return how many promises are open now, and how many of them past the date they are judged by."""
    permit(actor, "read_trends")
    due_at, agreed_due_at, now = Promise.original_due_at, Promise.agreed_due_at, scope.as_of
    # Its first date alone decides for most, and stands in the index.
    not_agreed = or_(agreed_due_at.is_(None), Promise.agreed_at > due_at, agreed_due_at < now)
    over = func.sum(case((and_(due_at < now, not_agreed), 1), else_=0))
    n, k = session.execute(_open_promises(scope, func.count(), over)).one()
    return OverdueCount(int(k or 0), n)


def overdue_promises_then(session: Session, actor: Actor, scope: Scope) -> OverdueCount:
    """Return how many promises were open when the scope's months ended, and how many of them overdue then."""
    permit(actor, "read_trends")
    at = scope.ends_at
    went_on = or_(Promise.status == "open", func.coalesce(Promise.kept_at, Promise.ended_at) > at)
    query = select(func.count(), func.sum(case((at > _BINDING, 1), else_=0))).where(Promise.promised_at <= at, went_on)
    query = _of_the_incidents(query, scope, Promise.incident_id).where(*_about_client(scope, Promise.client_id))
    n, k = session.execute(query).one()
    return OverdueCount(int(k or 0), n)


def overdue_action_count(session: Session, actor: Actor, scope: Scope) -> OverdueCount:
    """Return how many actions are open now, and how many of them past their original day, as their rows say."""
    permit(actor, "read_trends")
    due_at = Action.original_due_at
    over = case((due_at < today_begins(scope.as_of, scope.tz), 1), else_=0)
    n, k = session.execute(_open_actions(scope, func.count(), func.sum(over))).one()
    return OverdueCount(int(k or 0), n)


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
        return [CostSum(*row) for row in session.execute(_added_up("cost").where(TrendMoney.month.between(*months)))]
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
        .where(IS_COST, Remedy.id.is_(None), *_touched(scope, Incident.id), _others(scope))
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
        since = TrendMoney.month >= f"{first:%Y-%m}"
        return [FundedSum(*row) for row in session.execute(_added_up("funded").where(since))]
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


def _about_incident(scope: Scope) -> list[ColumnElement[bool]]:
    wanted = ((Incident.service, scope.service), (Incident.severity, scope.severity))
    return [column == value for column, value in wanted if value]


def _about_client(scope: Scope, column: Any) -> list[ColumnElement[bool]]:
    if not scope.client:
        return []
    return [column == select(Client.id).where(Client.code == scope.client).scalar_subquery()]


def _of_the_incidents(query: Query, scope: Scope, column: Any) -> Query:
    """Narrow by the incident only where the scope asks for it: small promises have none."""
    conditions = _about_incident(scope)
    return query.join(Incident, column == Incident.id).where(*conditions) if conditions else query


def _open_promises(scope: Scope, *columns: Any) -> "Select[Any]":
    query = select(*columns).select_from(Promise).where(Promise.status == "open")
    return _of_the_incidents(query, scope, Promise.incident_id).where(*_about_client(scope, Promise.client_id))


def _open_actions(scope: Scope, *columns: Any) -> "Select[Any]":
    query = select(*columns).select_from(Action).where(Action.status.in_(UNDONE))
    return _of_the_incidents(query, scope, Action.incident_id).where(*_touched(scope, Action.incident_id))


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
        .where(*_about_incident(scope))
    )
    if scope.client:
        mine = select(Impact.id).where(*_about_client(scope, Impact.client_id))
        alone = and_(Remedy.id.is_(None), *_touched(scope, Incident.id), ~_others(scope))
        query = query.where(or_(Remedy.impact_id.in_(mine), alone))
    return query


def _touched(scope: Scope, column: Any) -> list[ColumnElement[bool]]:
    """Narrow to the incidents that touched the client where the scope has one."""
    mine = _about_client(scope, Impact.client_id)
    return [column.in_(select(Impact.incident_id).where(*mine))] if mine else []


def _others(scope: Scope) -> ColumnElement[bool]:
    """Say that an incident touched another client than the scope's."""
    (mine,) = _about_client(scope, Impact.client_id)
    return select(Impact.id).where(Impact.incident_id == Incident.id, ~mine).exists()


def _is_added_up(session: Session, scope: Scope) -> bool:
    """Say whether the sums of all bookings are what a scope asks for, and are kept."""
    return not scope.is_narrowed and counted_until(session) is not None


def _added_up(kind: str) -> "Select[str, str, str, int, int]":
    columns = (TrendMoney.month, TrendMoney.part, TrendMoney.currency, TrendMoney.amount, TrendMoney.n)
    return select(*columns).where(TrendMoney.kind == kind)
