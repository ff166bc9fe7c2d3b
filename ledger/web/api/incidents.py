"""Incidents as JSON."""

from typing import Any

from ledger.incidents.operations.filing import file_incident
from ledger.incidents.queries import list_incidents
from ledger.web.schemas.incidents import FileIncident, IncidentListed, IncidentShown
from ledger.web.session import actor, ledger, needs
from ledger.web.tokens import api_blueprint

api = api_blueprint("incidents", "/incidents", "Incidents: filing and finding")


@api.get("")
@api.response(200, IncidentListed(many=True))
def index() -> Any:
    """List incidents, newest first."""
    return ledger().ask(list_incidents, actor())


@api.post("")
@needs("file")
@api.arguments(FileIncident)
@api.response(201, IncidentShown)
def create(said: dict[str, Any]) -> Any:
    """File an incident."""
    return ledger().do(file_incident, actor(), **said)
