"""The list of all actions: filters, pages, and the same as a sheet."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from ledger.clients.queries import client_options
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.kernel.spreadsheet import BYTE_ORDER_MARK, csv_line
from ledger.people.actor import Actor
from ledger.recovery.action_list import HEADER, ActionFilters, exported, has_actions, list_actions
from ledger.web.filters import Asked, read_filters
from ledger.web.pages.incident import answering
from ledger.web.paging import Position, one_page, position
from ledger.web.schemas.action_filters import ActionQuery, filters_of
from ledger.web.session import actor, ledger, needs
from ledger.work import Ledger

pages = Blueprint("action_list", __name__)
PRESETS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Open", {"state": "open"}),
    ("Wait for me", {"mine": "true"}),
    ("Overdue", {"overdue": "true"}),
    ("Watched", {"state": "watching"}),
    ("Handed over", {"handed_over": "true"}),
    ("All", {}),
)


@pages.get("/actions")
@needs("read_cases")
def index() -> Any:
    """Show the actions that the address asks for, earliest due first; a filter that cannot be is left out."""
    asked = read_filters(ActionQuery())
    after, errors = _start(asked)
    filters = filters_of(asked.said, actor().zone)
    found = ledger().ask(list_actions, actor(), filters=filters, after=after, limit=asked.said["limit"] + 1)
    shown, following = one_page(found, asked.said["limit"], lambda row: (row.due_at, row.id))
    page = render_template(
        "recovery/actions.html",
        asked=asked,
        errors=errors,
        faults=asked.faults(errors),
        rows=shown,
        more=url_for("action_list.index", **asked.kept, after=following) if following else None,
        start=url_for("action_list.index", **asked.kept) if after else None,
        sheet=url_for("action_list.sheet", **asked.kept),
        chips=asked.chips("action_list.index"),
        presets=[(label, url_for("action_list.index", **set_), set_ == asked.kept) for label, set_ in PRESETS],
        clients=ledger().ask(client_options, actor()),
        people=answering(),
        is_empty=not shown and not ledger().ask(has_actions, actor()),
    )
    return page, 422 if errors else 200


def _start(asked: Asked) -> tuple[Position | None, dict[str, list[str]]]:
    """Return where the page begins, and all that is wrong with the address; a cursor not ours begins at the start."""
    try:
        return position(asked.said.get("after")), dict(asked.errors)
    except Invalid as fault:
        return None, {**asked.errors, **fault.fields}


@pages.get("/actions.csv")
@needs("read_cases")
def sheet() -> Response:
    """Hand out the list as CSV, with the same filters, however long it is."""
    asked = read_filters(ActionQuery()).or_refuse()
    lines = _lines(ledger(), actor(), filters_of(asked.said, actor().zone))
    name = f"actions-{now():%Y-%m-%d}.csv"
    return Response(lines, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _lines(ledger: Ledger, who: Actor, filters: ActionFilters) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(HEADER)
    after: Position | None = None
    while True:
        batch = ledger.ask(exported, who, filters=filters, after=after)
        yield "".join(csv_line(row) for row in batch.rows)
        if batch.following is None:
            return
        after = batch.following
