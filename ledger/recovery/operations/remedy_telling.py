"""What the logs learn of a remedy: the client's its value once it is promised, ours also the cost and the approver."""

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.recovery.models import Remedy
from ledger.recovery.operations.telling import tell
from ledger.recovery.remedy_details import recorded_words, unpacked


def is_seen_by_client(row: Remedy) -> bool:
    """Say whether the client reads this line: from its promise on, unless it stands on none of its papers."""
    return row.shown == "NoCharge" and row.promised_at is not None


def told(  # noqa: PLR0913, PLR0917 the case and the line
    session: Session,
    actor: Actor,
    event: str,
    incident: Incident,
    impact: Impact,
    client: Client,
    row: Remedy,
) -> str:
    """Note an event of a line and return its id; `DoNotBill` lines and those not yet promised stay in our log."""
    details = unpacked(row.details)
    return tell(
        session,
        actor,
        event,
        ours=incident.reference,
        clients={client.log_id: impact.client_reference} if is_seen_by_client(row) else {},
        data={
            "remedy": row.id,
            "code": row.code,
            "status": row.status,
            "value": Money(row.value_minor, row.value_currency).decimal(),
            "tax": Money(row.tax_minor, row.value_currency).decimal(),
            "currency": row.value_currency,
            "due_on": row.due_on.isoformat() if row.due_on else None,
        },
        words={
            "text": row.text,
            "how": row.how,
            "how_recorded": recorded_words(row.code, details),
            "ended_reason": row.ended_reason,
            "confirmation": row.confirmation,
        },
        inside={
            "cost": Money(row.cost_minor, row.cost_currency).decimal(),
            "cost_currency": row.cost_currency,
            "supplier": row.supplier,
            "shown": row.shown,
            "entitlement": row.entitlement,
            "trigger": row.trigger,
            "quality_cost": row.quality_cost,
            "proposed_by": row.proposed_by,
            "approved_by": row.approved_by,
            "extra_of": row.extra_of,
        },
        inside_words={"evidence": row.evidence, "details": row.details},
    )
