"""What is open now: promises and actions, as rows and counted, and how many of them are overdue."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.kernel.db import Instant
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_rules import UNDONE
from ledger.recovery.models import Action, Promise
from ledger.trends.case_conditions import about_client, about_incident, touched
from ledger.trends.cell_reading import all_rows
from ledger.trends.measure_rows import OpenRow, OverdueCount
from ledger.trends.months import day_ends
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
    query = _promise_counts(scope) if scope.is_narrowed else _PROMISES
    n, k = all_rows(session, query, {"now": scope.as_of})[0]
    return OverdueCount(k, n)


def overdue_promises_then(session: Session, actor: Actor, scope: Scope) -> OverdueCount:
    """Return how many promises were open when the scope's months ended, and how many of them overdue then."""
    permit(actor, "read_trends")
    at = scope.ends_at
    went_on = or_(Promise.status == "open", func.coalesce(Promise.kept_at, Promise.ended_at) > at)
    query = select(func.count(), func.sum(case((at > _BINDING, 1), else_=0))).where(Promise.promised_at <= at, went_on)
    query = _of_the_incidents(query, scope, Promise.incident_id).where(*about_client(scope, Promise.client_id))
    n, k = session.execute(query).one()
    return OverdueCount(int(k or 0), n)


def overdue_action_count(session: Session, actor: Actor, scope: Scope) -> OverdueCount:
    """Return how many actions are open now, and how many of them past their original day, as their rows say."""
    permit(actor, "read_trends")
    query = _action_counts(scope) if scope.is_narrowed else _ACTIONS
    n, k = all_rows(session, query, {"today": today_begins(scope.as_of, scope.tz)})[0]
    return OverdueCount(k, n)


def _of_the_incidents(query: Query, scope: Scope, column: Any) -> Query:
    """Narrow by the incident only where the scope asks for it: small promises have none."""
    conditions = about_incident(scope)
    return query.join(Incident, column == Incident.id).where(*conditions) if conditions else query


def _open_promises(scope: Scope, *columns: Any) -> "Select[Any]":
    query = select(*columns).select_from(Promise).where(Promise.status == "open")
    return _of_the_incidents(query, scope, Promise.incident_id).where(*about_client(scope, Promise.client_id))


def _open_actions(scope: Scope, *columns: Any) -> "Select[Any]":
    query = select(*columns).select_from(Action).where(Action.status.in_(UNDONE))
    return _of_the_incidents(query, scope, Action.incident_id).where(*touched(scope, Action.incident_id))


def _promise_counts(scope: Scope) -> "Select[int, int]":
    """Count the promises that are open, and those past the date they are judged by at the instant `now`.

    Its first date alone decides for most, and stands in the index: only of those past it more is looked up.
    """
    at: Any = bindparam("now", type_=Instant())
    not_agreed = or_(
        Promise.agreed_due_at.is_(None), Promise.agreed_at > Promise.original_due_at, Promise.agreed_due_at < at
    )
    query = _open_promises(scope, func.count())
    return _both(query, query.where(Promise.original_due_at < at, not_agreed))


def _action_counts(scope: Scope) -> "Select[int, int]":
    """Count the actions that are open, and those that were due before `today` began."""
    query = _open_actions(scope, func.count())
    return _both(query, query.where(Action.original_due_at < bindparam("today", type_=Instant())))


def _both(first: "Select[int]", second: "Select[int]") -> "Select[int, int]":
    return select(first.scalar_subquery(), second.scalar_subquery())


_EVERYTHING = Scope(datetime.max.replace(tzinfo=UTC), "UTC")
_PROMISES = _promise_counts(_EVERYTHING)
_ACTIONS = _action_counts(_EVERYTHING)
