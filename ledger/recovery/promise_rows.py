"""Reading promises for staff, judged as of now."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Incident
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.queries import names
from ledger.recovery.keeping import binding_due_at, judged
from ledger.recovery.models import Promise
from ledger.recovery.rows import PromiseRow


def promise_rows(session: Session, actor: Actor, condition: ColumnElement[bool]) -> tuple[PromiseRow, ...]:
    """Return the promises under `condition` that the actor may see, by due date."""
    query = (
        select(Promise, Client, Incident.reference)
        .join(Client, Client.id == Promise.client_id)
        .outerjoin(Incident, Incident.id == Promise.incident_id)
        .where(condition, visible_to(actor, Promise.client_id))
        .order_by(Promise.due_at, Promise.id)
    )
    rows = session.execute(query).all()
    named = names(session, {row.owner_id for row, *_ in rows})
    at = now()
    return tuple(_promise_row(row, client, reference, named, at) for row, client, reference in rows)


def _promise_row(
    row: Promise, client: Client, reference: str | None, named: dict[str, str], at: datetime
) -> PromiseRow:
    binding_at = binding_due_at(row.original_due_at, row.agreed_due_at, row.agreed_at)
    return PromiseRow(
        id=row.id,
        version=row.version,
        client_code=client.code,
        client_name=client.name,
        client_zone=client.zone,
        incident_id=row.incident_id,
        incident_reference=reference,
        kind=row.kind,
        text=row.text,
        owner_id=row.owner_id,
        owner=named.get(row.owner_id, ""),
        promised_at=row.promised_at,
        due_at=row.due_at,
        original_due_at=row.original_due_at,
        due_is_day=row.due_is_day,
        agreed_due_at=row.agreed_due_at,
        status=row.status,
        standing=judged(row.status, row.kept_at, binding_at, at),
        kept_at=row.kept_at,
        evidence=row.evidence,
        ending_words=row.ending_words,
        visible_to_client=row.visible_to_client,
    )
