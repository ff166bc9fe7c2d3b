"""The conditions that counts of facts are made of: which facts a scope asks for, and whether they meet a measure."""

from sqlalchemy import ColumnElement, and_, or_

from ledger.trends.facts_of_client import of_client
from ledger.trends.models import TrendFact
from ledger.trends.scope import Scope


def about(scope: Scope) -> list[ColumnElement[bool]]:
    """Narrow facts to what the address asks for; what belongs to an incident belongs to each client it touched."""
    wanted = ((TrendFact.service, scope.service), (TrendFact.severity, scope.severity))
    conditions: list[ColumnElement[bool]] = [column == value for column, value in wanted if value]
    if scope.client:
        conditions.append(of_client(scope.client))
    return conditions


def is_met(scope: Scope) -> ColumnElement[bool]:
    """Say that a fact counts and meets its measure at the scope's instant."""
    until = or_(TrendFact.unmet_at.is_(None), TrendFact.unmet_at > scope.as_of)
    return and_(TrendFact.counts_at <= scope.as_of, TrendFact.met_at <= scope.as_of, until)


def in_months(scope: Scope) -> ColumnElement[bool]:
    """Narrow facts to the months of a scope."""
    return TrendFact.month.between(scope.month_keys[0], scope.month_keys[-1])
