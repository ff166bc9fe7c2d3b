"""One action: what it is, where it stands, and the steps from work to a second person."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from marshmallow import Schema

from ledger.people.permissions import may
from ledger.recovery.action_page import action_page, plan_offered
from ledger.recovery.action_row import ActionRow
from ledger.recovery.as_recorded import action_findings
from ledger.recovery.operations import action_checking, action_doing
from ledger.recovery.operations import actions as verbs
from ledger.web.forms import Form, form, or_again, read_form
from ledger.web.guarding import mismatch
from ledger.web.pages.incident import answering
from ledger.web.schemas import action_steps as steps
from ledger.web.schemas import actions as said
from ledger.web.session import actor, ledger, needs, provider_currency

pages = Blueprint("actions", __name__)
PATH = "/actions/<action_id>"
PLANNED = ("proposed", "funded", "not_effective", "reopened")


@pages.get(PATH)
@needs("read_cases")
def show(action_id: str) -> str:
    """Show the action with the steps that are open to the reader; refused forms come back here."""
    found = ledger().ask(action_page, actor(), action_id)
    is_doer = may(actor(), "act")
    return render_template(
        "recovery/action.html",
        found=found,
        row=found.action,
        forms_of=_forms(found.action) if is_doer else {},
        people=answering() if is_doer else [],
        currency=provider_currency(),
        planned=PLANNED,
        mismatch=mismatch(action_findings, action_id),
    )


@pages.post(f"{PATH}/edit")
@needs("act")
@or_again(show)
def edit(action_id: str) -> Any:
    """Change words, kind or owner."""
    return done(action_id, said.EditAction(), verbs.edit_action, "Saved.")


@pages.post(f"{PATH}/show-to-clients")
@needs("act")
@or_again(show)
def publish(action_id: str) -> Any:
    """Show an internal action to the affected clients."""
    return done(action_id, said.ShowAction(), verbs.edit_action, "The clients see it now.", visible_to_client=True)


@pages.post(f"{PATH}/redate")
@needs("act")
@or_again(show)
def redate(action_id: str) -> Any:
    """Move the due date."""
    return done(action_id, said.RedateAction(), verbs.redate_action, "Date moved; the original one stays.")


@pages.post(f"{PATH}/implement")
@needs("act")
@or_again(show)
def implement(action_id: str) -> Any:
    """Mark it implemented."""
    verb = action_doing.implement_action
    return done(action_id, said.ImplementAction(), verb, "Implemented; a second person verifies it.")


@pages.post(f"{PATH}/send-back")
@needs("act")
@or_again(show)
def send_back(action_id: str) -> Any:
    """Send it back."""
    verb = action_doing.send_back_action
    return done(action_id, said.SendBackAction(), verb, "Sent back; it is in progress again.")


@pages.post(f"{PATH}/verify")
@needs("verify_action")
@or_again(show)
def verify(action_id: str) -> Any:
    """Verify it, as a second person."""
    return done(action_id, said.VerifyAction(), action_checking.verify_action, "Verified.")


@pages.post(f"{PATH}/cancel")
@needs("act")
@or_again(show)
def cancel(action_id: str) -> Any:
    """Cancel it."""
    return done(action_id, said.CancelAction(), verbs.cancel_action, "Cancelled.")


def done(action_id: str, schema: Schema, verb: Callable[..., Any], sentence: str, **more: Any) -> Any:
    """Load the posted form, do the verb, say what was done and show the action again."""
    given = read_form(schema, zone=actor().zone)
    ledger().do(verb, actor(), action_id=action_id, **given, **more)
    return back(action_id, sentence)


def back(action_id: str, sentence: str) -> Any:
    """Say what was done and show the action again."""
    flash(sentence, "done")
    return redirect(url_for("actions.show", action_id=action_id))


def _forms(row: ActionRow) -> dict[str, Form]:
    """Return the forms of the page, preset with what stands."""
    now = {name: getattr(row, name) for name in ("kind", "sort", "text", "owner_id", "how_seen")}
    return {
        "edit": form(said.EditAction(), **now),
        "redate": form(said.RedateAction()),
        "implement": form(said.ImplementAction(), could_break=row.could_break, how_undone=row.how_undone),
        "send_back": form(said.SendBackAction()),
        "verify": form(said.VerifyAction(), outsider=row.outsider),
        "cancel": form(said.CancelAction()),
        "plan": _plan(row),
        "fund": form(steps.FundAction()),
        "resume": form(steps.ResumeAction()),
        "hand_over": form(steps.HandOverAction()),
        "containment": form(steps.EndContainment()),
        "result": form(steps.RecordResult(), held=True, outsider=row.outsider),
        "evidence": form(steps.AddEvidence()),
    }


def _plan(row: ActionRow) -> Form:
    """Return the form of the plan: as it stands, and the usual plan for what is not written yet."""
    names = ("sort", "estimate", "evaluation_criteria", "measure", "baseline", "window_days", "min_opportunities")
    stands = {name: getattr(row, name) for name in (*names, "planned_verifier_id", "outsider")}
    usual = ledger().ask(plan_offered, actor(), row.incident_id) if row.is_checked else {}
    offered = usual | {name: value for name, value in stands.items() if value is not None}
    return form(steps.PlanAction(), **offered, start=True)
