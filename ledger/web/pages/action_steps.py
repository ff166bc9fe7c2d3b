"""The further steps of an action: plan and money before work, evidence, window, result, and handing over."""

from typing import Any

from flask import Blueprint, Response

from ledger.recovery.action_page import evidence_file
from ledger.recovery.operations import action_checking, action_doing, action_planning
from ledger.recovery.operations.evidence import add_evidence, show_evidence
from ledger.web.evidence import download, uploaded
from ledger.web.forms import or_again, read_form
from ledger.web.pages.actions import PATH, back, done, show
from ledger.web.schemas import action_steps as said
from ledger.web.session import actor, ledger, needs

pages = Blueprint("action_steps", __name__)


@pages.post(f"{PATH}/plan")
@needs("act")
@or_again(show)
def plan(action_id: str) -> Any:
    """Write the plan, and start the action with it where that was ticked."""
    given = read_form(said.PlanAction(), zone=actor().zone)
    row = ledger().do(action_planning.plan_action, actor(), action_id=action_id, **given)
    return back(action_id, "Started." if row.status == "in_progress" else "The plan is saved.")


@pages.post(f"{PATH}/fund")
@needs("approve_remedy")
@or_again(show)
def fund(action_id: str) -> Any:
    """Approve its money."""
    return done(action_id, said.FundAction(), action_planning.fund_action, "Its money is approved; we pay it.")


@pages.post(f"{PATH}/start")
@needs("act")
@or_again(show)
def start(action_id: str) -> Any:
    """Start work."""
    return done(action_id, said.StepAction(), action_planning.start_action, "Started.")


@pages.post(f"{PATH}/watch")
@needs("act")
@or_again(show)
def watch(action_id: str) -> Any:
    """Open its window."""
    return done(action_id, said.StepAction(), action_checking.watch_action, "It is watched from now on.")


@pages.post(f"{PATH}/containment")
@needs("act")
@or_again(show)
def containment(action_id: str) -> Any:
    """Say that it was taken away, or until when it stays."""
    return done(action_id, said.EndContainment(), action_checking.end_containment, "Written down.")


@pages.post(f"{PATH}/result")
@needs("verify_action")
@or_again(show)
def result(action_id: str) -> Any:
    """Say whether it works."""
    given = read_form(said.RecordResult(), zone=actor().zone)
    row = ledger().do(action_checking.record_result, actor(), action_id=action_id, **given)
    return back(action_id, _OUTCOMES[row.status])


_OUTCOMES = {
    "effective": "Effective. The client is owed a follow-up letter that says so.",
    "not_effective": "Not effective; its owner takes it up again.",
    "watching": "Put to the test too rarely: inconclusive, so it is watched as long again, once.",
}


@pages.post(f"{PATH}/resume")
@needs("act")
@or_again(show)
def resume(action_id: str) -> Any:
    """Take it up again."""
    return done(action_id, said.ResumeAction(), action_doing.resume_action, "In progress again.")


@pages.post(f"{PATH}/hand-over")
@needs("act")
@or_again(show)
def hand_over(action_id: str) -> Any:
    """Hand it over."""
    sentence = "Handed over; it stands with what its new owner owes."
    return done(action_id, said.HandOverAction(), action_doing.hand_over_action, sentence)


@pages.post(f"{PATH}/take-up")
@needs("act")
@or_again(show)
def take_up(action_id: str) -> Any:
    """Take up what was handed over."""
    return done(action_id, said.StepAction(), action_doing.take_up_action, "Taken up; it goes on from where it stood.")


@pages.post(f"{PATH}/evidence")
@needs("act")
@or_again(show)
def attach(action_id: str) -> Any:
    """Attach words, a link or a file."""
    given = read_form(said.AddEvidence(), zone=actor().zone)
    ledger().do(add_evidence, actor(), action_id=action_id, file=uploaded(), **given)
    return back(action_id, "Attached.")


@pages.post(f"{PATH}/evidence/<evidence_id>/show-to-clients")
@needs("act")
def publish(action_id: str, evidence_id: str) -> Any:
    """Show a piece of evidence to the clients."""
    ledger().do(show_evidence, actor(), evidence_id=evidence_id)
    return back(action_id, "The clients see it now.")


@pages.get("/actions/evidence/<evidence_id>")
@needs("read_cases")
def file(evidence_id: str) -> Response:
    """Hand out a file of evidence."""
    return download(ledger().ask(evidence_file, actor(), evidence_id))
