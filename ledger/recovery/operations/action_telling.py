"""An action under lock, how it stands, and each step it takes: its row, its history and its events together."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.incidents.operations.touched import logs_of, refuse_indiscretion, refuse_stale, touched
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.canonical import Value
from ledger.recovery.action_parts import ActionStep
from ledger.recovery.action_rules import STEPS, Standing, faults, next_state
from ledger.recovery.action_standing import estimate_of, evidenced, loose_containments, standing_of
from ledger.recovery.models import Action
from ledger.recovery.operations.telling import tell


def open_action(
    session: Session, actor: Actor, action_id: str, version: int | None, verb: str = "act"
) -> tuple[Incident, Action]:
    """Return an action and its incident, both locked; raise `NotFound`, `Stale`, or `Conflict` for a cancelled one."""
    permit(actor, verb)
    incident_id = session.scalar(select(Action.incident_id).where(Action.id == action_id))
    if incident_id is None:
        raise NotFound
    query = select(Action).where(Action.id == action_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    refuse_stale(row.version, version)
    if row.status == "cancelled":
        sentence = "This action was cancelled; add a new one."
        raise Conflict(sentence)
    return session.get_one(Incident, incident_id), row


def require(row: Action, *statuses: str, sentence: str) -> None:
    """Raise `Conflict` with the sentence unless the action is in one of these states."""
    if row.status not in statuses:
        raise Conflict(sentence)


def standing(session: Session, incident: Incident, row: Action, resumed_due_at: datetime | None = None) -> Standing:
    """Return an action that is held as its guards see it."""
    return standing_of(
        row,
        incident.severity,
        has_evidence=bool(evidenced(session, [row.id])),
        loose=loose_containments(session, [incident.id]).get(incident.id, 0),
        resumed_due_at=resumed_due_at,
    )


def refuse_missing(it: Standing, to: str) -> None:
    """Raise `Invalid` with a sentence for each thing that is missing, `Conflict` where there is no such step."""
    if (it.status, to) not in STEPS:
        following = next_state(it).replace("_", " ")
        after = f"; what comes next is: {following}" if following else ""
        sentence = f"This action is {it.status.replace('_', ' ')}, so this step is not open to it{after}."
        raise Conflict(sentence)
    if found := faults(it, to):
        raise Invalid(found)


def stepped(  # noqa: PLR0913 what a step leaves behind
    session: Session,
    actor: Actor,
    incident: Incident,
    row: Action,
    event: str,
    *,
    to: str | None = None,
    note: str = "",
    words: Mapping[str, str | None] | None = None,
    first: bool = False,
) -> Action:
    """Write what was changed in an action: its new state, a line of its history, and its event.

    Whoever calls has looked at the guards. `words` are sealed beside the action's own, in our log alone.
    """
    before = None if first else row.status
    row.status = to or row.status
    row.version += 0 if first else 1
    row.event_id = _told(session, actor, event, incident, row, {"note": note or None, **(words or {})})
    session.add(row)
    session.flush()
    session.add(
        ActionStep(
            id=new_id(), action_id=row.id, verb=event.removeprefix("action."), from_status=before,
            to_status=row.status, by_id=actor.user_id, owner_id=row.owner_id, at=now(), note=note,
            event_id=row.event_id,
        )
    )  # fmt: skip
    session.flush()
    return row


def is_shown(row: Action) -> bool:
    """Return whether clients see an action: not while it is only proposed."""
    return row.visible_to_client and row.status != "proposed"


def _told(  # noqa: PLR0913, PLR0917 what an event of an action needs
    session: Session, actor: Actor, event: str, incident: Incident, row: Action, inside_words: Mapping[str, str | None]
) -> str:
    # What is only proposed is read by nobody yet, and will be as it stands: its words are looked at now.
    readers = touched(session, incident.id) if row.visible_to_client else []
    seen_by = readers if is_shown(row) else []
    words = {
        "text": row.text,
        "how_seen": row.how_seen,
        "cancelled_reason": row.cancelled_reason,
        "evaluation_criteria": row.evaluation_criteria,
        "result": row.result,
    }
    refuse_indiscretion(session, words, [one.client for one in readers])
    return tell(
        session,
        actor,
        event,
        ours=incident.reference,
        clients=logs_of(seen_by),
        data=_seen(row),
        words=words,
        inside=_inside(row),
        inside_words={
            "evidence": row.evidence,
            "verification_note": row.verification_note,
            "measure": row.measure,
            "baseline": row.baseline,
            "could_break": row.could_break,
            "how_undone": row.how_undone,
            "outsider": row.outsider,
            **inside_words,
        },
    )


def _seen(row: Action) -> dict[str, Value]:
    return {
        "action": row.id,
        "kind": row.kind,
        "status": row.status,
        "due_at": iso(row.due_at),
        "original_due_at": iso(row.original_due_at),
        "implemented_at": _time(row.implemented_at),
        "verified_at": _time(row.verified_at),
        "watching_from_at": _time(row.watching_from_at),
        "window_ends_at": _time(row.window_ends_at),
        "opportunities": row.opportunities,
        "effective_at": _time(row.effective_at),
        "removed_at": _time(row.removed_at),
        "stays_until_at": _time(row.stays_until_at),
    }


def _inside(row: Action) -> dict[str, Value]:
    estimate = estimate_of(row)
    return {
        "owner": row.owner_id,
        "implementer": row.implemented_by,
        "verifier": row.verifier_id,
        "shown": row.visible_to_client,
        "sort": row.sort,
        "estimate": estimate.decimal() if estimate else None,
        "currency": row.estimate_currency,
        "approved_by": row.approved_by,
        "approved_at": _time(row.approved_at),
        "window_days": row.window_days,
        "min_opportunities": row.min_opportunities,
        "planned_verifier": row.planned_verifier_id,
        "started_at": _time(row.started_at),
        "extended_at": _time(row.extended_at),
        "result_by": row.result_by,
        "handed_over_at": _time(row.handed_over_at),
        "handed_over_from": row.handed_over_from,
    }


def _time(at: datetime | None) -> str | None:
    return iso(at) if at else None
