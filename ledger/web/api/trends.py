"""Trends as JSON: the series behind the leadership page."""

from typing import Any

from ledger.trends.leadership import Leadership, leadership
from ledger.trends.scope import Scope
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.schemas.trends import TrendsShown, TrendView
from ledger.web.session import actor, ledger, needs
from ledger.web.trend_scope import scope_of

api = api_blueprint("trends", "/trends", "The headline measures as series, with the same filters as the page.")


@api.get("")
@needs("read_trends")
@api.arguments(TrendView, location="query")
@api.response(200, TrendsShown)
def index(said: dict[str, Any]) -> Any:
    """Return the headline measures."""
    scope = scope_of(said)
    return _shown(ledger().ask(leadership, actor(), scope), scope)


def _shown(found: Leadership, scope: Scope) -> dict[str, Any]:
    costs = None if found.costs is None else found.costs.items()
    return {
        "as_of": scope.as_of,
        "zone": scope.zone,
        "told_first": found.told.shares,
        "found_first": found.found.shares,
        "promises_kept": found.promises.shares,
        "overdue_promises": found.overdue_promises.k,
        "overdue_actions": found.overdue_actions.k,
        "incidents": found.incidents and found.incidents.stacks,
        "costs": costs and [{"currency": currency, "quarters": series.stacks} for currency, series in costs],
    }
