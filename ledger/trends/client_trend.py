"""What a client's page says of the last twelve months: how often, told first or not, promises kept or not."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.trends.measure_rows import ShareSeries
from ledger.trends.measures import promises_kept, told_first
from ledger.trends.queries import impact_rows, incident_rows, promise_rows
from ledger.trends.scope import Scope


@dataclass(frozen=True)
class ClientTrend:
    """The measures of one client; every incident counts, near misses too."""

    incidents: int
    told: ShareSeries
    promises: ShareSeries


def client_trend(session: Session, actor: Actor, scope: Scope) -> ClientTrend:
    """Return the measures of a scope that names one client, as the trend pages count them; three SELECTs."""
    as_of, zone, months = scope.as_of, scope.tz, scope.month_keys
    return ClientTrend(
        incidents=len(incident_rows(session, actor, scope)),
        told=told_first(impact_rows(session, actor, scope), as_of, zone, months),
        promises=promises_kept(promise_rows(session, actor, scope), as_of, zone, months),
    )
