"""My reminders and my calendar address, on the account page."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from ledger.duties.operations.feeds import make_feed, revoke_feed
from ledger.duties.operations.wishes import save_wish
from ledger.web.forms import or_again, read_form
from ledger.web.pages.account import show
from ledger.web.schemas.reminders import MakeFeed, SaveReminders, times
from ledger.web.session import actor, ledger, needs

pages = Blueprint("reminders", __name__)


@pages.post("/account/reminders")
@needs("read_cases")
@or_again(show)
def save() -> Any:
    """Save what I want to be reminded of."""
    ledger().do(save_wish, actor(), **times(read_form(SaveReminders())))
    flash("Saved.", "done")
    return redirect(url_for("account.show", _anchor="reminders"))


@pages.post("/account/calendar")
@needs("read_cases")
@or_again(show)
def make() -> Any:
    """Make a calendar address and show it once."""
    made = ledger().do(make_feed, actor(), **read_form(MakeFeed()))
    return show(feed_address=address_of(made.secret))


@pages.post("/account/calendar/revoke")
@needs("read_cases")
def revoke() -> Any:
    """Revoke it."""
    ledger().do(revoke_feed, actor())
    flash("Revoked. A calendar that reads it is answered that there is nothing.", "done")
    return redirect(url_for("account.show", _anchor="calendar"))


def address_of(secret: str) -> str:
    """Return the address of a feed as calendar programs take it."""
    return f"{ledger().settings.public_url}{url_for('calendar.feed', secret=secret)}"
