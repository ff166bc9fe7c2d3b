"""The rows that measures count: one SELECT each, every one through the scope and the actor's permission."""

from collections.abc import Sequence
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, case, cast, func, or_, select
from sqlalchemy.orm import Session

from ledger.books.accounts import COST_PREFIXES, FROM_INSURANCE, FROM_SUPPLIER, NOT_COST
from ledger.books.models import JournalEntry, Transfer
from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_rules import UNDONE
from ledger.recovery.models import Action, Promise, Remedy
from ledger.trends.funding import INSURER, SUPPLIER, US, FundedSum
from ledger.trends.measure_rows import ActionRow, CostLine, CostSum, PromiseRow
from ledger.trends.months import first_day, following, quarter_months
from ledger.trends.scope import Scope

Query = TypeVar("Query", bound="Select[*tuple[Any, ...]]")

USUAL_CLASS = "external_failure"
NO_REMEDY = "TP"
"""A cost that no remedy line explains is shown with what third parties cost us."""


def _cost_account(column: Any) -> ColumnElement[bool]:
    wanted = or_(*(column.startswith(prefix) for prefix in COST_PREFIXES))
    return wanted & ~or_(*(column.startswith(prefix) for prefix in NOT_COST))


_IS_COST, _IS_UNDONE = _cost_account(Transfer.debit), _cost_account(Transfer.credit)
_AS_COST = case((_IS_COST, Transfer.amount), else_=-Transfer.amount)
_SOURCES = ((FROM_SUPPLIER, SUPPLIER), (FROM_INSURANCE, INSURER))
_PAID_BACK = [side == account for account, _ in _SOURCES for side in (Transfer.credit, Transfer.debit)]
_SOURCE = case(
    *((or_(Transfer.credit == account, Transfer.debit == account), name) for account, name in _SOURCES), else_=US
)
_IS_PLUS = or_(_IS_COST, *(Transfer.credit == account for account, _ in _SOURCES))
_AS_FUNDED = case((_IS_PLUS, Transfer.amount), else_=-Transfer.amount)


def incident_count(session: Session, actor: Actor, scope: Scope, *, open_now: bool = False) -> int:
    """Return how many incidents the scope's months have, by detection or when they began, or those still open."""
    permit(actor, "read_trends")
    months = scope.month_keys[0], scope.month_keys[-1]
    if open_now:  # few are: found by their status, so that nothing looks through all the months
        of_months = func.coalesce(Incident.report_month, "").between(*months)
        query = select(func.count()).where(Incident.status.in_(("open", "contained")), of_months)
    else:
        query = select(func.count()).where(Incident.report_month.between(*months))
    query = query.where(*_about_incident(scope))
    if scope.client:
        query = query.where(Incident.id.in_(select(Impact.incident_id).where(*_about_client(scope, Impact.client_id))))
    return int(session.scalar(query) or 0)


def promise_rows(session: Session, actor: Actor, scope: Scope, *, open_now: bool = False) -> list[PromiseRow]:
    """Return the promises due in the scope's months, or all that are open now."""
    permit(actor, "read_trends")
    columns = (Promise.id, Promise.original_due_at, Client.zone, Promise.kept_at, Promise.ended_at, Promise.status)
    query = select(*columns).join(Client, Promise.client_id == Client.id)
    query = _of_the_incidents(query, scope, Promise.incident_id).where(*_about_client(scope, Promise.client_id))
    if open_now:
        query = query.where(Promise.status == "open")
    else:
        query = query.where(Promise.original_due_at.between(scope.begins_at, scope.ends_at))
    return [
        PromiseRow(row.id, row.original_due_at, ZoneInfo(row.zone), row.kept_at, _released_at(row))
        for row in session.execute(query)
    ]


def open_action_rows(session: Session, actor: Actor, scope: Scope) -> list[ActionRow]:
    """Return the actions that are open now; their day ends in the reporting zone."""
    permit(actor, "read_trends")
    query = select(Action.id, Action.original_due_at).where(Action.status.in_(UNDONE))
    query = _of_the_incidents(query, scope, Action.incident_id)
    if scope.client:
        mine = select(Impact.incident_id).where(*_about_client(scope, Impact.client_id))
        query = query.where(Action.incident_id.in_(mine))
    return [ActionRow(row.id, row.original_due_at, scope.tz) for row in session.execute(query)]


def cost_lines(session: Session, actor: Actor, scope: Scope) -> list[CostLine]:
    """Return what was booked as a cost to us for incidents of the scope's quarters; a reversal is negative."""
    permit(actor, "read_all_costs")
    at = case((Incident.detected_at.is_not(None), Incident.detected_at), else_=Incident.impact_started_at)
    quality = func.coalesce(Remedy.quality_cost, USUAL_CLASS)
    columns = (Transfer.id, Remedy.code, Transfer.currency, _AS_COST, at, Incident.id, quality)
    query = _costs(scope, *columns).where(Incident.report_month >= scope.quarter_keys[0][:4])
    return [CostLine(row[0], row[1] or NO_REMEDY, *row[2:]) for row in session.execute(query)]


