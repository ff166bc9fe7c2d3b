"""What the names in an address stand for: an incident, one impact of it, a contact of a client."""

from ledger.clients.queries import ContactShown, client_by_code
from ledger.incidents.impacts_shown import ImpactShown
from ledger.incidents.incident_page import IncidentPage, incident_by_reference, incident_id
from ledger.kernel.errors import Invalid, NotFound
from ledger.web.session import actor, ledger


def incident_at(reference: str) -> IncidentPage:
    """Return the incident of this address with all its parts; raise `NotFound`."""
    return ledger().ask(incident_by_reference, actor(), reference)


def incident_id_at(reference: str) -> str:
    """Return the id of the incident of this address, which is all that most verbs need; raise `NotFound`."""
    return ledger().ask(incident_id, actor(), reference)


def incident_id_named(reference: str) -> str:
    """Return the id of the incident that a form or a body names; raise `Invalid` beside `incident` for none."""
    try:
        return incident_id_at(reference)
    except NotFound:
        raise Invalid({"incident": f"There is no incident {reference}; write one such as INC-2026-0042."}) from None


def impact_of(incident: IncidentPage, client_code: str) -> ImpactShown:
    """Return what an incident did to the client with this code; raise `NotFound` for a client it did not touch."""
    for one in incident.impacts:
        if one.client_code == client_code:
            return one
    raise NotFound


def contact_at(code: str, contact_id: str) -> ContactShown:
    """Return a contact of the client with this code; raise `NotFound` for one of another client."""
    for contact in ledger().ask(client_by_code, actor(), code).contacts:
        if contact.id == contact_id:
            return contact
    sentence = "This client has no such contact."
    raise NotFound(sentence)
