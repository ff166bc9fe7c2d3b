"""Pages on which a person reads the API's description and the kinds of problems; no outside script."""

from flask import Blueprint, current_app, render_template, request, url_for

from ledger.web.api_door.problems import catalogue
from ledger.web.api_door.readable import topics

pages = Blueprint("docs", __name__, url_prefix="/docs")


@pages.get("/api")
def api() -> str:
    """Show the API, topic by topic."""
    document = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    base = request.host_url.rstrip("/")
    written = url_for("api-docs.openapi_json")
    return render_template("docs/api.html", topics=topics(document), info=document["info"], base=base, written=written)


@pages.get("/problems")
def problems() -> str:
    """Show every kind of problem an answer can name; answers link to the anchors."""
    return render_template("docs/problems.html", problems=catalogue())
