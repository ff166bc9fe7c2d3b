"""What a client's service plan and calendar say, as the plain values the clock rules take."""

from collections.abc import Sequence
from datetime import time
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, PlanClock, ServicePlan
from ledger.incidents.business_calendar import BusinessCalendar
from ledger.incidents.clock_plan import DEFAULT_PLAN, ClockKind, Plan, Unit, merge_plan
from ledger.incidents.severities import Severity
from ledger.people.models import Provider
from ledger.people.queries import provider


def calendar_of(session: Session, client: Client) -> BusinessCalendar:
    """Return when a client works: its zone and country, and the provider's opening hours."""
    return calendar_from(client, provider(session))


def calendar_from(client: Client, ours: Provider) -> BusinessCalendar:
    """Return the calendar from rows already read; a country without known holidays has working weekdays only."""
    opens, closes = time.fromisoformat(ours.opens), time.fromisoformat(ours.closes)
    subdivision = ours.subdivision or None if client.country == ours.country else None
    try:
        return BusinessCalendar(client.zone, opens, closes, country=client.country, subdivision=subdivision)
    except ValueError:
        return BusinessCalendar(client.zone, opens, closes)


def plan_of(session: Session, client: Client, calendar: BusinessCalendar) -> Plan:
    """Return the standard plan with the client's stricter clocks."""
    if client.plan_id is None:
        return DEFAULT_PLAN
    plan = session.get_one(ServicePlan, client.plan_id)
    rows = session.scalars(select(PlanClock).where(PlanClock.plan_id == plan.id).order_by(PlanClock.id)).all()
    return merged(plan.name, rows, calendar)


def merged(name: str, rows: Sequence[PlanClock], calendar: BusinessCalendar) -> Plan:
    """Return the standard plan with those of the rows that are stricter; a looser one never loosens a clock."""
    plan = DEFAULT_PLAN
    for row in rows:
        cell = (ClockKind(row.kind), cast("Severity", row.severity))
        try:
            stricter = merge_plan(
                DEFAULT_PLAN,
                {cell: (row.amount, cast("Unit", row.unit))},
                plan=name,
                business_day_minutes=calendar.minutes_per_day,
            )
        except ValueError:
            continue
        plan = {**plan, cell: stricter[cell]}
    return plan
