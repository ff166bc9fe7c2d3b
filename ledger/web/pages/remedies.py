"""One remedy line: what it is, and each step it can take. Outward steps are asked for once more."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from marshmallow import Schema

from ledger.people.permissions import may
from ledger.recovery.as_recorded import remedy_findings
from ledger.recovery.earlier import earlier_remedies
from ledger.recovery.house_choices import cost_centre_choices
from ledger.recovery.operations import remedies as verbs
from ledger.recovery.operations import remedy_endings as endings
from ledger.recovery.queries import remedy_of
from ledger.recovery.remedy_codes import ENTITLEMENTS, QUALITY_COSTS, SHOWN, TRIGGERS
from ledger.recovery.remedy_details import DETAILS
from ledger.web.confirming import confirmed
from ledger.web.forms import Form, form, or_again, read_form
from ledger.web.guarding import mismatch
from ledger.web.schemas import remedies as said
from ledger.web.session import actor, ledger, needs

pages = Blueprint("remedies", __name__)
PATH = "/remedies/<remedy_id>"
WORDS = dict((*ENTITLEMENTS, *TRIGGERS, *QUALITY_COSTS, *SHOWN))
PROMISING = "The client sees this line and its value, and it is booked. It cannot be changed, only withdrawn."
WITHDRAWING = "Whatever was booked for this line is undone; if it was promised, the client reads your reason."


@pages.get(PATH)
@needs("read_cases")
def show(remedy_id: str) -> str:
    """Show the line with the steps that are open to the reader; refused forms come back here."""
    row = ledger().ask(remedy_of, actor(), remedy_id)
    forms_of = _forms(row) if may(actor(), "act") else {}
    return render_template(
        "recovery/remedy.html",
        row=row,
        forms_of=forms_of,
        words=WORDS,
        promising=PROMISING,
        withdrawing=WITHDRAWING,
        asked_now=[one.name for one in DETAILS[row.code] if one.asked == "delivered"],
        centres=ledger().ask(cost_centre_choices, actor()) if row.may_approve else (),
        earlier=ledger().ask(earlier_remedies, actor(), remedy_id) if row.may_approve else (),
        mismatch=mismatch(remedy_findings, remedy_id),
    )


@pages.post(f"{PATH}/approve")
@needs("approve_remedy")
@or_again(show)
def approve(remedy_id: str) -> Any:
    """Approve it."""
    return _done(remedy_id, said.ApproveRemedy(), verbs.approve_remedy, "Approved; now it can be promised.")


@pages.post(f"{PATH}/promise")
@needs("promise")
@or_again(show)
@confirmed("Promise this remedy?", [PROMISING], submit="Promise it", back="remedies.show")
def promise(remedy_id: str) -> Any:
    """Promise it to the client."""
    return _done(remedy_id, said.PromiseRemedy(), verbs.promise_remedy, "Promised.")


@pages.post(f"{PATH}/deliver")
@needs("act")
@or_again(show)
def deliver(remedy_id: str) -> Any:
    """Say that the client has it."""
    return _done(remedy_id, said.DeliverRemedy(), verbs.deliver_remedy, "Delivered, and booked.")


@pages.post(f"{PATH}/decline")
@needs("speak_for_client")
@or_again(show)
def decline(remedy_id: str) -> Any:
    """Record that the client does not want it."""
    return _done(remedy_id, said.DeclineRemedy(), endings.decline_remedy, "Declined; what was booked is undone.")


@pages.post(f"{PATH}/confirm")
@needs("speak_for_client")
@or_again(show)
def confirm(remedy_id: str) -> Any:
    """Record that the client says it has it."""
    return _done(remedy_id, said.ConfirmRemedy(), endings.confirm_remedy, "Confirmed, in the client's words.")


@pages.post(f"{PATH}/extra")
@needs("act")
@or_again(show)
def extra(remedy_id: str) -> Any:
    """Propose the extra for a line that is late, and show it."""
    read_form(said.LateExtra())
    row = ledger().do(endings.propose_late_extra, actor(), remedy_id=remedy_id)
    flash("Proposed; a second person approves it.", "done")
    return redirect(url_for("remedies.show", remedy_id=row.id))


@pages.post(f"{PATH}/withdraw")
@needs("act")
@or_again(show)
@confirmed("Withdraw this remedy?", [WITHDRAWING], submit="Withdraw it", back="remedies.show")
def withdraw(remedy_id: str) -> Any:
    """Take it back."""
    return _done(remedy_id, said.WithdrawRemedy(), endings.withdraw_remedy, "Withdrawn; propose a new line.")


def _done(remedy_id: str, schema: Schema, verb: Callable[..., Any], sentence: str) -> Any:
    """Load the posted form, do the verb, say what was done and show the line again."""
    given = read_form(schema, zone=actor().zone)
    ledger().do(verb, actor(), remedy_id=remedy_id, **given)
    flash(sentence, "done")
    return redirect(url_for("remedies.show", remedy_id=remedy_id))


def _forms(row: Any) -> dict[str, Form]:
    return {
        "approve": form(said.ApproveRemedy()),
        "promise": form(said.PromiseRemedy(), due_on=row.due_on),
        "deliver": form(said.DeliverRemedy()),
        "decline": form(said.DeclineRemedy()),
        "confirm": form(said.ConfirmRemedy()),
        "withdraw": form(said.WithdrawRemedy()),
    }
