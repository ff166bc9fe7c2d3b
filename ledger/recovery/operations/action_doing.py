"""Doing an action: implemented, sent back, taken up again after it came back, handed over and taken up."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid, Refused
from ledger.people.actor import Actor
from ledger.people.queries import provider
from ledger.recovery.action_rules import CAME_BACK, CHECKED_KINDS
from ledger.recovery.keeping import due_ahead
from ledger.recovery.models import Action
from ledger.recovery.operations.action_telling import open_action, refuse_missing, require, standing, stepped
from ledger.recovery.operations.owners import require_owner


def implement_action(  # noqa: PLR0913 what doing it leaves behind, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    evidence: str = "",
    could_break: str | None = None,
    how_undone: str | None = None,
    implemented_at: datetime | None = None,
    version: int | None = None,
) -> Action:
    """Mark an action implemented, with what shows it and what it could break; whoever does so cannot verify it.

    Evidence is what is said here, or what is attached. Raises `Invalid` without it or without the harm statement where
    one is needed, and for a time in the future, or before work began (of a containment or correction: the incident).
    """
    incident, row = open_action(session, actor, action_id, version)
    require(
        row,
        "in_progress",
        sentence="It is not in progress: an action that waits is started first, one that is implemented is verified.",
    )
    at = now()
    _refuse_impossible(incident, row, implemented_at, at)
    row.evidence = evidence.strip() or row.evidence
    row.could_break, row.how_undone = could_break or row.could_break, how_undone or row.how_undone
    refuse_missing(standing(session, incident, row), "implemented")
    row.implemented_at, row.implemented_by = implemented_at or at, actor.user_id
    return stepped(session, actor, incident, row, "action.implemented", to="implemented")


def _refuse_impossible(incident: Incident, row: Action, done_at: datetime | None, at: datetime) -> None:
    """Refuse a time that cannot be; what undid the damage was done at night and is written down by day."""
    if row.kind in CHECKED_KINDS:
        earliest, what = row.started_at or row.created_at, "work on the action began"
    else:
        known = (incident.impact_started_at, incident.detected_at, incident.aware_at, incident.filed_at)
        earliest, what = min(one for one in known if one), "the incident began"
    if done_at is not None and not earliest <= done_at <= at:
        raise Invalid({"implemented_at": f"This lies before {what}, or in the future."})


def send_back_action(
    session: Session, actor: Actor, *, action_id: str, note: str, version: int | None = None
) -> Action:
    """Say that an implemented action is not what was meant; it is in progress again."""
    incident, row = open_action(session, actor, action_id, version)
    require(row, "implemented", sentence="Only an implemented action is sent back.")
    row.implemented_at, row.implemented_by = None, None
    return stepped(session, actor, incident, row, "action.sent_back", to="in_progress", note=note)


def resume_action(  # noqa: PLR0913 what beginning again needs, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    reason: str,
    due_on: date | None = None,
    due_at: datetime | None = None,
    version: int | None = None,
) -> Action:
    """Take up an action that did not hold: in progress again, with a date of its own and what will be done otherwise.

    What was verified before no longer counts; its history keeps it. A first date that lies ahead still stays the one
    that it is measured by; where it has passed, the new date is the first of its own. Raises `Invalid` without a date.
    """
    incident, row = open_action(session, actor, action_id, version)
    require(row, *CAME_BACK, sentence="Only an action that did not hold is taken up again.")
    due, _ = due_ahead(due_on, due_at, provider(session).zone, now())
    refuse_missing(standing(session, incident, row, resumed_due_at=due), "in_progress")
    for name in (
        "implemented_at", "implemented_by", "verifier_id", "verified_at", "watching_from_at", "window_ends_at",
        "extended_at", "opportunities", "result", "result_by", "effective_at",
    ):  # fmt: skip
        setattr(row, name, None)
    row.evidence, row.verification_note = "", ""
    row.started_at = now()
    row.due_at = due
    row.original_due_at = due if row.original_due_at <= row.started_at else min(due, row.original_due_at)
    return stepped(session, actor, incident, row, "action.resumed", to="in_progress", note=reason)


def hand_over_action(  # noqa: PLR0913 what handing over needs, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    owner_id: str,
    reason: str,
    due_on: date | None = None,
    due_at: datetime | None = None,
    version: int | None = None,
) -> Action:
    """Hand an action over to a new owner, with a date, outside its incident, which waits for it no more.

    It stands with what that person owes. Raises `Invalid` for somebody who verified it, for a date that has passed, and
    for the owner it has.
    """
    incident, row = open_action(session, actor, action_id, version)
    refuse_missing(standing(session, incident, row), "handed_over")
    due, _ = due_ahead(due_on, due_at, provider(session).zone, now())
    if owner_id == row.owner_id:
        raise Invalid({"owner_id": "It has this owner; choose the new one."})
    if owner_id in {row.verifier_id, row.result_by, row.approved_by}:
        raise Invalid({"owner_id": "This person verified it or approved its money; choose another owner."})
    # The step tells who had it until now: that person may not verify it later.
    before = row.owner_id
    row.handed_over_at, row.handed_over_from = now(), row.status
    stepped(session, actor, incident, row, "action.handed_over", to="handed_over", note=reason)
    row.owner_id, row.due_at = require_owner(session, owner_id), due
    if row.planned_verifier_id in {before, owner_id}:
        row.planned_verifier_id = None
    return stepped(session, actor, incident, row, "action.given_owner")


def take_up_action(session: Session, actor: Actor, *, action_id: str, version: int | None = None) -> Action:
    """Take up what was handed over: it goes on from where it stood. Only its new owner does so."""
    incident, row = open_action(session, actor, action_id, version)
    require(row, "handed_over", sentence="Only an action that was handed over is taken up.")
    if actor.user_id != row.owner_id:
        sentence = "It was handed to somebody else; its new owner takes it up."
        raise Refused(sentence)
    return stepped(session, actor, incident, row, "action.taken_up", to=row.handed_over_from)
