"""The front step: the first page of each role, and the small addresses that browsers and machines ask for."""

import importlib.resources
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, send_file, url_for
from sqlalchemy.exc import SQLAlchemyError

from ledger.config import home
from ledger.kernel.errors import NotFound
from ledger.kernel.schema import is_current
from ledger.people.permissions import may
from ledger.web.session import actor, ledger

pages = Blueprint("front", __name__)

CUTS = ("Regular", "It", "Semibold", "SemiboldIt", "Bold")
FONTS = frozenset(f"SourceSansPro-{cut}.ttf" for cut in CUTS)
A_YEAR = 365 * 24 * 3600
FIRST_PAGES = (
    ("read_own_case", "portal.index"),
    ("read_cases", "board.index"),
    ("read_cases", "incidents.index"),
    ("manage_people", "people.index"),
)
"""Verb to the page its people begin with; the first that fits and exists."""


@pages.get("/")
def index() -> Any:
    """Send everybody to their first page."""
    who = actor()
    for verb, endpoint in FIRST_PAGES:
        if may(who, verb) and endpoint in current_app.view_functions:
            return redirect(url_for(endpoint))
    return redirect(url_for("account.show"))


@pages.get("/static/fonts/<name>")
def font(name: str) -> Response:
    """Serve a cut of the package's typeface, the same that letters are set in; only those that pages name."""
    if name not in FONTS:
        raise NotFound
    file = importlib.resources.files("font_source_sans_pro") / "files" / name
    return send_file(str(file), mimetype="font/ttf", max_age=A_YEAR)


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Serve the mark to browsers that ask here first."""
    return current_app.send_static_file("mark.svg")


@pages.get("/robots.txt")
def robots() -> Response:
    """Ask search engines to stay outside."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@pages.get("/healthz")
def health() -> tuple[Response, int]:
    """Tell a supervisor whether the database answers and has this version's schema; what is stuck `/metrics` tells."""
    try:
        current = is_current(ledger().database.engine, home() / "migrations")
    except SQLAlchemyError:
        return jsonify(status="the database does not answer"), 503
    if not current:
        return jsonify(status="the schema is of another version: run amends db upgrade"), 503
    return jsonify(status="ok"), 200
