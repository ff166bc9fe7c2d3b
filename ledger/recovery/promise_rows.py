"""Reading promises for staff, judged as of now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Incident
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names
from ledger.recovery.keeping import binding_due_at, judged
from ledger.recovery.models import Promise
from ledger.recovery.promise_links import BrokenPromiseCase, PromiseOrigin
from ledger.recovery.rows import PromiseRow


def promise_rows(session: Session, actor: Actor, condition: ColumnElement[bool]) -> tuple[PromiseRow, ...]:
    """Return the promises under `condition` that the actor may see, by due date."""
    query = (
        select(Promise, Client, Incident.reference, PromiseOrigin)
        .join(Client, Client.id == Promise.client_id)
        .outerjoin(Incident, Incident.id == Promise.incident_id)
        .outerjoin(PromiseOrigin, PromiseOrigin.promise_id == Promise.id)
        .where(condition, visible_to(actor, Promise.client_id))
        .order_by(Promise.due_at, Promise.id)
    )
    rows = session.execute(query).all()
    named = names(session, {row.owner_id for row, *_ in rows})
    filed, at = _filed(session, [row.id for row, *_ in rows]), now()
    return tuple(
        _promise_row(row, client, reference, origin, filed.get(row.id), named, at)
        for row, client, reference, origin in rows
    )


def broken_promise_of(session: Session, actor: Actor, incident_id: str) -> PromiseRow | None:
    """Return the broken promise that this incident is, none for any other incident."""
    permit(actor, "read_cases")
    of = select(BrokenPromiseCase.promise_id).where(BrokenPromiseCase.incident_id == incident_id)
    return next(iter(promise_rows(session, actor, Promise.id.in_(of))), None)


def _filed(session: Session, promise_ids: Sequence[str]) -> dict[str, str]:
    """Return the reference of the incident that each of these became, unless it was withdrawn."""
    query = (
        select(BrokenPromiseCase.promise_id, Incident.reference)
        .join(Incident, Incident.id == BrokenPromiseCase.incident_id)
        .where(BrokenPromiseCase.promise_id.in_(promise_ids), Incident.status != "withdrawn")
    )
    return dict(session.execute(query).all()) if promise_ids else {}


def _promise_row(  # noqa: PLR0913, PLR0917 what a row is made of
    row: Promise,
    client: Client,
    reference: str | None,
    origin: PromiseOrigin | None,
    filed_as: str | None,
    named: dict[str, str],
    at: datetime,
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
        letter_id=origin.letter_id if origin else None,
        remedy_id=origin.remedy_id if origin else None,
        filed_as=filed_as,
    )
