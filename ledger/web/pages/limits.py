"""Up to which amount a role approves alone, and what an hour of our work costs us."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from ledger.kernel.money import currencies
from ledger.people.actor import SYSTEM
from ledger.people.queries import provider_or_none
from ledger.recovery.limits import chosen_limits
from ledger.recovery.operations.limits import set_approval_limit, set_labour_rate
from ledger.recovery.rates import rates
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas.limits import ROLES, SetLimit, SetRate
from ledger.web.session import actor, ledger, needs

pages = Blueprint("limits", __name__)


@pages.get("/settings/limits")
@needs("read_settings")
def show() -> str:
    """Show both, with the forms of those who may set them."""
    ours = ledger().ask(provider_or_none, SYSTEM)
    first = ours.currency if ours else "EUR"
    return render_template(
        "people/limits.html",
        limits=ledger().ask(chosen_limits, actor()),
        rates=ledger().ask(rates, actor()),
        roles=dict(ROLES),
        limit_form=form(SetLimit()),
        rate_form=form(SetRate()),
        currencies=currencies(first),
    )


@pages.post("/settings/limits")
@needs("manage_settings")
@or_again(show)
def set_limit() -> Any:
    """Set a limit."""
    ledger().do(set_approval_limit, actor(), **read_form(SetLimit()))
    flash("Set. It holds for whatever is approved from now on.", "done")
    return redirect(url_for("limits.show"))


@pages.post("/settings/rates")
@needs("set_rates")
@or_again(show)
def set_rate() -> Any:
    """Set a rate."""
    ledger().do(set_labour_rate, actor(), **read_form(SetRate()))
    flash("Set. Lines already written keep the rate they were reckoned with.", "done")
    return redirect(url_for("limits.show", _anchor="rates"))
