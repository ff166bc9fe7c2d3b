"""The conditions that narrow incidents, and what belongs to them, to what a scope asks for."""

from typing import Any

from sqlalchemy import ColumnElement, select

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.trends.scope import Scope


def about_incident(scope: Scope) -> list[ColumnElement[bool]]:
    """Narrow to incidents of the service and the severity that the scope has."""
    wanted = ((Incident.service, scope.service), (Incident.severity, scope.severity))
    return [column == value for column, value in wanted if value]


def about_client(scope: Scope, column: Any) -> list[ColumnElement[bool]]:
    """Narrow by the column of a client's id where the scope has a client."""
    if not scope.client:
        return []
    return [column == select(Client.id).where(Client.code == scope.client).scalar_subquery()]


def touched(scope: Scope, column: Any) -> list[ColumnElement[bool]]:
    """Narrow to the incidents that touched the client where the scope has one."""
    mine = about_client(scope, Impact.client_id)
    return [column.in_(select(Impact.incident_id).where(*mine))] if mine else []
