"""Remedies as JSON."""

from typing import Any

from ledger.recovery.as_recorded import remedy_findings
from ledger.recovery.operations import remedies as verbs
from ledger.recovery.operations import remedy_endings as endings
from ledger.recovery.queries import remedy_of
from ledger.recovery.rows import RemedyRow
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import WITHOUT_VERSION, versioned
from ledger.web.guarding import refuse_mismatch
from ledger.web.schemas import remedies as said_and_shown
from ledger.web.session import actor, ledger, needs

api = api_blueprint(
    "remedies", "/remedies", "Remedies: what a client gets or is spared, paid by us; no call charges a client."
)


@api.post("")
@needs("act")
@created_once
@api.arguments(said_and_shown.ProposeRemedy)
@api.response(201, said_and_shown.RemedyShown)
def create(said: dict[str, Any]) -> RemedyRow:
    """Propose a remedy line for one client."""
    return _shown(ledger().do(verbs.propose_remedy, actor(), **said).id)


@api.get("/<remedy_id>")
@needs("read_cases")
@api.response(200, said_and_shown.RemedyShown)
@versioned
def show(remedy_id: str) -> RemedyRow:
    """Return one remedy; 409 where it is not as it was recorded."""
    refuse_mismatch(remedy_findings, remedy_id)
    return _shown(remedy_id)


@api.post("/<remedy_id>/approve")
@needs("approve_remedy")
@api.arguments(said_and_shown.ApproveRemedy(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.RemedyShown)
@versioned
def approve(said: dict[str, Any], remedy_id: str, *, version: int) -> RemedyRow:
    """Approve it, as a second person, within your limit and the budget."""
    ledger().do(verbs.approve_remedy, actor(), remedy_id=remedy_id, version=version, **said)
    return _shown(remedy_id)


@api.post("/<remedy_id>/promise")
@needs("promise")
@api.arguments(said_and_shown.PromiseRemedy(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.RemedyShown)
@versioned
def promise(said: dict[str, Any], remedy_id: str, *, version: int) -> RemedyRow:
    """Promise it to the client; a grant is booked now."""
    ledger().do(verbs.promise_remedy, actor(), remedy_id=remedy_id, version=version, **said)
    return _shown(remedy_id)


@api.post("/<remedy_id>/deliver")
@needs("act")
@api.arguments(said_and_shown.DeliverRemedy(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.RemedyShown)
@versioned
def deliver(said: dict[str, Any], remedy_id: str, *, version: int) -> RemedyRow:
    """Say that the client has it; work, goods and payments are booked now."""
    ledger().do(verbs.deliver_remedy, actor(), remedy_id=remedy_id, version=version, **said)
    return _shown(remedy_id)


@api.post("/<remedy_id>/decline")
@needs("speak_for_client")
@api.arguments(said_and_shown.DeclineRemedy(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.RemedyShown)
@versioned
def decline(said: dict[str, Any], remedy_id: str, *, version: int) -> RemedyRow:
    """Record that the client does not want it; what was booked is undone."""
    ledger().do(endings.decline_remedy, actor(), remedy_id=remedy_id, version=version, **said)
    return _shown(remedy_id)


@api.post("/<remedy_id>/confirm")
@needs("speak_for_client")
@api.arguments(said_and_shown.ConfirmRemedy(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.RemedyShown)
@versioned
def confirm(said: dict[str, Any], remedy_id: str, *, version: int) -> RemedyRow:
    """Record that the client says it has it, in its words."""
    ledger().do(endings.confirm_remedy, actor(), remedy_id=remedy_id, version=version, **said)
    return _shown(remedy_id)


@api.post("/<remedy_id>/extra")
@needs("act")
@created_once
@api.response(201, said_and_shown.RemedyShown)
def extra(remedy_id: str) -> RemedyRow:
    """Propose the extra that a late line brings."""
    return _shown(ledger().do(endings.propose_late_extra, actor(), remedy_id=remedy_id).id)


@api.post("/<remedy_id>/withdraw")
@needs("act")
@api.arguments(said_and_shown.WithdrawRemedy(exclude=WITHOUT_VERSION))
@api.response(200, said_and_shown.RemedyShown)
@versioned
def withdraw(said: dict[str, Any], remedy_id: str, *, version: int) -> RemedyRow:
    """Take it back; what was booked is undone."""
    ledger().do(endings.withdraw_remedy, actor(), remedy_id=remedy_id, version=version, **said)
    return _shown(remedy_id)


def _shown(remedy_id: str) -> RemedyRow:
    return ledger().ask(remedy_of, actor(), remedy_id)
