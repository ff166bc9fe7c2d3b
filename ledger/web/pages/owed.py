"""What we owe: of mine, of everyone, to one client."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from ledger.clients.queries import client_options
from ledger.people.permissions import may
from ledger.people.queries import staff
from ledger.recovery.owed import MOST, owed
from ledger.web.session import actor, ledger, needs

pages = Blueprint("owed", __name__)
EVERYONE = "everyone"


@pages.get("/owed")
@needs("read_cases")
def index() -> str:
    """Show what is owed, overdue first; `?who=` everyone or a person, `?client=` a code. Doers begin with their own."""
    mine = actor().user_id if may(actor(), "promise") else EVERYONE
    who = request.args.get("who") or mine
    client = request.args.get("client") or None
    rows = ledger().ask(owed, actor(), person=None if who == EVERYONE else who, client=client)
    overdue = sum(row.is_overdue for row in rows)
    return render_template(
        "owed/index.html", rows=rows, who=who, client=client, most=MOST, overdue=overdue, **_choices(who, client)
    )


def _choices(who: str, client: str | None) -> dict[str, Any]:
    mine = actor().user_id
    return {
        "presets": [
            ("Mine", url_for("owed.index", who=mine, client=client), who == mine),
            ("Everyone's", url_for("owed.index", who=EVERYONE, client=client), who == EVERYONE),
        ],
        "people": [(one.id, one.name) for one in ledger().ask(staff, actor()) if one.role != "admin"],
        "clients": ledger().ask(client_options, actor()),
    }
