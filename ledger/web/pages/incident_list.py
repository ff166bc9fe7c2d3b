"""The list of incidents with its filters, the same list as a sheet, and one incident as plain text."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from ledger.incidents.exporting import HEADER, exported
from ledger.incidents.filtering import Filters
from ledger.incidents.incident_page import incident_by_reference
from ledger.incidents.listing import client_choices, has_incidents, list_incidents
from ledger.incidents.ticket_text import ticket_text
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.web.filters import Asked, read_filters, start_of
from ledger.web.list_sheet import Rows, sheet_of
from ledger.web.paging import Position, one_page
from ledger.web.schemas.incident_filters import IncidentFilters, filters_of
from ledger.web.session import actor, ledger, needs
from ledger.work import Ledger

pages = Blueprint("incident_list", __name__)
PRESETS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("All", {}),
    ("On the board", {"status": "on_board"}),
    ("S1", {"severity": "S1"}),
    ("The client told us", {"found_by": "client"}),
    ("Put right, watching", {"status": "watching"}),
)


def list_page() -> Any:
    """Show the incidents that the address asks for, newest first; a filter that cannot be is named and left out."""
    asked = read_filters(IncidentFilters())
    after, errors = start_of(asked)
    size = asked.said["limit"]
    filters = filters_of(asked.said, actor().zone)
    found = ledger().ask(list_incidents, actor(), filters=filters, after=after, limit=size + 1)
    shown, following = one_page(found, size, lambda line: (line.filed_at, line.id))
    page = render_template(
        "incidents/list.html",
        asked=asked,
        errors=errors,
        faults=asked.faults(errors),
        rows=shown,
        more=_next(asked, following) if following else None,
        start=url_for("incidents.index", **asked.kept) if after else None,
        sheet=url_for("incident_list.sheet", **asked.kept),
        chips=asked.chips("incidents.index"),
        presets=[(label, url_for("incidents.index", **set_), set_ == asked.kept) for label, set_ in PRESETS],
        clients=ledger().ask(client_choices, actor()),
        is_empty=not shown and not ledger().ask(has_incidents, actor()),
        q=asked.typed.get("q", ""),
    )
    return page, 422 if errors else 200


def _next(asked: Asked, following: str) -> str:
    said = asked.kept | {"after": following}
    if "limit" in asked.typed:
        said["limit"] = str(asked.said["limit"])
    return url_for("incidents.index", **said)


@pages.get("/incidents.csv")
@needs("read_cases")
def sheet() -> Response:
    """Hand out the list as CSV, with the same filters, however long it is."""
    asked = read_filters(IncidentFilters()).or_refuse()
    return sheet_of("incidents", HEADER, _batches(ledger(), actor(), filters_of(asked.said, actor().zone)))


@pages.get("/incidents/<reference>.txt")
@needs("read_cases")
def plain(reference: str) -> Response:
    """Hand out one incident as text, for pasting into a ticket."""
    at = now()
    incident = ledger().ask(incident_by_reference, actor(), reference, at=at)
    return Response(ticket_text(incident, actor().zone, at), mimetype="text/plain")


def _batches(ledger: Ledger, who: Actor, filters: Filters) -> Iterator[Rows]:
    after: Position | None = None
    begun_at = now()
    while True:
        batch = ledger.ask(exported, who, filters=filters, after=after, at=begun_at)
        yield batch.rows
        if batch.following is None:
            return
        after = batch.following
