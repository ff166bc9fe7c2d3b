"""What a client's own people read of recovery: visible rows of their client, never our cost or names."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import binding_due_at, judged
from ledger.recovery.models import Promise, Remedy
from ledger.recovery.remedy_codes import KINDS


@dataclass(frozen=True)
class OwnPromise:
    """A promise as the client reads it."""

    id: str
    client_reference: str | None
    kind: str
    text: str
    promised_at: datetime
    due_at: datetime
    original_due_at: datetime
    due_is_day: bool
    standing: str
    is_open: bool
    """Whether it is still to be done, in time or late."""
    kept_at: datetime | None


@dataclass(frozen=True)
class OwnRemedy:
    """A remedy as the client reads it: what it is worth, by when, and that we pay."""

    id: str
    client_reference: str
    name: str
    text: str
    how: str
    value: Money
    tax: Money
    status: str
    due_on: date | None
    promised_at: datetime | None
    delivered_at: datetime | None


def own_promises(
    session: Session, actor: Actor, *, client_reference: str | None = None, only_open: bool = False
) -> list[OwnPromise]:
    """Return the visible promises to the actor's client, by due date; of one case where it is named, or open ones."""
    permit(actor, "read_own_case")
    query = (
        select(Promise, Impact.client_reference)
        .join(Client, Client.id == Promise.client_id)
        .outerjoin(Impact, (Impact.incident_id == Promise.incident_id) & (Impact.client_id == Promise.client_id))
        .where(Promise.visible_to_client, visible_to(actor, Promise.client_id))
        .order_by(Promise.due_at, Promise.id)
    )
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    if only_open:
        query = query.where(Promise.status == "open")
    at = now()
    return [_promise(row, reference, at) for row, reference in session.execute(query)]


def own_remedies(
    session: Session, actor: Actor, *, client_reference: str | None = None, only_owed: bool = False
) -> list[OwnRemedy]:
    """Return the remedies promised to the actor's client and shown to it, newest first.

    Of one case where it is named, or only those that the client does not have yet.
    """
    permit(actor, "read_own_case")
    query = (
        select(Remedy, Impact.client_reference)
        .join(Impact, Impact.id == Remedy.impact_id)
        .where(Remedy.shown == "NoCharge", Remedy.promised_at.is_not(None), visible_to(actor, Impact.client_id))
        .order_by(Remedy.promised_at.desc(), Remedy.id)
    )
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    if only_owed:
        query = query.where(Remedy.status == "promised")
    return [_remedy(row, reference) for row, reference in session.execute(query)]


def _promise(row: Promise, reference: str | None, at: datetime) -> OwnPromise:
    binding_at = binding_due_at(row.original_due_at, row.agreed_due_at, row.agreed_at)
    return OwnPromise(
        row.id, reference, row.kind, row.text, row.promised_at, row.due_at, row.original_due_at, row.due_is_day,
        judged(row.status, row.kept_at, binding_at, at), row.status == "open", row.kept_at,
    )  # fmt: skip


def _remedy(row: Remedy, reference: str) -> OwnRemedy:
    value, tax = Money(row.value_minor, row.value_currency), Money(row.tax_minor, row.value_currency)
    return OwnRemedy(
        row.id, reference, KINDS[row.code].words, row.text, row.how, value, tax, row.status, row.due_on,
        row.promised_at, row.delivered_at,
    )  # fmt: skip
