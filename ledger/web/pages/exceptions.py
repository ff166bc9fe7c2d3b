"""The exceptions: where somebody went round the normal way, from the record; the same list as a sheet."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from ledger.audit.exception_kinds import KINDS, LATE
from ledger.audit.exceptions import ExceptionShown, Filters, exceptions
from ledger.audit.readings import readers
from ledger.audit.sign_ins import LIMIT, days_of_failures
from ledger.clients.users import client_names
from ledger.kernel.clock import iso
from ledger.people.actor import Actor
from ledger.web.filters import read_filters, start_of
from ledger.web.list_sheet import Rows, sheet_of
from ledger.web.paging import Position, one_page
from ledger.web.schemas.oversight import ExceptionQuery, exception_filters
from ledger.web.session import actor, ledger, needs
from ledger.work import Ledger

pages = Blueprint("exceptions", __name__)
HEADER = ("when", "kind", "what", "reason", "who", "clients", "incident", "event")
BATCH = 200


@pages.get("/record/exceptions")
@needs("oversee")
def index() -> Any:
    """Show the exceptions that the address asks for, newest first."""
    asked = read_filters(ExceptionQuery())
    after, errors = start_of(asked)
    size = asked.said["limit"]
    filters = exception_filters(asked.said, actor().zone)
    found = ledger().ask(exceptions, actor(), filters=filters, after=after, limit=size + 1)
    shown, following = one_page(found, size, _place)
    kept: dict[str, Any] = asked.kept
    page = render_template(
        "record/exceptions.html",
        asked=asked,
        faults=asked.faults(errors),
        rows=shown,
        more=url_for("exceptions.index", **kept, after=following) if following else None,
        start=url_for("exceptions.index", **kept) if after else None,
        sheet=url_for("exceptions.sheet", **kept),
        chips=asked.chips("exceptions.index"),
        kinds=KINDS,
        clients=[(client.code, client.name) for client in ledger().ask(client_names, actor())],
        people=ledger().ask(readers, actor()),
        days=[] if kept or after else ledger().ask(days_of_failures, actor()),
        limit=LIMIT,
        late=int(LATE.total_seconds() // 3600),
    )
    return page, 422 if errors else 200


@pages.get("/record/exceptions.csv")
@needs("oversee")
def sheet() -> Response:
    """Hand out the exceptions as CSV, with the same filters, however many they are."""
    asked = read_filters(ExceptionQuery()).or_refuse()
    return sheet_of("exceptions", HEADER, _batches(ledger(), actor(), exception_filters(asked.said, actor().zone)))


def _batches(ledger: Ledger, who: Actor, filters: Filters) -> Iterator[Rows]:
    after: Position | None = None
    while True:
        rows = ledger.ask(exceptions, who, filters=filters, after=after, limit=BATCH)
        yield [_cells(row) for row in rows]
        if len(rows) < BATCH:
            return
        after = _place(rows[-1])


def _cells(row: ExceptionShown) -> tuple[str, ...]:
    told = (iso(row.at), row.kind_words, row.sentence, row.reason, row.by)
    return (*told, " ".join(row.clients), row.incident, row.event_id)


def _place(row: ExceptionShown) -> Position:
    return row.at, row.event_id
