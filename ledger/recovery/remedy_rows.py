"""Reading remedy lines for staff; the cost only for those who may see it, or have to approve it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import may
from ledger.people.queries import names
from ledger.recovery.funding import Limits, is_above, sees_costs
from ledger.recovery.limits import limits_of
from ledger.recovery.models import Remedy
from ledger.recovery.remedy_details import spoken_details, unpacked
from ledger.recovery.rows import RemedyRow


def remedy_rows(session: Session, actor: Actor, condition: ColumnElement[bool]) -> tuple[RemedyRow, ...]:
    """Return the lines under `condition` that the actor may see, by client and age."""
    query = (
        select(Remedy, Impact, Client, Incident)
        .join(Impact, Impact.id == Remedy.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(condition, visible_to(actor, Impact.client_id))
        .order_by(Client.code, Remedy.proposed_at, Remedy.id)
    )
    rows = session.execute(query).all()
    named = names(session, {one for row, *_ in rows for one in (row.proposed_by, row.approved_by)})
    at, limits = now(), limits_of(session, actor.role)
    return tuple(_remedy_row(actor, limits, *found, named, at) for found in rows)


def _remedy_row(  # noqa: PLR0913, PLR0917 the rows it is made of
    actor: Actor,
    limits: Limits,
    row: Remedy,
    impact: Impact,
    client: Client,
    incident: Incident,
    named: dict[str, str],
    at: datetime,
) -> RemedyRow:
    cost = Money(row.cost_minor, row.cost_currency)
    value, tax = Money(row.value_minor, row.value_currency), Money(row.tax_minor, row.value_currency)
    may_approve = _may_approve(actor, limits, row, cost, value + tax)
    own = (incident.owner_id, incident.deputy_id, incident.filed_by, row.proposed_by, row.approved_by)
    is_shown = may_approve or sees_costs(actor, *own)
    return RemedyRow(
        id=row.id,
        version=row.version,
        incident_id=incident.id,
        incident_reference=incident.reference,
        client_reference=impact.client_reference,
        client_code=client.code,
        client_name=client.name,
        client_zone=client.zone,
        code=row.code,
        text=row.text,
        how=row.how,
        cost=cost if is_shown else None,
        details=spoken_details(row.code, unpacked(row.details), inside=is_shown),
        value=value,
        tax=tax,
        shown=row.shown,
        supplier=row.supplier,
        entitlement=row.entitlement,
        trigger=row.trigger,
        quality_cost=row.quality_cost,
        status=row.status,
        due_on=row.due_on,
        is_overdue=row.status == "promised" and is_late(row, client.zone, at),
        is_late=is_late(row, client.zone, at),
        proposer=named.get(row.proposed_by, ""),
        approver=named.get(row.approved_by or "", ""),
        promised_at=row.promised_at,
        delivered_at=row.delivered_at,
        evidence=row.evidence,
        ended_reason=row.ended_reason,
        confirmed_at=row.confirmed_at,
        confirmation=row.confirmation,
        extra_of=row.extra_of,
        may_approve=may_approve,
    )


def is_late(row: Remedy, zone: str, at: datetime) -> bool:
    """Return whether a promised line reached the client after its day at the client's place, or has not by now."""
    if row.due_on is None or row.promised_at is None or row.ended_at is not None:
        return False
    return (row.delivered_at or at).astimezone(ZoneInfo(zone)).date() > row.due_on


def _may_approve(actor: Actor, limits: Limits, row: Remedy, *amounts: Money) -> bool:
    if row.status != "proposed" or actor.user_id == row.proposed_by or not may(actor, "approve_remedy"):
        return False
    return not is_above(limits, *amounts)
