"""What we owe: of mine, where I stand in, of everyone, to one client; overdue first."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, url_for

from ledger.clients.queries import client_options
from ledger.duties.asking import MOST, Asked
from ledger.duties.due import KINDS
from ledger.duties.owed import owed
from ledger.kernel.clock import now
from ledger.people.permissions import may
from ledger.people.queries import staff
from ledger.recovery.keeping import end_of_day
from ledger.web.filters import read_filters
from ledger.web.schemas.reminders import OwedFilters
from ledger.web.session import actor, ledger, needs

pages = Blueprint("owed", __name__)
EVERYONE, STANDING_IN = "everyone", "standing-in"
WEEK = timedelta(days=7)


@pages.get("/owed")
@needs("read_cases")
def index() -> Any:
    """Show what is owed, overdue first; `?who=` everyone, standing-in or a person. Doers begin with their own."""
    asked = read_filters(OwedFilters())
    mine = actor().user_id if may(actor(), "promise") else EVERYONE
    who = asked.said.get("who") or mine
    at = now()
    rows = ledger().ask(owed, actor(), _narrowed(who, asked.said, at))
    page = render_template(
        "owed/index.html",
        rows=rows,
        asked=asked,
        who=who,
        most=MOST,
        kinds=list(KINDS.items()),
        overdue=sum(row.is_overdue for row in rows),
        **_choices(who, asked.kept),
    )
    return page, 422 if asked.errors else 200


def _narrowed(who: str, said: Any, at: datetime) -> Asked:
    until = {"today": end_of_day(_today(at), actor().zone), "week": at + WEEK}.get(said.get("by") or "")
    return Asked(
        person=None if who == EVERYONE else actor().user_id if who == STANDING_IN else who,
        only_deputy=who == STANDING_IN,
        client=said.get("client"),
        kind=said.get("kind") or "",
        q=said.get("q") or "",
        until=until,
    )


def _today(at: datetime) -> date:
    return at.astimezone(ZoneInfo(actor().zone)).date()


def _choices(who: str, kept: dict[str, Any]) -> dict[str, Any]:
    mine, others = actor().user_id, {name: text for name, text in kept.items() if name != "who"}
    found = [("Mine", mine), ("Where I stand in", STANDING_IN), ("Everyone's", EVERYONE)]
    return {
        "presets": [(label, url_for("owed.index", **others, who=key), who == key) for label, key in found],
        "people": [(one.id, one.name) for one in ledger().ask(staff, actor()) if one.role != "admin"],
        "clients": ledger().ask(client_options, actor()),
        "narrowing": len(others) + (who not in {mine, STANDING_IN, EVERYONE}),
    }
