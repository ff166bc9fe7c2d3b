"""The rows that measures count: one SELECT each, every one through the scope and the actor's permission."""

from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import Session

from ledger.books.accounts import COST_PREFIXES, FROM_INSURANCE, FROM_SUPPLIER, NOT_COST
from ledger.books.models import JournalEntry, Transfer
from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_rules import UNDONE
from ledger.recovery.models import Action, Promise, Remedy
from ledger.trends.funding import INSURER, SUPPLIER, US, FundedLine
from ledger.trends.measure_rows import ActionRow, CostLine, IncidentRow, PromiseRow
from ledger.trends.months import first_day
from ledger.trends.scope import Scope

Query = TypeVar("Query", bound="Select[*tuple[Any, ...]]")

NO_REMEDY = "TP"
"""A cost that no remedy line explains is shown with what third parties cost us."""


def incident_rows(session: Session, actor: Actor, scope: Scope) -> list[IncidentRow]:
    """Return the incidents of the scope's months, by detection or, where that was not recorded, by when they began."""
    permit(actor, "read_trends")
    counted_at = case((Incident.detected_at.is_not(None), Incident.detected_at), else_=Incident.impact_started_at)
    query = select(Incident.id, Incident.severity, Incident.status, counted_at).where(
        _in_months(scope), *_about_incident(scope)
    )
    if scope.client:
        query = query.where(Incident.id.in_(select(Impact.incident_id).where(*_about_client(scope, Impact.client_id))))
    return [IncidentRow(*row) for row in session.execute(query)]


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
    is_cost, is_undone = _cost_account(Transfer.debit), _cost_account(Transfer.credit)
    query = (
        select(
            Transfer.id,
            Remedy.code,
            Transfer.currency,
            case((is_cost, Transfer.amount), else_=-Transfer.amount),
            case((Incident.detected_at.is_not(None), Incident.detected_at), else_=Incident.impact_started_at),
            Incident.id,
        )
        .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
        .join(Incident, JournalEntry.subject == Incident.id)
        .outerjoin(Remedy, JournalEntry.line_subject == Remedy.id)
        .where(
            or_(is_cost, is_undone),
            Incident.report_month >= scope.quarter_keys[0][:4],
            *_about_incident(scope),
        )
    )
    if scope.client:
        mine = select(Impact.id).where(*_about_client(scope, Impact.client_id))
        query = query.where(Remedy.impact_id.in_(mine))
    return [CostLine(row[0], row[1] or NO_REMEDY, *row[2:]) for row in session.execute(query)]


def funded_lines(session: Session, actor: Actor, scope: Scope) -> list[FundedLine]:
    """Return what was booked for recovery in the scope's quarters: costs to us, and what others pay us back."""
    permit(actor, "read_all_costs")
    sources = ((FROM_SUPPLIER, SUPPLIER), (FROM_INSURANCE, INSURER))
    is_cost, is_undone = _cost_account(Transfer.debit), _cost_account(Transfer.credit)
    paid_back = [Transfer.credit == account for account, _ in sources] + [
        Transfer.debit == account for account, _ in sources
    ]
    source = case(
        *((or_(Transfer.credit == account, Transfer.debit == account), name) for account, name in sources), else_=US
    )
    is_plus = or_(is_cost, *(Transfer.credit == account for account, _ in sources))
    query = (
        select(
            Transfer.id,
            source,
            Transfer.currency,
            case((is_plus, Transfer.amount), else_=-Transfer.amount),
            JournalEntry.booked_on,
        )
        .join(JournalEntry, Transfer.entry_id == JournalEntry.id)
        .join(Incident, JournalEntry.subject == Incident.id)
        .where(
            or_(is_cost, is_undone, *paid_back),
            JournalEntry.booked_on >= first_day(scope.quarter_keys[0]),
            *_about_incident(scope),
        )
    )
    if scope.client:
        mine = select(Impact.id).where(*_about_client(scope, Impact.client_id))
        query = query.outerjoin(Remedy, JournalEntry.line_subject == Remedy.id).where(Remedy.impact_id.in_(mine))
    return [FundedLine(*row) for row in session.execute(query)]


def services(session: Session, actor: Actor) -> list[str]:
    """Return the names of services that incidents were filed for, sorted, for the filter."""
    permit(actor, "read_trends")
    query = select(Incident.service).where(Incident.service != "").distinct().order_by(Incident.service)
    return list(session.scalars(query))


def _in_months(scope: Scope) -> ColumnElement[bool]:
    return Incident.report_month.between(scope.month_keys[0], scope.month_keys[-1])


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


def _cost_account(column: Any) -> ColumnElement[bool]:
    wanted = or_(*(column.startswith(prefix) for prefix in COST_PREFIXES))
    return wanted & ~or_(*(column.startswith(prefix) for prefix in NOT_COST))


def _released_at(row: Any) -> Any:
    return row.ended_at if row.status == "released" else None
