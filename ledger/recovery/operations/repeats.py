"""After-rules: an incident that comes back shows that an action did not hold, whoever would like it otherwise.

Source: recovery.md. Nobody asks for this and nobody can keep it from happening; only "not a repeat", agreed to by a
second person who neither owns nor did the action, takes it back.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from ledger.incidents.models import Impact, Incident, Proposal
from ledger.incidents.operations.touched import locked
from ledger.incidents.statuses import ENDED
from ledger.kernel.clock import iso, now
from ledger.kernel.db import Recorded
from ledger.kernel.ids import new_id
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import User
from ledger.people.permissions import second_person
from ledger.people.queries import actor_of
from ledger.record.operations import note
from ledger.recovery.action_parts import ActionRepeat
from ledger.recovery.action_rules import CAME_BACK, CHECKED_KINDS
from ledger.recovery.action_standing import barred_people
from ledger.recovery.models import Action
from ledger.recovery.operations.action_outcome import did_not_hold, watch_again
from ledger.recovery.operations.action_telling import stepped

AFTER_EFFECTIVE = timedelta(days=365)


def find_repeats(session: Session, changed: Iterable[Recorded]) -> None:
    """Look at what a unit of work has changed: new incidents of an old cause, and proposals that they are none."""
    rows = list(changed)
    for proposal in (row for row in rows if isinstance(row, Proposal)):
        if proposal.kind == "not_a_repeat" and proposal.decision == "agreed":
            _take_back(session, proposal)
    ids = {row.id for row in rows if isinstance(row, Incident)}
    ids |= {row.incident_id for row in rows if isinstance(row, Impact)}
    for incident_id in sorted(ids):
        _look(session, incident_id)


def _look(session: Session, incident_id: str) -> None:
    incident = session.get_one(Incident, incident_id)
    if incident.cause_family_id is None or incident.status in ENDED or _is_no_repeat(session, incident):
        return
    for action in session.scalars(_held_against(incident).with_for_update(of=Action)).all():
        _came_back(session, incident, action)


def _is_no_repeat(session: Session, incident: Incident) -> bool:
    return session.scalar(_no_repeat(incident.id).limit(1)) is not None


def _no_repeat(incident_id: str | InstrumentedAttribute[str]) -> Select[str]:
    return select(Proposal.id).where(
        Proposal.incident_id == incident_id, Proposal.kind == "not_a_repeat", Proposal.decision == "agreed"
    )


def _held_against(incident: Incident) -> Select[Action]:
    """Return the query of the actions that this incident shows not to hold."""
    earlier = aliased(Incident)
    began_at = incident.impact_started_at or incident.aware_at or incident.detected_at or incident.filed_at
    known = select(ActionRepeat.id).where(ActionRepeat.action_id == Action.id, ActionRepeat.incident_id == incident.id)
    return (
        select(Action)
        .join(earlier, earlier.id == Action.incident_id)
        .where(
            earlier.cause_family_id == incident.cause_family_id,
            earlier.id != incident.id,
            Action.kind.in_(CHECKED_KINDS),
            Action.watching_from_at <= began_at,
            or_(
                Action.status.in_(("watching", "inconclusive")),
                and_(Action.status == "effective", Action.effective_at > began_at - AFTER_EFFECTIVE),
            ),
            _same_place(incident, earlier),
            ~known.exists(),
        )
        .order_by(Action.id)
    )


def _same_place(incident: Incident, other: type[Incident]) -> ColumnElement[bool]:
    there = aliased(Impact)
    own = select(there.client_id).where(there.incident_id == incident.id)
    same_client = select(Impact.id).where(Impact.incident_id == other.id, Impact.client_id.in_(own)).exists()
    return or_(same_client, other.service == incident.service) if incident.service else same_client


def _came_back(session: Session, incident: Incident, action: Action) -> None:
    repeat = ActionRepeat(
        id=new_id(), action_id=action.id, incident_id=incident.id, from_status=action.status, found_at=now()
    )
    home = locked(session, action.incident_id)
    was_watched = home.status == "watching"
    did_not_hold(session, SYSTEM, home, action, to=repeat.fell_to, why=f"{incident.reference} has the same cause.")
    if was_watched and home.status != "watching":
        repeat.unwatched_at = repeat.found_at
    repeat.event_id = _noted(session, SYSTEM, "action.repeat_found", home, repeat)
    session.add(repeat)
    session.flush()


def _take_back(session: Session, proposal: Proposal) -> None:
    query = select(ActionRepeat).where(
        ActionRepeat.incident_id == proposal.incident_id, ActionRepeat.undone_at.is_(None)
    )
    for repeat in session.scalars(query.order_by(ActionRepeat.id).with_for_update()).all():
        action = session.get_one(Action, repeat.action_id, with_for_update=True)
        decider = actor_of(session.get_one(User, proposal.decided_by or ""), "UTC")
        second_person(decider, *barred_people(session, [action])[action.id], act="decide that this is not a repeat")
        home = session.get_one(Incident, action.incident_id)
        repeat.undone_at, repeat.undone_by = now(), decider.user_id
        repeat.event_id = _noted(session, decider, "action.repeat_undone", home, repeat)
        session.flush()
        if action.status in CAME_BACK and _is_of_this_round(action, repeat) and not _others(session, action, repeat):
            stepped(session, decider, home, action, "action.restored", to=repeat.from_status, note=proposal.reason)
            _look_again(session, action, home)
        if _was_taken_off_the_watch(session, home):
            watch_again(session, decider, home.id)


def _look_again(session: Session, action: Action, home: Incident) -> None:
    """Look at what came while an action was down, and so was not held against it: it may not hold all the same."""
    if (incident := session.scalars(_came_since(action, home).limit(1)).first()) is not None:
        _came_back(session, incident, action)


def _came_since(action: Action, home: Incident) -> Select[Incident]:
    """Return the query of the incidents that show an action not to hold: `_held_against`, seen from the action."""
    known = select(ActionRepeat.id).where(ActionRepeat.action_id == action.id, ActionRepeat.incident_id == Incident.id)
    began_at = func.coalesce(Incident.impact_started_at, Incident.aware_at, Incident.detected_at, Incident.filed_at)
    query = select(Incident).where(
        Incident.cause_family_id == home.cause_family_id,
        Incident.id != home.id,
        Incident.status.not_in(ENDED),
        began_at >= action.watching_from_at,
        _same_place(home, Incident),
        ~_no_repeat(Incident.id).exists(),
        ~known.exists(),
    )
    if action.status == "effective" and action.effective_at is not None:
        query = query.where(began_at < action.effective_at + AFTER_EFFECTIVE)
    return query.order_by(Incident.id)


def _was_taken_off_the_watch(session: Session, home: Incident) -> bool:
    """Return whether a repeat that was taken back took a case off the watch, and nobody has put it right anew since."""
    if home.resolved_at is None:
        return False
    query = select(ActionRepeat.id).join(Action, Action.id == ActionRepeat.action_id)
    query = query.where(
        Action.incident_id == home.id,
        ActionRepeat.undone_at.is_not(None),
        ActionRepeat.unwatched_at >= home.resolved_at,
    )
    return session.scalar(query.limit(1)) is not None


def _is_of_this_round(action: Action, repeat: ActionRepeat) -> bool:
    """Return whether a repeat came while the action was watched as it is now, and not before it was taken up again."""
    return action.watching_from_at is not None and action.watching_from_at <= repeat.found_at


def _others(session: Session, action: Action, repeat: ActionRepeat) -> bool:
    """Return whether another incident shows the same action not to hold, in this round."""
    query = select(ActionRepeat).where(
        ActionRepeat.action_id == action.id, ActionRepeat.undone_at.is_(None), ActionRepeat.id != repeat.id
    )
    return any(_is_of_this_round(action, other) for other in session.scalars(query))


def _noted(session: Session, actor: Actor, event: str, home: Incident, repeat: ActionRepeat) -> str:
    return note(
        session,
        event,
        actor=actor.user_id,
        subjects=home.reference,
        data={
            "repeat": repeat.id,
            "action": repeat.action_id,
            "incident": repeat.incident_id,
            "from_status": repeat.from_status,
            "unwatched_at": iso(repeat.unwatched_at) if repeat.unwatched_at else None,
            "undone_at": iso(repeat.undone_at) if repeat.undone_at else None,
        },
    )
