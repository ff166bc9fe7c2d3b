"""Actions as JSON: what we change, from words to a second person."""

from typing import Any

from ledger.recovery.action_list import list_actions
from ledger.recovery.action_page import action_page
from ledger.recovery.action_row import ActionPage, ActionRow
from ledger.recovery.as_recorded import action_findings
from ledger.recovery.operations import action_checking, action_doing
from ledger.recovery.operations import actions as verbs
from ledger.recovery.queries import action_of
from ledger.web.addressed import incident_id_named
from ledger.web.api_door.keyset import Page
from ledger.web.api_door.once import created_once
from ledger.web.api_door.tokens import api_blueprint
from ledger.web.api_door.versions import WITHOUT_VERSION, versioned
from ledger.web.guarding import refuse_mismatch
from ledger.web.schemas import actions as said_and_shown
from ledger.web.schemas.action_filters import ActionQuery, filters_of
from ledger.web.schemas.action_shown import ActionHistory, ActionShown
from ledger.web.session import actor, ledger, needs

api = api_blueprint(
    "actions", "/actions", "Actions: what we change, the second person who looked, and whether it works."
)


@api.get("")
@needs("read_cases")
@api.paged(ActionShown, ActionQuery)
def index(page: Page) -> Any:
    """List actions, earliest due first, with the filters of the page."""
    filters = filters_of(page.filters, actor().zone)
    rows = ledger().ask(list_actions, actor(), filters=filters, after=page.after, limit=page.limit + 1)
    return page.of(rows, lambda row: (row.due_at, row.id))


@api.post("")
@needs("act")
@created_once
@api.arguments(said_and_shown.AddActionTo)
@api.response(201, ActionShown)
def create(said: dict[str, Any]) -> ActionRow:
    """Add an action to an incident; one against a grave incident starts with its plan."""
    key = incident_id_named(said.pop("incident"))
    return shown(ledger().do(verbs.add_action, actor(), incident_id=key, **said).id)


@api.get("/<action_id>")
@needs("read_cases")
@api.response(200, ActionShown)
@versioned
def show(action_id: str) -> ActionRow:
    """Return one action; 409 where it is not as it was recorded."""
    refuse_mismatch(action_findings, action_id)
    return shown(action_id)


@api.get("/<action_id>/history")
@needs("read_cases")
@api.response(200, ActionHistory)
def history(action_id: str) -> ActionPage:
    """Return an action's steps, its evidence, what clients attested, and incidents that showed it not to hold."""
    refuse_mismatch(action_findings, action_id)
    return ledger().ask(action_page, actor(), action_id)


@api.patch("/<action_id>")
@needs("act")
@api.arguments(said_and_shown.EditAction(partial=True, exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def change(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Change words, kind or owner of an action that is not done yet; what is not named stays."""
    ledger().do(verbs.edit_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/show-to-clients")
@needs("act")
@api.response(200, ActionShown)
@versioned
def publish(action_id: str, *, version: int) -> ActionRow:
    """Show an internal action to the affected clients."""
    ledger().do(verbs.edit_action, actor(), action_id=action_id, version=version, visible_to_client=True)
    return shown(action_id)


@api.post("/<action_id>/redate")
@needs("act")
@api.arguments(said_and_shown.RedateAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def redate(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Move the due date; the original one stays."""
    ledger().do(verbs.redate_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/implement")
@needs("act")
@api.arguments(said_and_shown.ImplementAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def implement(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Say that it is done, with what shows it and what it could break."""
    ledger().do(action_doing.implement_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/send-back")
@needs("act")
@api.arguments(said_and_shown.SendBackAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def send_back(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Say that it is not what was meant."""
    ledger().do(action_doing.send_back_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/verify")
@needs("verify_action")
@api.arguments(said_and_shown.VerifyAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def verify(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """Say that it is so, as a second person: neither its owner nor whoever implemented it. Its window opens."""
    ledger().do(action_checking.verify_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


@api.post("/<action_id>/cancel")
@needs("act")
@api.arguments(said_and_shown.CancelAction(exclude=WITHOUT_VERSION))
@api.response(200, ActionShown)
@versioned
def cancel(said: dict[str, Any], action_id: str, *, version: int) -> ActionRow:
    """End it undone; a corrective or preventive one is cancelled by somebody else than its owner."""
    ledger().do(verbs.cancel_action, actor(), action_id=action_id, version=version, **said)
    return shown(action_id)


def shown(action_id: str) -> ActionRow:
    """Return an action as it stands now."""
    return ledger().ask(action_of, actor(), action_id)
