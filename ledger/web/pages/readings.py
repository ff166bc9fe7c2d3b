"""Who read what: for leadership, auditors and administrators, searched by case or by person."""

from typing import Any

from flask import Blueprint, render_template, url_for

from ledger.audit.readings import WAYS, WHATS, readers, readings
from ledger.web.filters import read_filters
from ledger.web.paging import one_page, position
from ledger.web.schemas.oversight import ReadingQuery, reading_filters
from ledger.web.session import actor, ledger, needs

pages = Blueprint("readings", __name__)


@pages.get("/record/readings")
@needs("oversee")
def index() -> Any:
    """Show who read what, newest first."""
    asked = read_filters(ReadingQuery())
    after, size = position(asked.said.get("after")), asked.said["limit"]
    filters = reading_filters(asked.said, actor().zone)
    found = ledger().ask(readings, actor(), filters=filters, after=after, limit=size + 1)
    shown, following = one_page(found, size, lambda row: (row.at, row.id))
    kept: dict[str, Any] = asked.kept
    page = render_template(
        "record/readings.html",
        asked=asked,
        faults=asked.faults(asked.errors),
        rows=shown,
        more=url_for("readings.index", **kept, after=following) if following else None,
        start=url_for("readings.index", **kept) if after else None,
        whats=WHATS,
        ways=WAYS,
        people=ledger().ask(readers, actor()),
    )
    return page, 422 if asked.errors else 200
