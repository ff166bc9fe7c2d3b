"""One's own reminders and calendar address as JSON."""

from typing import Any

from flask import url_for

from ledger.duties.operations.feeds import make_feed, revoke_feed
from ledger.duties.operations.wishes import save_wish
from ledger.duties.wishes import Wish, own_wish
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import WITHOUT_VERSION, versioned
from ledger.web.schemas.reminders import FeedMade, MakeFeed, RemindersShown, SaveReminders, times
from ledger.web.session import actor, ledger, needs

api = api_blueprint("reminders", "/reminders", "One's own reminders, and the calendar of what is due.")


@api.get("")
@needs("read_cases")
@api.response(200, RemindersShown)
@versioned
def show() -> Wish:
    """Return what I am reminded of beyond the open S1 and S2 that are mine."""
    return ledger().ask(own_wish, actor())


@api.put("")
@needs("read_cases")
@api.arguments(SaveReminders(exclude=WITHOUT_VERSION))
@api.response(200, RemindersShown)
@versioned
def save(said: dict[str, Any], *, version: int) -> Wish:
    """Say what I want to be reminded of; what is left out is off."""
    ledger().do(save_wish, actor(), **times(said), version=version)
    return ledger().ask(own_wish, actor())


@api.post("/calendar")
@needs("read_cases")
@api.arguments(MakeFeed)
@api.response(201, FeedMade)
def make(said: dict[str, Any]) -> dict[str, str]:
    """Make a calendar address: it is answered this once, and an earlier one stops working."""
    made = ledger().do(make_feed, actor(), **said)
    return {"address": f"{ledger().settings.public_url}{url_for('calendar.feed', secret=made.secret)}"}


@api.delete("/calendar")
@needs("read_cases")
@api.response(204)
def revoke() -> None:
    """Revoke the calendar address."""
    ledger().do(revoke_feed, actor())
