"""Reading actions for staff, with the names of those who own, did and verified them, and what is missing next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.people.queries import names, provider
from ledger.recovery.action_row import ActionRow
from ledger.recovery.action_rules import UNDONE, missing, next_state
from ledger.recovery.action_standing import (
    barred_people,
    estimate_of,
    evidenced,
    in_line,
    loose_containments,
    managers,
    standing_of,
)
from ledger.recovery.funding import sees_costs
from ledger.recovery.models import Action

_PEOPLE = ("owner_id", "implemented_by", "verifier_id", "planned_verifier_id", "approved_by", "result_by")
_SAME = (
    "id", "version", "incident_id", "kind", "sort", "text", "how_seen", "status", "visible_to_client", "owner_id",
    "due_at", "original_due_at", "approved_at", "evaluation_criteria", "measure", "baseline", "window_days",
    "min_opportunities", "planned_verifier_id", "outsider", "started_at", "evidence", "could_break", "how_undone",
    "implemented_at", "implemented_by", "verified_at", "verification_note", "watching_from_at", "window_ends_at",
    "extended_at", "opportunities", "result", "effective_at", "removed_at", "stays_until_at", "handed_over_at",
    "handed_over_from", "cancelled_reason",
)  # fmt: skip


@dataclass(frozen=True)
class _Beside:
    """What stands beside the rows of one page."""

    actor: Actor
    at: datetime
    zone: str
    named: dict[str, str]
    evidenced: set[str]
    loose: dict[str, int]
    barred: dict[str, set[str]]
    above: dict[str, str | None]
    """Who manages whom; read only where a row answers an S1."""


def action_rows(session: Session, actor: Actor, condition: ColumnElement[bool]) -> tuple[ActionRow, ...]:
    """Return the actions under `condition` that the actor may see, by due date."""
    query = select_actions(actor).where(condition).order_by(Action.due_at, Action.id)
    return rows_of(session, actor, session.execute(query).all())


def select_actions(actor: Actor) -> Select[Action, Incident]:
    """Return the query of the actions that the actor may see, with their incidents."""
    return select(Action, Incident).join(Incident, Incident.id == Action.incident_id).where(touched_and_seen(actor))


def rows_of(session: Session, actor: Actor, found: Sequence[Row[Action, Incident]]) -> tuple[ActionRow, ...]:
    """Return what was selected as rows: six more queries at most, however many they are."""
    if not found:
        return ()
    actions = [action for action, _ in found]
    ids = {getattr(action, name) for action in actions for name in _PEOPLE}
    beside = _Beside(
        actor=actor,
        at=now(),
        zone=provider(session).zone,
        named=names(session, ids),
        evidenced=evidenced(session, [action.id for action in actions]),
        loose=loose_containments(session, {action.incident_id for action in actions}),
        barred=barred_people(session, actions),
        above=managers(session) if any(incident.severity == "S1" for _, incident in found) else {},
    )
    return tuple(_action_row(beside, action, incident) for action, incident in found)


def _action_row(beside: _Beside, row: Action, incident: Incident) -> ActionRow:
    it = standing_of(
        row, incident.severity, has_evidence=row.id in beside.evidenced, loose=beside.loose.get(row.incident_id, 0)
    )
    shows_cost = sees_costs(beside.actor, row.owner_id, incident.owner_id, incident.deputy_id, incident.filed_by)
    return ActionRow(
        **{name: getattr(row, name) for name in _SAME},
        incident_reference=incident.reference,
        severity=incident.severity,
        estimate=estimate_of(row) if shows_cost else None,
        is_overdue=row.status in UNDONE and row.due_at < beside.at,
        next_state=next_state(it),
        missing=missing(it, beside.at, beside.zone),
        zone=beside.zone,
        **_people(beside, row, incident),
    )


def _people(beside: _Beside, row: Action, incident: Incident) -> dict[str, Any]:
    me = beside.actor.user_id
    independent = me not in beside.barred[row.id] and may(beside.actor, "verify_action")
    if incident.severity == "S1":
        independent = independent and not in_line(beside.above, me, row.owner_id)
    has_ended = row.status == "watching" and row.window_ends_at is not None and row.window_ends_at <= beside.at
    return {
        "owner": beside.named.get(row.owner_id, ""),
        "implementer": beside.named.get(row.implemented_by or "", ""),
        "verifier": beside.named.get(row.verifier_id or "", "") or (row.outsider or "" if row.verified_at else ""),
        "planned_verifier": beside.named.get(row.planned_verifier_id or "", ""),
        "approver": beside.named.get(row.approved_by or "", ""),
        "judge": beside.named.get(row.result_by or "", "") or row.outsider or "",
        "may_verify": independent and row.status == "implemented",
        "may_judge": independent and row.status in {"watching", "inconclusive"},
        "waits_for_me": independent and row.planned_verifier_id == me and (row.status == "implemented" or has_ended),
    }


def touched_and_seen(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on an incident under which the actor may see it: a client of its own is affected."""
    return exists().where(Impact.incident_id == Incident.id, visible_to(actor, Impact.client_id))
