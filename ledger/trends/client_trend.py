"""What a client's page says of the last twelve months: how often, told first or not, promises kept or not."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.trends.counting import shares
from ledger.trends.measure_rows import ShareSeries
from ledger.trends.queries import incident_count
from ledger.trends.scope import Scope

MONTHS = 12


@dataclass(frozen=True)
class ClientTrend:
    """The measures of one client; every incident counts, near misses too."""

    incidents: int
    told: ShareSeries
    promises: ShareSeries


def client_trend(session: Session, actor: Actor, scope: Scope) -> ClientTrend:
    """Return the measures of a scope that names one client, as the trend pages count them; two SELECTs."""
    year = replace(scope, months=MONTHS)
    found = shares(session, actor, year, ("told_first", "promises_kept"))
    return ClientTrend(
        incidents=incident_count(session, actor, year),
        told=ShareSeries(found["told_first"]),
        promises=ShareSeries(found["promises_kept"]),
    )
