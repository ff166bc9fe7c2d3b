"""Filing an incident and finding it again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ledger.incidents.operations.filing import file_incident
from ledger.incidents.queries import list_incidents
from ledger.web.forms import form, or_again, read_form
from ledger.web.paging import cursor, position
from ledger.web.schemas.incidents import FileIncident
from ledger.web.session import actor, ledger, needs

pages = Blueprint("incidents", __name__)
PAGE = 50


@pages.get("/incidents")
def index() -> str:
    """Show incidents, newest first."""
    rows = ledger().ask(list_incidents, actor(), after=position(request.args.get("after")), limit=PAGE + 1)
    more = cursor(rows[PAGE - 1].filed_at, rows[PAGE - 1].id) if len(rows) > PAGE else None
    return render_template("incidents/list.html", rows=rows[:PAGE], more=more)


@pages.get("/incidents/new")
@needs("file")
def new() -> str:
    """Show the form that takes a minute."""
    return render_template("incidents/new.html", form=form(FileIncident()))


@pages.post("/incidents/new")
@needs("file")
@or_again(new)
def create() -> Any:
    """File it."""
    said = read_form(FileIncident(), zone=actor().zone)
    filed = ledger().do(file_incident, actor(), **said)
    flash(f"Filed as {filed.reference}; to the client it is {', '.join(filed.client_references)}.", "done")
    return redirect(url_for("incidents.index"))
