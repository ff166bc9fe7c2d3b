"""Incidents as JSON."""

from typing import Any

from ledger.incidents.operations.filing import file_incident
from ledger.incidents.listing import list_incidents
from ledger.web.api_door.keyset import Page
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.schemas.incidents import FileIncident, IncidentListed, IncidentShown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("incidents", "/incidents", "Filing incidents and finding them again.")


@api.get("")
@api.paged(IncidentListed)
def index(page: Page) -> Any:
    """List incidents, newest first."""
    rows = ledger().ask(list_incidents, actor(), after=page.after, limit=page.limit + 1)
    return page.of(rows, lambda row: (row.filed_at, row.id))


@api.post("")
@needs("file")
@created_once
@api.arguments(FileIncident)
@api.response(201, IncidentShown)
def create(said: dict[str, Any]) -> Any:
    """File an incident."""
    return ledger().do(file_incident, actor(), **said)
