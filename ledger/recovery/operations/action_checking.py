"""Checking an action: the second person who looked, the window in which it is watched, and whether it works."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.clock_plan import ClockKind
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.clocks import start_clock
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.people.actor import Actor
from ledger.people.permissions import second_person
from ledger.people.queries import provider
from ledger.recovery.action_rules import CHECKED_KINDS, faults, verdict
from ledger.recovery.action_standing import IN_PLACE, barred_people, in_line, loose_containments, managers
from ledger.recovery.keeping import end_of_day
from ledger.recovery.models import Action
from ledger.recovery.operations.action_clocks import stop_if_all_verified
from ledger.recovery.operations.action_outcome import did_not_hold
from ledger.recovery.operations.action_outside import named_outsider
from ledger.recovery.operations.action_telling import open_action, refuse_missing, require, standing, stepped


def verify_action(  # noqa: PLR0913 what a verification leaves behind, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    note: str,
    outsider: str = "",
    proof: str = "",
    version: int | None = None,
) -> Action:
    """Record that a second person looked at the live thing; with that, the window in which it is watched opens.

    Raises `Refused` for whoever owned or implemented it, and against an S1 for those above or below its owner in the
    line of management; `Invalid` without a note of what was looked at, `Conflict` before it is implemented. Where
    something is missing for the window, it stays verified until that is mended (`watch_action`).

    Where nobody of ours is independent, a named `outsider` looks instead, whoever of us writes it down; `proof` says
    how their word reached us. It stands among the exceptions.
    """
    incident, row = open_action(session, actor, action_id, version, "verify_action")
    who = _checked_by(session, actor, incident, row, "verify this action", outsider, proof)
    require(row, "implemented", sentence="Only an implemented action is verified; it needs its evidence first.")
    if not note.strip():
        raise Invalid({"note": "Say what you looked at and what you saw."})
    row.verification_note, row.verifier_id, row.verified_at = note, who, now()
    event = "action.verified" if who else "action.verified_outside"
    stepped(session, actor, incident, row, event, to="implementation_verified", note=note, words=_proof(proof))
    stop_if_all_verified(session, actor, incident, row.verified_at)
    _open_windows(session, actor, incident)
    return row


def watch_action(session: Session, actor: Actor, *, action_id: str, version: int | None = None) -> Action:
    """Open the window of a verified action, where something was missing when it was verified.

    Raises `Invalid` with what is still missing.
    """
    incident, row = open_action(session, actor, action_id, version)
    refuse_missing(standing(session, incident, row), "watching")
    return _watched(session, actor, incident, row)


def end_containment(  # noqa: PLR0913 the two ways to end it, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    note: str = "",
    stays_until: date | None = None,
    version: int | None = None,
) -> Action:
    """Say that a containment was taken away, or, with a day of ours, until when it stays.

    Raises `Invalid` for a day that has passed, `Conflict` for what is no containment in place.
    """
    incident, row = open_action(session, actor, action_id, version)
    if row.kind != "containment" or row.status not in IN_PLACE or row.removed_at is not None:
        sentence = "Only a containment that is in place is removed or dated."
        raise Conflict(sentence)
    if stays_until is not None:
        row.stays_until_at = end_of_day(stays_until, provider(session).zone)
        if row.stays_until_at <= now():
            raise Invalid({"stays_until": "This day has passed; choose a later one, or say that it was removed."})
        stepped(session, actor, incident, row, "action.dated", note=note)
    else:
        row.removed_at = now()
        stepped(session, actor, incident, row, "action.removed", note=note)
    _open_windows(session, actor, incident)
    return row


def record_result(  # noqa: PLR0913 what a result consists of, all named
    session: Session,
    actor: Actor,
    *,
    action_id: str,
    held: bool,
    opportunities: int,
    result: str,
    outsider: str = "",
    proof: str = "",
    version: int | None = None,
) -> Action:
    """Record whether a watched action works: effective, not effective, or inconclusive where it was tried too rarely.

    Inconclusive makes the window longer, once; the second time it is refused. A client who sees the action reads
    `result`, and is owed a follow-up letter. Somebody from outside says it as in `verify_action`. Raises `Refused` for
    whoever is not independent of it, `Conflict` before the window has ended (except that it did not hold), `Invalid`
    for what is missing.
    """
    incident, row = open_action(session, actor, action_id, version, "verify_action")
    who = _checked_by(session, actor, incident, row, "say whether this action works", outsider, proof)
    open_states = ("watching", "inconclusive") if not held else ("watching",)
    require(row, *open_states, sentence="Only an action that is watched has a result; it has to be verified first.")
    if held and row.window_ends_at is not None and now() < row.window_ends_at:
        sentence = "Its window is still open: until it ends, only that it did not hold can be recorded."
        raise Conflict(sentence)
    row.opportunities, row.result, row.result_by = opportunities, result.strip(), who
    it = standing(session, incident, row)
    to = verdict(it, held=held)
    refuse_missing(it, to)
    if who is None:
        stepped(session, actor, incident, row, "action.judged_outside", note=row.result, words=_proof(proof))
    if to == "not_effective":
        return did_not_hold(session, actor, incident, row, to=to, why=row.result or "")
    if to == "inconclusive":
        return _inconclusive(session, actor, incident, row)
    row.effective_at = now()
    stepped(session, actor, incident, row, "action.effective", to="effective", note=row.result)
    _owe_follow_up(session, actor, incident)
    return row


def _inconclusive(session: Session, actor: Actor, incident: Incident, row: Action) -> Action:
    stepped(session, actor, incident, row, "action.inconclusive", to="inconclusive", note=row.result or "")
    row.extended_at = now()
    row.window_ends_at = row.extended_at + timedelta(days=row.window_days or 0)
    return stepped(session, actor, incident, row, "action.extended", to="watching")


def _checked_by(  # noqa: PLR0913, PLR0917 who checks what, and from where
    session: Session, actor: Actor, incident: Incident, row: Action, act: str, outsider: str, proof: str
) -> str | None:
    """Return the id of the second person, the actor; none where somebody from outside is named, who is written down."""
    if outsider.strip() or proof.strip():
        row.outsider = named_outsider(session, incident, row, outsider or row.outsider or "")
        if not proof.strip():
            raise Invalid({"proof": "Say how their word reached us: a signed letter, a mail; attach it as evidence."})
        return None
    second_person(actor, *barred_people(session, [row])[row.id], act=act)
    if incident.severity == "S1" and in_line(managers(session), actor.user_id, row.owner_id):
        sentence = f"Against an S1, somebody outside the line of management of its owner has to {act}."
        raise Refused(sentence)
    return actor.user_id


def _proof(words: str) -> dict[str, str | None]:
    return {"proof": words.strip() or None}


def _open_windows(session: Session, actor: Actor, incident: Incident) -> None:
    """Open the window of each verified action of the incident that has all it needs."""
    if loose_containments(session, [incident.id]):
        return
    query = select(Action).where(
        Action.incident_id == incident.id,
        Action.kind.in_(CHECKED_KINDS),
        Action.status == "implementation_verified",
        Action.window_days.is_not(None),
    )
    for row in session.scalars(query.order_by(Action.id).with_for_update()).all():
        if not faults(standing(session, incident, row), "watching"):
            _watched(session, actor, incident, row)


def _watched(session: Session, actor: Actor, incident: Incident, row: Action) -> Action:
    at = now()
    row.watching_from_at, row.window_ends_at = at, at + timedelta(days=row.window_days or 0)
    return stepped(session, actor, incident, row, "action.watched", to="watching")


def _owe_follow_up(session: Session, actor: Actor, incident: Incident) -> None:
    """See that a clock runs for the letter that says whether it works; none for what is closed."""
    if incident.status == "closed":
        return
    for impact_id in session.scalars(select(Impact.id).where(Impact.incident_id == incident.id).order_by(Impact.id)):
        start_clock(session, actor, impact_id, ClockKind.EFFECTIVENESS, now())
