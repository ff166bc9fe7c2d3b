"""One action: what it is, and each step it can take."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from marshmallow import Schema

from ledger.people.permissions import may
from ledger.recovery.operations import actions as verbs
from ledger.recovery.queries import action_of
from ledger.web.forms import Form, form, or_again, read_form
from ledger.web.pages.incident import answering
from ledger.web.schemas import actions as said
from ledger.web.session import actor, ledger, needs

pages = Blueprint("actions", __name__)
PATH = "/actions/<action_id>"


@pages.get(PATH)
@needs("read_cases")
def show(action_id: str) -> str:
    """Show the action with the steps that are open to the reader; refused forms come back here."""
    row = ledger().ask(action_of, actor(), action_id)
    is_doer = may(actor(), "act")
    return render_template(
        "recovery/action.html", row=row, forms_of=_forms(row) if is_doer else {}, people=answering() if is_doer else []
    )


@pages.post(f"{PATH}/edit")
@needs("act")
@or_again(show)
def edit(action_id: str) -> Any:
    """Change words, kind or owner."""
    return _done(action_id, said.EditAction(), verbs.edit_action, "Saved.")


@pages.post(f"{PATH}/show-to-clients")
@needs("act")
@or_again(show)
def publish(action_id: str) -> Any:
    """Show an internal action to the affected clients."""
    return _done(action_id, said.ShowAction(), verbs.edit_action, "The clients see it now.", visible_to_client=True)


@pages.post(f"{PATH}/redate")
@needs("act")
@or_again(show)
def redate(action_id: str) -> Any:
    """Move the due date."""
    return _done(action_id, said.RedateAction(), verbs.redate_action, "Date moved; the original one stays.")


@pages.post(f"{PATH}/implement")
@needs("act")
@or_again(show)
def implement(action_id: str) -> Any:
    """Mark it implemented."""
    return _done(action_id, said.ImplementAction(), verbs.implement_action, "Implemented; a second person verifies it.")


@pages.post(f"{PATH}/send-back")
@needs("act")
@or_again(show)
def send_back(action_id: str) -> Any:
    """Send it back."""
    return _done(action_id, said.SendBackAction(), verbs.send_back_action, "Sent back; it is in progress again.")


@pages.post(f"{PATH}/verify")
@needs("verify_action")
@or_again(show)
def verify(action_id: str) -> Any:
    """Verify it, as a second person."""
    return _done(action_id, said.VerifyAction(), verbs.verify_action, "Verified.")


@pages.post(f"{PATH}/cancel")
@needs("act")
@or_again(show)
def cancel(action_id: str) -> Any:
    """Cancel it."""
    return _done(action_id, said.CancelAction(), verbs.cancel_action, "Cancelled.")


def _done(action_id: str, schema: Schema, verb: Callable[..., Any], sentence: str, **more: Any) -> Any:
    """Load the posted form, do the verb, say what was done and show the action again."""
    given = read_form(schema, zone=actor().zone)
    ledger().do(verb, actor(), action_id=action_id, **given, **more)
    flash(sentence, "done")
    return redirect(url_for("actions.show", action_id=action_id))


def _forms(row: Any) -> dict[str, Form]:
    """Return the forms of the page, preset with what stands."""
    now = {name: getattr(row, name) for name in ("kind", "text", "owner_id", "how_seen")}
    return {
        "edit": form(said.EditAction(), **now),
        "redate": form(said.RedateAction()),
        "implement": form(said.ImplementAction()),
        "send_back": form(said.SendBackAction()),
        "verify": form(said.VerifyAction()),
        "cancel": form(said.CancelAction()),
    }
