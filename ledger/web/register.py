"""The table of contents of the front door: which blueprints it has."""

from flask import Flask
from flask_smorest import Api

from ledger.web.api import action_steps as api_action_steps
from ledger.web.api import actions as api_actions
from ledger.web.api import books as api_books
from ledger.web.api import candour as api_candour
from ledger.web.api import clients as api_clients
from ledger.web.api import contacts as api_contacts
from ledger.web.api import deliveries as api_deliveries
from ledger.web.api import incidents as api_incidents
from ledger.web.api import letter_batches as api_letter_batches
from ledger.web.api import letters as api_letters
from ledger.web.api import plans as api_plans
from ledger.web.api import promises as api_promises
from ledger.web.api import recovery as api_recovery
from ledger.web.api import remedies as api_remedies
from ledger.web.api import reminders as api_reminders
from ledger.web.api import trend_acts as api_trend_acts
from ledger.web.api import trend_reports as api_trend_reports
from ledger.web.api import trends as api_trends
from ledger.web.api import trust_reviews as api_trust_reviews
from ledger.web.api_door import reading
from ledger.web.pages import (
    account,
    action_list,
    action_steps,
    actions,
    answering,
    board,
    books,
    books_house,
    calendar,
    call_sheet,
    candour,
    case_cost,
    checking,
    client_page,
    clients,
    closing,
    contacts,
    effort,
    exceptions,
    four_questions,
    front,
    importing,
    incident,
    incident_list,
    incidents,
    invitations,
    letter_batches,
    letter_deliveries,
    letter_review,
    letters,
    limits,
    logo,
    open_points,
    operating,
    owed,
    people,
    plans,
    portal,
    portal_actions,
    portal_letters,
    portal_package,
    portal_promises,
    portal_remedies,
    promises,
    readings,
    record,
    recovery,
    remedies,
    reminders,
    sample,
    scorecards,
    settings,
    timeline,
    trend_acts,
    trend_files,
    trend_reports,
    trends,
    trust_reviews,
    webhooks,
)

PAGES = (
    account,
    action_list,
    action_steps,
    actions,
    answering,
    board,
    books,
    books_house,
    calendar,
    call_sheet,
    candour,
    case_cost,
    checking,
    client_page,
    clients,
    closing,
    contacts,
    effort,
    exceptions,
    four_questions,
    front,
    importing,
    incident,
    incident_list,
    incidents,
    invitations,
    letter_batches,
    letter_deliveries,
    letter_review,
    letters,
    limits,
    logo,
    open_points,
    operating,
    owed,
    people,
    plans,
    portal,
    portal_actions,
    portal_letters,
    portal_package,
    portal_remedies,
    portal_promises,
    promises,
    reading,
    readings,
    record,
    recovery,
    remedies,
    reminders,
    sample,
    scorecards,
    settings,
    timeline,
    trend_acts,
    trend_files,
    trend_reports,
    trends,
    trust_reviews,
    webhooks,
)
API = (
    api_action_steps,
    api_actions,
    api_books,
    api_candour,
    api_clients,
    api_contacts,
    api_deliveries,
    api_incidents,
    api_letter_batches,
    api_letters,
    api_plans,
    api_promises,
    api_recovery,
    api_remedies,
    api_reminders,
    api_trend_acts,
    api_trend_reports,
    api_trends,
    api_trust_reviews,
)


def register_routes(app: Flask, api: Api) -> None:
    """Register all pages, and all of the API under `/api/v1`."""
    for topic in PAGES:
        app.register_blueprint(topic.pages)
    for part in API:
        api.register_blueprint(part.api, url_prefix=f"/api/v1{part.api.url_prefix}")
