"""Incidents as JSON: finding, filing and answering them."""

from typing import Any

from ledger.incidents.entries_shown import EntryShown, entry_by_id
from ledger.incidents.impacts_shown import ImpactShown
from ledger.incidents.incident_page import IncidentPage
from ledger.incidents.listing import list_incidents
from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.filing import file_incident
from ledger.incidents.operations.impacts import edit_impact
from ledger.incidents.operations.milestones import set_milestones
from ledger.letters.as_recorded import case_findings
from ledger.letters.operations.closing import close_incident
from ledger.recovery.operations.updates import write_entry
from ledger.web.addressed import impact_of, incident_at, incident_id_at
from ledger.web.api_door.keyset import Page
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import versioned
from ledger.web.doubts import client_reads, refuse_doubtful
from ledger.web.guarding import refuse_mismatch
from ledger.web.schemas import incident_api as said_and_shown
from ledger.web.schemas.closing import CloseIncident
from ledger.web.schemas.incident_filters import IncidentFilters, filters_of
from ledger.web.schemas.incidents import FileIncident, IncidentShown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("incidents", "/incidents", "Filing incidents, finding them again and answering them.")
ALL_CLIENTS = 500
"""As many as one incident can be filed for."""
ETAG = {"ETag": {"description": "The version, as If-Match wants it.", "schema": {"type": "string"}}}


@api.get("")
@needs("read_cases")
@api.paged(said_and_shown.IncidentListed, IncidentFilters)
def index(page: Page) -> Any:
    """List incidents, newest first, with the filters of the page; days are those of your zone."""
    filters = filters_of(page.filters, actor().zone)
    rows = ledger().ask(
        list_incidents, actor(), filters=filters, after=page.after, limit=page.limit + 1, most_clients=ALL_CLIENTS
    )
    return page.of(rows, lambda row: (row.filed_at, row.id))


@api.post("")
@needs("file")
@created_once
@api.arguments(FileIncident)
@api.response(201, IncidentShown)
def create(said: dict[str, Any]) -> Any:
    """File an incident."""
    return ledger().do(file_incident, actor(), **said)


@api.get("/<reference>")
@needs("read_cases")
@api.response(200, said_and_shown.IncidentWhole, headers=ETAG)
def show(reference: str) -> Any:
    """Return one incident with its impacts, timeline, factors and clocks.

    The ETag is the version of its own facts, as a change of them wants it; entries are added without one. What is not
    as it was recorded is not handed out: 409 says what it is.
    """
    found = incident_at(reference)
    refuse_mismatch(case_findings, found.id)
    return found, {"ETag": f'"{found.version}"'}


@api.patch("/<reference>")
@needs("answer")
@api.arguments(said_and_shown.ChangeIncident(partial=True))
@api.response(200, said_and_shown.IncidentWhole)
@versioned
def change(said: dict[str, Any], reference: str, *, version: int) -> Any:
    """Change what is known of an incident beyond its times."""
    ledger().do(edit_incident, actor(), incident_id=incident_id_at(reference), version=version, **said)
    return incident_at(reference)


@api.post("/<reference>/entries")
@needs("answer")
@created_once
@api.arguments(said_and_shown.WriteEntry)
@api.response(201, said_and_shown.EntryShownInApi)
def write(said: dict[str, Any], reference: str) -> EntryShown:
    """Write one line of the timeline."""
    key = incident_id_at(reference)
    if not said.pop("names_nobody") and client_reads(said):
        refuse_doubtful(key, said["text"], client_code=said.get("client_code"))
    entry = ledger().do(write_entry, actor(), incident_id=key, **said)
    return ledger().ask(entry_by_id, actor(), key, entry.id)


@api.post("/<reference>/milestones")
@needs("answer")
@api.arguments(said_and_shown.MoveMilestones)
@api.response(200, said_and_shown.IncidentWhole)
def move(said: dict[str, Any], reference: str) -> IncidentPage:
    """Set milestones; status and clocks follow from them."""
    ledger().do(set_milestones, actor(), incident_id=incident_id_at(reference), times=said)
    return incident_at(reference)


@api.post("/<reference>/close")
@needs("answer")
@api.arguments(CloseIncident)
@api.response(200, said_and_shown.IncidentWhole)
def close(said: dict[str, Any], reference: str) -> IncidentPage:
    """Close a case, or let it watch; refused with a sentence for each thing that is missing."""
    ledger().do(close_incident, actor(), incident_id=incident_id_at(reference), **said)
    return incident_at(reference)


@api.get("/<reference>/impacts/<client_code>")
@needs("read_cases")
@api.response(200, said_and_shown.ImpactShownInApi)
@versioned
def impact(reference: str, client_code: str) -> ImpactShown:
    """Return what an incident did to one client."""
    found = incident_at(reference)
    refuse_mismatch(case_findings, found.id)
    return impact_of(found, client_code)


@api.patch("/<reference>/impacts/<client_code>")
@needs("answer")
@api.arguments(said_and_shown.ChangeImpact(partial=True))
@api.response(200, said_and_shown.ImpactShownInApi)
@versioned
def change_impact(said: dict[str, Any], reference: str, client_code: str, *, version: int) -> ImpactShown:
    """Change what is known of what an incident did to one client."""
    found = impact_of(incident_at(reference), client_code)
    ledger().do(edit_impact, actor(), impact_id=found.id, version=version, **said)
    return impact_of(incident_at(reference), client_code)
