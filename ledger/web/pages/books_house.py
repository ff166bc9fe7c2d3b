"""What our house decides about its books: budgets, months, cost centres, account numbers, exchange rates."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from marshmallow import Schema

from ledger.kernel.clock import now
from ledger.people.permissions import may
from ledger.recovery.exchange_rates import exchange_rates
from ledger.recovery.house_choices import cost_centre_choices
from ledger.recovery.house_reads import list_budgets, list_cost_centres, list_mappings, list_months
from ledger.recovery.operations import house_books as house
from ledger.recovery.operations.exchange import enter_rate
from ledger.recovery.operations.months import close_month, reopen_month
from ledger.web.confirming import confirmed
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas import books_house as said
from ledger.web.schemas.books import CURRENCIES
from ledger.web.session import actor, ledger, needs, provider_currency, provider_zone

pages = Blueprint("books_house", __name__, url_prefix="/books")


@pages.get("/budgets")
@needs("read_all_costs")
def budgets() -> str:
    """Show the budgets with what was approved, spent and is left."""
    shown = form(said.SetBudget()) if may(actor(), "keep_books") else None
    rows, centres = ledger().ask(list_budgets, actor()), ledger().ask(cost_centre_choices, actor())
    return render_template(
        "books/budgets.html", rows=rows, centres=centres, form=shown, currencies=CURRENCIES,
        currency=provider_currency(),
    )  # fmt: skip


@pages.post("/budgets")
@needs("keep_books")
@or_again(budgets)
def set_budget() -> Any:
    """Set a budget."""
    return _done(said.SetBudget(), house.set_budget, "budgets", "The budget is set.")


@pages.get("/months")
@needs("read_all_costs")
def months() -> str:
    """Show which months are closed."""
    shown = form(said.ReopenMonth()) if may(actor(), "keep_books") else None
    this_month = f"{_today():%Y-%m}"
    refused = [sentence for found in form(said.CloseMonth()).errors.values() for sentence in found]
    return render_template(
        "books/months.html", rows=ledger().ask(list_months, actor()), form=shown, today=this_month, refused=refused
    )


@pages.post("/months/close")
@needs("keep_books")
@confirmed("Close this month?", ["Nothing is booked in it any more."], submit="Close it", back="books_house.months")
@or_again(months)
def close() -> Any:
    """Close a month."""
    return _done(said.CloseMonth(), close_month, "months", "The month is closed.")


@pages.post("/months/reopen")
@needs("keep_books")
@or_again(months)
def reopen() -> Any:
    """Open a month again."""
    return _done(said.ReopenMonth(), reopen_month, "months", "The month is open again.")


@pages.get("/cost-centres")
@needs("read_all_costs")
def centres() -> str:
    """Show the cost centres."""
    shown = form(said.SaveCostCentre(), active=True) if may(actor(), "keep_books") else None
    return render_template("books/centres.html", rows=ledger().ask(list_cost_centres, actor()), form=shown)


@pages.post("/cost-centres")
@needs("keep_books")
@or_again(centres)
def save_centre() -> Any:
    """Add or change a cost centre."""
    return _done(said.SaveCostCentre(), house.save_cost_centre, "centres", "Saved.")


@pages.get("/accounts")
@needs("read_all_costs")
def mapping() -> str:
    """Show our own account numbers and tax codes."""
    shown = form(said.MapAccount()) if may(actor(), "keep_books") else None
    return render_template("books/mapping.html", rows=ledger().ask(list_mappings, actor()), form=shown)


@pages.post("/accounts")
@needs("keep_books")
@or_again(mapping)
def map_account() -> Any:
    """Give an account a number of our own."""
    return _done(said.MapAccount(), house.map_account, "mapping", "Saved; exports use it from now on.")


@pages.post("/accounts/remove")
@needs("keep_books")
@or_again(mapping)
def unmap_account() -> Any:
    """Take it away again."""
    return _done(said.UnmapAccount(), house.unmap_account, "mapping", "Taken away.")


@pages.get("/rates")
@needs("read_all_costs")
def rates() -> str:
    """Show the exchange rates that people entered."""
    shown = form(said.EnterRate(), on_date=_today()) if may(actor(), "keep_books") else None
    return render_template("books/rates.html", rows=ledger().ask(exchange_rates, actor()), form=shown)


@pages.post("/rates")
@needs("keep_books")
@or_again(rates)
def add_rate() -> Any:
    """Enter a rate."""
    return _done(said.EnterRate(), enter_rate, "rates", "Entered; what was booked before keeps its rate.")


def _today() -> date:
    """Return today at our place, where the books are kept."""
    return now().astimezone(ZoneInfo(provider_zone())).date()


def _done(schema: Schema, verb: Callable[..., Any], back: str, sentence: str) -> Any:
    ledger().do(verb, actor(), **read_form(schema, zone=actor().zone))
    flash(sentence, "done")
    return redirect(url_for(f"books_house.{back}"))
