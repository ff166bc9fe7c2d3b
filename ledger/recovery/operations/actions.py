"""Actions: what we change, who owns it, by when; written down, described otherwise, moved, and ended undone."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ledger.incidents.operations.touched import locked
from ledger.incidents.severities import GRAVE
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.people.queries import provider
from ledger.recovery.action_rules import CANCELLABLE, CHECKED_KINDS, needs_second_to_cancel
from ledger.recovery.keeping import due_ahead
from ledger.recovery.models import Action
from ledger.recovery.operations.action_clocks import stop_if_all_verified
from ledger.recovery.operations.action_planning import Plan, begin, preset
from ledger.recovery.operations.action_telling import open_action, require, stepped
from ledger.recovery.operations.commitments import release_rest
from ledger.recovery.operations.owners import require_owner

EDITED = ("proposed", "funded", "in_progress")


def add_action(  # noqa: PLR0913 what an action consists of, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    kind: str,
    text: str,
    owner_id: str | None = None,
    due_on: date | None = None,
    due_at: datetime | None = None,
    how_seen: str = "",
    visible_to_client: bool = True,
    sort: str | None = None,
    plan: Plan | None = None,
    start: bool | None = None,
) -> Action:
    """Add an action with an owner (the actor where none is named) and a due date: a day of ours, or an instant.

    Containments and corrections start at once, and so does everything against a small mistake (S3, S4), with the usual
    plan; a corrective or preventive action against a grave one is proposed until it has its plan, unless `plan` is
    complete and `start` is said. `text` and `how_seen` are read by every affected client, once it is more than
    proposed, unless `visible_to_client` is off. Raises `Invalid` for a date that has passed, an owner who cannot act,
    words that name another client, and with `start` for what is missing.
    """
    permit(actor, "act")
    incident = locked(session, incident_id)
    at = now()
    due, _ = due_ahead(due_on, due_at, provider(session).zone, at)
    row = Action(
        id=new_id(), version=1, incident_id=incident.id, kind=kind, text=text, how_seen=how_seen, status="proposed",
        visible_to_client=visible_to_client, owner_id=require_owner(session, owner_id or actor.user_id), due_at=due,
        original_due_at=due, created_at=at, sort=sort, evidence="", verification_note="",
    )  # fmt: skip
    is_quick = kind not in CHECKED_KINDS or incident.severity not in GRAVE
    if is_quick and kind in CHECKED_KINDS:
        preset(session, incident, row)
    if plan:
        plan.onto(session, incident, row)
    stepped(session, actor, incident, row, "action.added", first=True)
    return begin(session, actor, incident, row) if (is_quick if start is None else start) else row


def edit_action(  # noqa: PLR0913 what can be changed, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    version: int | None = None,
    kind: str | None = None,
    text: str | None = None,
    owner_id: str | None = None,
    how_seen: str | None = None,
    visible_to_client: bool | None = None,
    sort: str | None = None,
) -> Action:
    """Change an action that is not done yet; what is not given stays. Dates are moved by `redate_action` alone.

    A new owner who was to be its second person is that no more: nobody checks their own work.

    Raises `Conflict` once it is implemented (then its owner must not change any more), for hiding what was shown, and
    for making one of another kind of it once it has begun: what it needs depends on its kind.
    """
    incident, row = open_action(session, actor, action_id, version)
    require(
        row, *EDITED, sentence="An action that is done is not edited; send it back first if it is not what was meant."
    )
    if row.visible_to_client and visible_to_client is False and row.status != "proposed":
        sentence = "The client has seen this action, so it stays shown; cancel it and add an internal one."
        raise Conflict(sentence)
    if kind is not None and kind != row.kind and row.status != "proposed":
        raise Invalid({"kind": "It has begun as what it is; cancel it and add one of the other kind."})
    if owner_id is not None:
        row.owner_id = _other_than_approver(row, require_owner(session, owner_id))
        if row.planned_verifier_id == row.owner_id:
            row.planned_verifier_id = None
    said = {"kind": kind, "text": text, "how_seen": how_seen, "visible_to_client": visible_to_client, "sort": sort}
    for name, value in said.items():
        if value is not None:
            setattr(row, name, value)
    return stepped(session, actor, incident, row, "action.edited")


def _other_than_approver(row: Action, owner_id: str) -> str:
    if row.approved_by == owner_id and row.owner_id != owner_id:
        raise Invalid({"owner_id": "This person approved its money; choose another owner."})
    return owner_id


def redate_action(  # noqa: PLR0913 what moving a date needs, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    reason: str,
    due_on: date | None = None,
    due_at: datetime | None = None,
    version: int | None = None,
) -> Action:
    """Move the due date, with a reason; the original date stays and every measure goes by it.

    Raises `Invalid` for a date that has passed.
    """
    incident, row = open_action(session, actor, action_id, version)
    require(row, *EDITED, "handed_over", sentence="This action is done; its date is not moved any more.")
    row.due_at, _ = due_ahead(due_on, due_at, provider(session).zone, now())
    return stepped(session, actor, incident, row, "action.redated", note=reason, words={"reason": reason})


def cancel_action(session: Session, actor: Actor, *, action_id: str, reason: str, version: int | None = None) -> Action:
    """End an action that will not be done; a client who was shown it reads the reason.

    A corrective or preventive one, and whatever answers a grave incident, is cancelled by somebody else than its owner;
    what is only proposed, where it is both.
    Raises `Refused` for the owner, `Conflict` for what is done already, `Invalid` without a reason.
    """
    incident, row = open_action(session, actor, action_id, version)
    require(row, *CANCELLABLE, sentence="A verified action is done and cannot be cancelled.")
    if not reason.strip():
        raise Invalid({"reason": "Say why; a client who was shown the action reads it."})
    if needs_second_to_cancel(row.kind, incident.severity, row.status):
        second_person(actor, row.owner_id, act="approve that this action is cancelled")
    if row.estimate_minor and row.approved_at and incident.status != "closed":
        release_rest(session, actor, locked(session, incident.id).id, row.id)
    if row.status == "proposed":
        row.visible_to_client = False
    row.cancelled_reason = reason
    stepped(session, actor, incident, row, "action.cancelled", to="cancelled", note=reason)
    stop_if_all_verified(session, actor, incident, now())
    return row
