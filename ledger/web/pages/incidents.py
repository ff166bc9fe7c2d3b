"""Filing an incident and finding it again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ledger.clients.queries import client_options
from ledger.incidents.act_statement import PROVISIONAL
from ledger.incidents.operations.filing import file_incident
from ledger.web.forms import form, or_again, read_form
from ledger.web.pages.incident_list import list_page
from ledger.web.schemas.incidents import FileIncident
from ledger.web.session import actor, ledger, needs

pages = Blueprint("incidents", __name__)


@pages.get("/incidents")
@needs("read_cases")
def index() -> Any:
    """Show incidents, newest first, narrowed to what the address asks for."""
    return list_page()


@pages.get("/incidents/new")
@needs("file")
def new() -> str:
    """Show the form that takes a minute."""
    clients = ledger().ask(client_options, actor())
    named = [code for code, _ in clients if len(clients) == 1 or code == request.args.get("client")]
    shown = form(FileIncident(), act_statement=PROVISIONAL, clients=named or None)
    return render_template("incidents/new.html", form=shown, clients=clients)


@pages.post("/incidents/new")
@needs("file")
@or_again(new)
def create() -> Any:
    """File it."""
    said = read_form(FileIncident(), zone=actor().zone)
    filed = ledger().do(file_incident, actor(), **said)
    flash(f"Filed as {filed.reference}; to the client it is {', '.join(filed.client_references)}.", "done")
    return redirect(url_for("incident.show", reference=filed.reference))
