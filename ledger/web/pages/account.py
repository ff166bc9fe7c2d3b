"""Everybody's own account: name, telephone, zone, password, second step, personal tokens."""

from dataclasses import asdict
from datetime import time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.duties.feeds import own_feed
from ledger.duties.wishes import own_wish
from ledger.people.listing import account, own_tokens
from ledger.people.operations.own_account import change_own
from ledger.people.operations.tokens import make_token, revoke_token
from ledger.people.permissions import may
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.people import MakeToken, OwnAccount
from ledger.web.schemas.reminders import MakeFeed, SaveReminders
from ledger.web.session import actor, ledger, needs

pages = Blueprint("account", __name__)


@pages.get("/account")
def show(made: Any = None, feed_address: str = "") -> str:
    """Show the own account; a token that was just made is shown here, once."""
    who = actor()
    row = ledger().ask(account, who, who.user_id)
    tokens = ledger().ask(own_tokens, who) if may(who, "own_tokens") else None
    return render_template(
        "account/show.html", form=form(OwnAccount(), **asdict(row)), token_form=form(MakeToken()), row=row,
        tokens=tokens, made=made, feed_address=feed_address, **_reminders(),
    )  # fmt: skip


def _reminders() -> dict[str, Any]:
    """Return what the part about reminders and the calendar shows, nothing for those who read no cases."""
    who = actor()
    if not may(who, "read_cases"):
        return {"wish": None}
    wish = ledger().ask(own_wish, who)
    stands = {name: f"{at:%H:%M}" for name, at in asdict(wish).items() if isinstance(at, time)}
    shown = form(SaveReminders(), each=wish.each, weekly=wish.weekly, short_titles=wish.short_titles, **stands)
    return {"wish": wish, "wish_form": shown, "feed": ledger().ask(own_feed, who), "feed_form": form(MakeFeed())}


@pages.post("/account")
@or_again(show)
def change() -> Any:
    """Change name, telephone, zone."""
    ledger().do(change_own, actor(), **read_form(OwnAccount()))
    flash("Saved.", "done")
    return redirect(url_for("account.show"))


@pages.post("/account/tokens")
@needs("own_tokens")
@or_again(show)
def add_token() -> Any:
    """Make a token and show its secret once."""
    return show(ledger().do(make_token, actor(), **read_form(MakeToken())))


@pages.post("/account/tokens/<token_id>/revoke")
@needs("own_tokens")
def revoke(token_id: str) -> Any:
    """Revoke a token."""
    ledger().do(revoke_token, actor(), token_id)
    flash("Revoked. Whatever used it gets no answer any more.", "done")
    return redirect(url_for("account.show"))
