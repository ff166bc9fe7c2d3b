"""The table of contents of the front door: which blueprints it has."""

from flask import Flask
from flask_smorest import Api

from ledger.web.api import incidents as api_incidents
from ledger.web.api_door import reading
from ledger.web.pages import incidents

PAGES = (incidents.pages, reading.pages)
API = (api_incidents.api,)


def register_routes(app: Flask, api: Api) -> None:
    """Register all pages, and all of the API under `/api/v1`."""
    for pages in PAGES:
        app.register_blueprint(pages)
    for part in API:
        api.register_blueprint(part, url_prefix=f"/api/v1{part.url_prefix}")
