"""What leadership opens: the five headline measures of one scope, as series; drawing and words come after."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.trends.measure_rows import OverdueStock, ShareSeries, StackSeries
from ledger.trends.measures import found_first, promises_kept, told_first
from ledger.trends.overdue import overdue_actions, overdue_promises
from ledger.trends.queries import cost_lines, impact_rows, incident_rows, open_action_rows, promise_rows
from ledger.trends.scope import Scope
from ledger.trends.tallies import cost_per_quarter, incidents_per_month


@dataclass(frozen=True)
class Leadership:
    """The series of the page. Costs stand by currency, and are none where the actor may not see them."""

    told: ShareSeries
    found: ShareSeries
    promises: ShareSeries
    overdue_promises: OverdueStock
    overdue_actions: OverdueStock
    incidents: StackSeries
    costs: Mapping[str, StackSeries] | None
    open_incidents: int


def leadership(session: Session, actor: Actor, scope: Scope) -> Leadership:
    """Return the headline measures of a scope as of its instant; six SELECTs whatever the size."""
    as_of, zone, months = scope.as_of, scope.tz, scope.month_keys
    impacts = impact_rows(session, actor, scope)
    incidents = incident_rows(session, actor, scope)
    costs = cost_lines(session, actor, scope) if may(actor, "read_all_costs") else None
    return Leadership(
        told=told_first(impacts, as_of, zone, months),
        found=found_first(impacts, as_of, zone, months),
        promises=promises_kept(promise_rows(session, actor, scope), as_of, zone, months),
        overdue_promises=overdue_promises(promise_rows(session, actor, scope, open_now=True), as_of),
        overdue_actions=overdue_actions(open_action_rows(session, actor, scope), as_of),
        incidents=incidents_per_month(incidents, as_of, zone, months),
        costs=None if costs is None else cost_per_quarter(costs, as_of, zone, scope.quarter_keys),
        open_incidents=sum(1 for row in incidents if row.status in {"open", "contained"}),
    )
