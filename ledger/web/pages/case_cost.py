"""What one mistake cost us: one line for our people, entries and forms for those with the finance permission."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from marshmallow import Schema

from ledger.kernel.money import currencies
from ledger.people.permissions import may
from ledger.recovery.case_money import money_of_case
from ledger.recovery.house_choices import cost_centre_choices
from ledger.recovery.operations.commitments import commit_budget
from ledger.recovery.operations.spending import book_cost, claim_back, receive_back
from ledger.recovery.queries import for_whom
from ledger.web.addressed import incident_at, incident_id_at
from ledger.web.forms import form, or_again, read_form
from ledger.web.schemas import case_cost as said
from ledger.web.schemas.books import KIND_WORDS
from ledger.web.session import actor, ledger, needs, provider_currency

pages = Blueprint("case_cost", __name__)
PATH = "/incidents/<reference>/cost"


@pages.get(PATH)
@needs("read_cases")
def show(reference: str) -> str:
    """Show what it cost us and what the clients get; the accounts only with the finance permission."""
    incident = incident_at(reference)
    found = ledger().ask(money_of_case, actor(), incident.id)
    whom = ledger().ask(for_whom, actor(), incident.id)
    return render_template(
        "books/case.html",
        incident=incident,
        found=found,
        words=KIND_WORDS,
        forms_of=_forms() if may(actor(), "keep_books") else {},
        centres=ledger().ask(cost_centre_choices, actor()),
        whom=[(one.client_reference, f"{one.client_name}, {one.client_reference}") for one in whom],
        currencies=currencies(*(one.currency for one in whom), provider_currency()),
    )


@pages.post(f"{PATH}/commit")
@needs("keep_books")
@or_again(show)
def commit(reference: str) -> Any:
    """Commit money for it."""
    return _done(reference, said.CommitBudget(), commit_budget, "Committed.")


@pages.post(f"{PATH}/book")
@needs("keep_books")
@or_again(show)
def book(reference: str) -> Any:
    """Book a cost of it."""
    return _done(reference, said.BookCost(), book_cost, "Booked.")


@pages.post(f"{PATH}/claim")
@needs("keep_books")
@or_again(show)
def claim(reference: str) -> Any:
    """Book what a supplier or insurer is to pay us back."""
    return _done(reference, said.ClaimBack(), claim_back, "Booked; it stands apart from what the client gets.")


@pages.post(f"{PATH}/received")
@needs("keep_books")
@or_again(show)
def received(reference: str) -> Any:
    """Book that they have paid."""
    return _done(reference, said.ReceiveBack(), receive_back, "Booked.")


def _forms() -> dict[str, Any]:
    schemas = {
        "commit": said.CommitBudget,
        "book": said.BookCost,
        "claim": said.ClaimBack,
        "received": said.ReceiveBack,
    }
    return {name: form(schema()) for name, schema in schemas.items()}


def _done(reference: str, schema: Schema, verb: Callable[..., Any], sentence: str) -> Any:
    given = read_form(schema, zone=actor().zone)
    ledger().do(verb, actor(), incident_id=incident_id_at(reference), **given)
    flash(sentence, "done")
    return redirect(url_for("case_cost.show", reference=reference))
