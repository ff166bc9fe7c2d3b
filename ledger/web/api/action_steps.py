"""The further steps of actions as JSON: plan and money, evidence, window, result, handing over."""

from typing import Any

from flask import Response

from ledger.recovery.action_page import action_page, evidence_file
from ledger.recovery.action_row import ActionRow, EvidenceRow
from ledger.recovery.operations import action_checking, action_doing, action_planning
from ledger.recovery.operations.evidence import add_evidence, show_evidence
from ledger.web.api.actions import shown
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import WITHOUT_VERSION, versioned
from ledger.web.evidence import download, from_base64
from ledger.web.schemas import action_steps as said_of
from ledger.web.schemas.action_shown import ActionShown, EvidenceShown
from ledger.web.session import actor, ledger, needs

api = api_blueprint("action-steps", "/actions", "Plan, money, evidence, window and result of actions.")


@api.post("/<action_id>/plan")
@needs("act")
@api.arguments(said_of.PlanAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def plan(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Write its plan before work starts; with `start`, start it. What is not named stays."""
    ledger().do(action_planning.plan_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/fund")
@needs("approve_remedy")
@api.arguments(said_of.FundAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def fund(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Approve its money, which we pay; above the limit nobody approves their own, beyond a budget only leadership."""
    ledger().do(action_planning.fund_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/start")
@needs("act")
@api.response(200, ActionShown)
@versioned
def start(action_id: str, *, version: int) -> ActionRow:
    """Start work; what is missing of the plan is named."""
    ledger().do(action_planning.start_action, actor(), action_id=action_id, version=version)
    return shown(action_id)


@api.post("/<action_id>/watch")
@needs("act")
@api.response(200, ActionShown)
@versioned
def watch(action_id: str, *, version: int) -> ActionRow:
    """Open its window, where something was missing when it was verified."""
    ledger().do(action_checking.watch_action, actor(), action_id=action_id, version=version)
    return shown(action_id)


@api.post("/<action_id>/containment")
@needs("act")
@api.arguments(said_of.EndContainment(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def containment(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Say that a containment was taken away, or until when it stays."""
    ledger().do(action_checking.end_containment, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/result")
@needs("verify_action")
@api.arguments(said_of.RecordResult(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def result(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Say, as an independent second person, whether it works."""
    ledger().do(action_checking.record_result, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/resume")
@needs("act")
@api.arguments(said_of.ResumeAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def resume(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Take up again what did not hold."""
    ledger().do(action_doing.resume_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/hand-over")
@needs("act")
@api.arguments(said_of.HandOverAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def hand_over(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Hand it over to a new owner, outside its incident."""
    ledger().do(action_doing.hand_over_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/take-up")
@needs("act")
@api.response(200, ActionShown)
@versioned
def take_up(action_id: str, *, version: int) -> ActionRow:
    """Take up what was handed over to you."""
    ledger().do(action_doing.take_up_action, actor(), action_id=action_id, version=version)
    return shown(action_id)


@api.post("/<action_id>/evidence")
@needs("act")
@created_once
@api.arguments(said_of.AddEvidenceFile)
@api.response(201, EvidenceShown)
def attach(said: dict[str, Any], action_id: str) -> EvidenceRow:
    """Attach words, a link or a file."""
    file = from_base64(said.pop("file_name", None), said.pop("content", None))
    return _evidence(action_id, ledger().do(add_evidence, actor(), action_id=action_id, file=file, **said).id)


@api.post("/evidence/<evidence_id>/show-to-clients")
@needs("act")
@api.response(200, EvidenceShown)
def publish(evidence_id: str) -> EvidenceRow:
    """Show a piece of evidence to the clients who see its action; what was shown stays shown."""
    row = ledger().do(show_evidence, actor(), evidence_id=evidence_id)
    return _evidence(row.action_id, row.id)


@api.get("/evidence/<evidence_id>")
@needs("read_cases")
@api.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
def file(evidence_id: str) -> Response:
    """Fetch a file of evidence."""
    return download(ledger().ask(evidence_file, actor(), evidence_id))


def _evidence(action_id: str, evidence_id: str) -> EvidenceRow:
    found = ledger().ask(action_page, actor(), action_id)
    return next(piece for piece in found.evidence if piece.id == evidence_id)