def cost_sums(session: Session, actor: Actor, scope: Scope) -> list[CostSum]:
    """Return the costs that `cost_lines` gives, added up by month, remedy and currency."""
    permit(actor, "read_all_costs")
    code = func.coalesce(Remedy.code, NO_REMEDY)
    # Wrapped, or SQLite would look for bookings of every incident of these months; most have none.
    months = func.coalesce(Incident.report_month, "").between(scope.quarter_keys[0][:4], scope.month_keys[-1])
    query = _costs(scope, Incident.report_month, code, Transfer.currency, func.sum(_AS_COST), func.count()).where(
        months
    )
    query = query.group_by(Incident.report_month, code, Transfer.currency)
    return [CostSum(row[0], row[1], row[2], int(row[3]), row[4]) for row in session.execute(query)]


def cost_ids(
    session: Session, actor: Actor, scope: Scope, quarters: Sequence[str], part: tuple[str, str | None]
) -> list[str]:
    """Return the lines behind some quarters of a currency, and of a remedy where it is named."""
    permit(actor, "read_all_costs")
    currency, code = part
    months = [month for quarter in quarters for month in quarter_months(quarter)]
    query = _costs(scope, Transfer.id).where(Incident.report_month.in_(months), Transfer.currency == currency)
    if code is not None:
        query = query.where(func.coalesce(Remedy.code, NO_REMEDY) == code)
    return list(session.scalars(query.order_by(JournalEntry.booked_on, Transfer.id)))


def funded_sums(session: Session, actor: Actor, scope: Scope) -> list[FundedSum]:
    """Return what was booked for recovery, by month: costs to us, and what others pay us back."""
    permit(actor, "read_all_costs")
    month = func.substr(cast(JournalEntry.booked_on, String), 1, 7)
    query = _funded(scope, month, _SOURCE, Transfer.currency, func.sum(_AS_FUNDED), func.count())
    query = query.where(JournalEntry.booked_on >= first_day(scope.quarter_keys[0]))
    query = query.group_by(month, _SOURCE, Transfer.currency)
    return [FundedSum(row[0], row[1], row[2], int(row[3]), row[4]) for row in session.execute(query)]


def funded_ids(
    session: Session, actor: Actor, scope: Scope, quarters: Sequence[str], part: tuple[str, str | None]
) -> list[str]:
    """Return the lines behind some quarters of a currency, and of one who bore it where that is named."""
    permit(actor, "read_all_costs")
    currency, source = part
    first, last = first_day(quarters[0]), first_day(following(quarters[-1]))
    query = _funded(scope, Transfer.id).where(
        JournalEntry.booked_on >= first, JournalEntry.booked_on < last, Transfer.currency == currency
    )
    if source is not None:
        query = query.where(source == _SOURCE)
    return list(session.scalars(query.order_by(JournalEntry.booked_on, Transfer.id)))


def services(session: Session, actor: Actor) -> list[str]:
    """Return the names of services that incidents were filed for, sorted, for the filter."""
    permit(actor, "read_trends")
    query = select(Incident.service).where(Incident.service != "").distinct().order_by(Incident.service)
    return list(session.scalars(query))


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


def _released_at(row: Any) -> Any:
    return row.ended_at if row.status == "released" else None


def _costs(scope: Scope, *columns: Any) -> Any:
    query = (
        select(*columns)
        .select_from(Transfer)
        .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
        .join(Incident, JournalEntry.subject == Incident.id)
        .outerjoin(Remedy, JournalEntry.line_subject == Remedy.id)
        .where(or_(_IS_COST, _IS_UNDONE), *_about_incident(scope))
    )
    if scope.client:
        mine = select(Impact.id).where(*_about_client(scope, Impact.client_id))
        query = query.where(Remedy.impact_id.in_(mine))
    return query


def _funded(scope: Scope, *columns: Any) -> Any:
    query = (
        select(*columns)
        .select_from(Transfer)
        .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
        .join(Incident, JournalEntry.subject == Incident.id)
        .where(or_(_IS_COST, _IS_UNDONE, *_PAID_BACK), *_about_incident(scope))
    )
    if scope.client:
        mine = select(Impact.id).where(*_about_client(scope, Impact.client_id))
        query = query.outerjoin(Remedy, JournalEntry.line_subject == Remedy.id).where(Remedy.impact_id.in_(mine))
    return query
