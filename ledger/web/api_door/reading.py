"""Pages on which a person reads the API's description and the kinds of problems; no outside script."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for

from ledger.web.api_door.problems import catalogue
from ledger.web.api_door.readable import topics

pages = Blueprint("docs", __name__, url_prefix="/docs")


@pages.get("/api")
def api() -> str:
    """Show what the API is and all its operations, each leading to the page of its topic."""
    document = _document()
    written = url_for("api-docs.openapi_json")
    return render_template("docs/api.html", topics=topics(document), info=document["info"], written=written)


@pages.get("/api/<topic>")
def api_topic(topic: str) -> str:
    """Show the operations of one topic in full."""
    found = next((one for one in topics(_document()) if one.slug == topic), None) or abort(404)
    return render_template("docs/api_topic.html", topic=found, base=request.host_url.rstrip("/"))


@pages.get("/problems")
def problems() -> str:
    """Show every kind of problem an answer can name; answers link to the anchors."""
    return render_template("docs/problems.html", problems=catalogue())


def _document() -> dict[str, Any]:
    document: dict[str, Any] = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return document
