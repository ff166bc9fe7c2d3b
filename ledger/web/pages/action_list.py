"""The list of all actions: filters, pages, and the same as a sheet."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from ledger.clients.queries import client_options
from ledger.people.actor import Actor
from ledger.recovery.action_list import HEADER, ActionFilters, exported, has_actions, list_actions
from ledger.web.filters import read_filters, start_of
from ledger.web.list_sheet import Rows, sheet_of
from ledger.web.pages.incident import answering
from ledger.web.paging import Position, one_page
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
    after, errors = start_of(asked)
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


@pages.get("/actions.csv")
@needs("read_cases")
def sheet() -> Response:
    """Hand out the list as CSV, with the same filters, however long it is."""
    asked = read_filters(ActionQuery()).or_refuse()
    return sheet_of("actions", HEADER, _batches(ledger(), actor(), filters_of(asked.said, actor().zone)))


def _batches(ledger: Ledger, who: Actor, filters: ActionFilters) -> Iterator[Rows]:
    after: Position | None = None
    while True:
        batch = ledger.ask(exported, who, filters=filters, after=after)
        yield batch.rows
        if batch.following is None:
            return
        after = batch.following
