"""Actions: what we change, who owns it, by when, what shows that it is done, and the second person who looked."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.incidents.operations.touched import locked, logs_of, refuse_indiscretion, refuse_stale, touched
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit, second_person
from ledger.people.queries import provider
from ledger.recovery.keeping import due_from, refuse_impossible_due
from ledger.recovery.models import Action
from ledger.recovery.operations.action_clocks import stop_if_all_verified
from ledger.recovery.operations.owners import require_owner
from ledger.recovery.operations.telling import tell


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
) -> Action:
    """Add an action with an owner (the actor where none is named) and a due date: a day of ours, or an instant.

    `text` and `how_seen` are read by every affected client unless `visible_to_client` is off. Raises `Invalid` for a
    date that has passed, an owner who cannot act, and words that name another client.
    """
    permit(actor, "act")
    incident = locked(session, incident_id)
    due, _ = due_from(due_on, due_at, provider(session).zone)
    at = now()
    refuse_impossible_due(due, at, at)
    row = Action(
        id=new_id(), version=1, incident_id=incident.id, kind=kind, text=text, how_seen=how_seen, status="in_progress",
        visible_to_client=visible_to_client, owner_id=require_owner(session, owner_id or actor.user_id), due_at=due,
        original_due_at=due, created_at=at,
    )  # fmt: skip
    row.event_id = _told(session, actor, "action.added", incident, row)
    session.add(row)
    session.flush()
    return row


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
) -> Action:
    """Change an action that is not done yet; what is not given stays. Dates are moved by `redate_action` alone.

    Raises `Conflict` once it is implemented (then its owner must not change any more) and for hiding what was shown.
    """
    incident, row = _open_action(session, actor, action_id, version)
    _require(
        row, "in_progress", "An action that is done is not edited; send it back first if it is not what was meant."
    )
    if row.visible_to_client and visible_to_client is False:
        sentence = "The client has seen this action, so it stays shown; cancel it and add an internal one."
        raise Conflict(sentence)
    said = {"kind": kind, "text": text, "how_seen": how_seen, "visible_to_client": visible_to_client}
    for name, value in said.items():
        if value is not None:
            setattr(row, name, value)
    if owner_id is not None:
        row.owner_id = require_owner(session, owner_id)
    return _changed(session, actor, "action.edited", incident, row)


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
    """Move the due date, with a reason; the original date stays and every measure goes by it."""
    incident, row = _open_action(session, actor, action_id, version)
    _require(row, "in_progress", "This action is done; its date is not moved any more.")
    row.due_at, _ = due_from(due_on, due_at, provider(session).zone)
    refuse_impossible_due(row.due_at, row.created_at, now())
    return _changed(session, actor, "action.redated", incident, row, inside_words={"reason": reason})


def implement_action(  # noqa: PLR0913 what doing it leaves behind, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    evidence: str,
    implemented_at: datetime | None = None,
    version: int | None = None,
) -> Action:
    """Mark an action implemented, with what shows it; whoever does so cannot verify it.

    Raises `Invalid` without evidence and for a time before it was added or in the future.
    """
    incident, row = _open_action(session, actor, action_id, version)
    _require(row, "in_progress", "This action is implemented already; now a second person verifies it.")
    at = now()
    if not evidence.strip():
        raise Invalid({"evidence": "Say what shows that it is done: a picture, a log line, a test."})
    if implemented_at is not None and not row.created_at <= implemented_at <= at:
        raise Invalid({"implemented_at": "This lies before the action was added, or in the future."})
    row.status, row.evidence = "implemented", evidence
    row.implemented_at, row.implemented_by = implemented_at or at, actor.user_id
    return _changed(session, actor, "action.implemented", incident, row)


def send_back_action(
    session: Session, actor: Actor, *, action_id: str, note: str, version: int | None = None
) -> Action:
    """Say that an implemented action is not what was meant; it is in progress again."""
    incident, row = _open_action(session, actor, action_id, version)
    _require(row, "implemented", "Only an implemented action is sent back.")
    row.status, row.implemented_at, row.implemented_by = "in_progress", None, None
    return _changed(session, actor, "action.sent_back", incident, row, inside_words={"note": note})


def verify_action(session: Session, actor: Actor, *, action_id: str, note: str, version: int | None = None) -> Action:
    """Record that a second person looked at the live thing: neither its owner nor whoever implemented it.

    Raises `Refused` for those two, `Invalid` without a note of what was looked at, `Conflict` before it is implemented.
    """
    permit(actor, "verify_action")
    incident, row = _open_action(session, actor, action_id, version)
    second_person(actor, row.owner_id, row.implemented_by, act="verify this action")
    _require(row, "implemented", "Only an implemented action is verified; it needs its evidence first.")
    if not note.strip():
        raise Invalid({"note": "Say what you looked at and what you saw."})
    row.status, row.verification_note = "implementation_verified", note
    row.verifier_id, row.verified_at = actor.user_id, now()
    _changed(session, actor, "action.verified", incident, row)
    stop_if_all_verified(session, actor, incident, row.verified_at)
    return row


def cancel_action(session: Session, actor: Actor, *, action_id: str, reason: str, version: int | None = None) -> Action:
    """End an action that will not be done; a client who was shown it reads the reason."""
    incident, row = _open_action(session, actor, action_id, version)
    if row.status == "implementation_verified":
        sentence = "A verified action is done and cannot be cancelled."
        raise Conflict(sentence)
    if not reason.strip():
        raise Invalid({"reason": "Say why; a client who was shown the action reads it."})
    row.status, row.cancelled_reason = "cancelled", reason
    _changed(session, actor, "action.cancelled", incident, row)
    stop_if_all_verified(session, actor, incident, now())
    return row


def _open_action(session: Session, actor: Actor, action_id: str, version: int | None) -> tuple[Incident, Action]:
    """Return an action and its incident, both locked; raise `NotFound`, `Stale`, or `Conflict` for a cancelled one."""
    permit(actor, "act")
    query = select(Action).where(Action.id == action_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    refuse_stale(row.version, version)
    _refuse_ended(row)
    return session.get_one(Incident, row.incident_id), row


def _refuse_ended(row: Action) -> None:
    if row.status == "cancelled":
        sentence = "This action was cancelled; add a new one."
        raise Conflict(sentence)


def _require(row: Action, status: str, sentence: str) -> None:
    if row.status != status:
        raise Conflict(sentence)


def _changed(  # noqa: PLR0913, PLR0917 what an event of a changed row needs
    session: Session,
    actor: Actor,
    event: str,
    incident: Incident,
    row: Action,
    inside_words: dict[str, str | None] | None = None,
) -> Action:
    row.version += 1
    row.event_id = _told(session, actor, event, incident, row, inside_words)
    session.flush()
    return row


def _told(  # noqa: PLR0913, PLR0917 what an event of an action needs
    session: Session,
    actor: Actor,
    event: str,
    incident: Incident,
    row: Action,
    inside_words: dict[str, str | None] | None = None,
) -> str:
    seen_by = touched(session, incident.id) if row.visible_to_client else []
    words = {"text": row.text, "how_seen": row.how_seen, "cancelled_reason": row.cancelled_reason}
    refuse_indiscretion(session, words, [one.client for one in seen_by])
    return tell(
        session,
        actor,
        event,
        ours=incident.reference,
        clients=logs_of(seen_by),
        data={
            "action": row.id,
            "kind": row.kind,
            "status": row.status,
            "due_at": iso(row.due_at),
            "original_due_at": iso(row.original_due_at),
            "implemented_at": iso(row.implemented_at) if row.implemented_at else None,
            "verified_at": iso(row.verified_at) if row.verified_at else None,
        },
        words=words,
        inside={
            "owner": row.owner_id,
            "implementer": row.implemented_by,
            "verifier": row.verifier_id,
            "shown": row.visible_to_client,
        },
        inside_words={
            "evidence": row.evidence,
            "verification_note": row.verification_note,
            **(inside_words or {}),
        },
    )
