"""Reading actions for staff, with the names of those who own, did and verified them."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.people.queries import names, provider
from ledger.recovery.models import Action
from ledger.recovery.rows import ActionRow


def action_rows(session: Session, actor: Actor, condition: ColumnElement[bool]) -> tuple[ActionRow, ...]:
    """Return the actions under `condition` that the actor may see, by due date."""
    query = select(Action, Incident.reference).join(Incident, Incident.id == Action.incident_id)
    query = query.where(condition, touched_and_seen(actor)).order_by(Action.due_at, Action.id)
    rows = session.execute(query).all()
    named = names(session, {one for row, _ in rows for one in (row.owner_id, row.implemented_by, row.verifier_id)})
    at, zone = now(), provider(session).zone if rows else ""
    return tuple(_action_row(actor, row, reference, named, at, zone) for row, reference in rows)


def _action_row(  # noqa: PLR0913, PLR0917 the row and what its words need
    actor: Actor, row: Action, reference: str, named: dict[str, str], at: datetime, zone: str
) -> ActionRow:
    is_second = actor.user_id not in {row.owner_id, row.implemented_by}
    return ActionRow(
        id=row.id,
        version=row.version,
        incident_id=row.incident_id,
        incident_reference=reference,
        kind=row.kind,
        text=row.text,
        how_seen=row.how_seen,
        status=row.status,
        visible_to_client=row.visible_to_client,
        owner_id=row.owner_id,
        owner=named.get(row.owner_id, ""),
        due_at=row.due_at,
        original_due_at=row.original_due_at,
        is_overdue=row.status == "in_progress" and row.due_at < at,
        evidence=row.evidence,
        implemented_at=row.implemented_at,
        implemented_by=row.implemented_by,
        implementer=named.get(row.implemented_by or "", ""),
        verifier=named.get(row.verifier_id or "", ""),
        verified_at=row.verified_at,
        verification_note=row.verification_note,
        cancelled_reason=row.cancelled_reason,
        may_verify=row.status == "implemented" and is_second and may(actor, "verify_action"),
        zone=zone,
    )


def touched_and_seen(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on an incident under which the actor may see it: a client of its own is affected."""
    return exists().where(Impact.incident_id == Incident.id, visible_to(actor, Impact.client_id))
