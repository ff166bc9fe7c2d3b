"""The table of contents of the front door: which blueprints it has."""

from flask import Flask
from flask_smorest import Api

from ledger.web.api import actions as api_actions
from ledger.web.api import clients as api_clients
from ledger.web.api import contacts as api_contacts
from ledger.web.api import incidents as api_incidents
from ledger.web.api import letters as api_letters
from ledger.web.api import plans as api_plans
from ledger.web.api import promises as api_promises
from ledger.web.api import recovery as api_recovery
from ledger.web.api import remedies as api_remedies
from ledger.web.api import trends as api_trends
from ledger.web.api_door import reading
from ledger.web.pages import (
    account,
    actions,
    answering,
    board,
    call_sheet,
    client_page,
    clients,
    contacts,
    front,
    importing,
    incident,
    incident_list,
    incidents,
    invitations,
    letter_review,
    letters,
    owed,
    people,
    plans,
    portal,
    portal_letters,
    promises,
    recovery,
    remedies,
    settings,
    timeline,
    trends,
)

PAGES = (
    account.pages,
    actions.pages,
    answering.pages,
    board.pages,
    call_sheet.pages,
    client_page.pages,
    clients.pages,
    contacts.pages,
    front.pages,
    importing.pages,
    incident.pages,
    incident_list.pages,
    incidents.pages,
    invitations.pages,
    letter_review.pages,
    letters.pages,
    owed.pages,
    people.pages,
    plans.pages,
    portal.pages,
    portal_letters.pages,
    promises.pages,
    reading.pages,
    recovery.pages,
    remedies.pages,
    settings.pages,
    timeline.pages,
    trends.pages,
)
API = (
    api_actions.api,
    api_clients.api,
    api_contacts.api,
    api_incidents.api,
    api_letters.api,
    api_plans.api,
    api_promises.api,
    api_recovery.api,
    api_remedies.api,
    api_trends.api,
)


def register_routes(app: Flask, api: Api) -> None:
    """Register all pages, and all of the API under `/api/v1`."""
    for pages in PAGES:
        app.register_blueprint(pages)
    for part in API:
        api.register_blueprint(part, url_prefix=f"/api/v1{part.url_prefix}")
