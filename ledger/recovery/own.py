"""What a client's own people read of recovery: visible rows of their client, never our cost or names."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.models import Remedy
from ledger.recovery.remedy_codes import KINDS


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
    locale: str
    """The client's, as its letters write amounts."""
    status: str
    due_on: date | None
    promised_at: datetime | None
    delivered_at: datetime | None
    ended_reason: str
    """Why it ended without the client keeping it, empty where it did not."""


def own_remedies(
    session: Session, actor: Actor, *, client_reference: str | None = None, only_owed: bool = False
) -> list[OwnRemedy]:
    """Return the remedies promised to the actor's client and shown to it, newest first.

    Of one case where it is named, or only those that the client does not have yet.
    """
    permit(actor, "read_own_case")
    query = (
        select(Remedy, Impact.client_reference, Client.locale)
        .join(Impact, Impact.id == Remedy.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Remedy.shown == "NoCharge", Remedy.promised_at.is_not(None), visible_to(actor, Impact.client_id))
        .order_by(Remedy.promised_at.desc(), Remedy.id)
    )
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    if only_owed:
        query = query.where(Remedy.status == "promised")
    return [_remedy(*found) for found in session.execute(query)]


def reference_of_own_remedy(session: Session, actor: Actor, remedy_id: str) -> str:
    """Return what the client calls the case of one of its remedies; raise `NotFound` for one it is not shown."""
    permit(actor, "read_own_case")
    query = select(Impact.client_reference).join(Remedy, Remedy.impact_id == Impact.id)
    found = session.scalar(
        query.where(
            Remedy.id == remedy_id,
            Remedy.shown == "NoCharge",
            Remedy.promised_at.is_not(None),
            visible_to(actor, Impact.client_id),
        )
    )
    if found is None:
        raise NotFound
    return found


def _remedy(row: Remedy, reference: str, locale: str) -> OwnRemedy:
    value, tax = Money(row.value_minor, row.value_currency), Money(row.tax_minor, row.value_currency)
    return OwnRemedy(
        row.id, reference, KINDS[row.code].words, row.text, row.told_how, value, tax, locale, row.status,
        row.due_on, row.promised_at, row.delivered_at, row.ended_reason or "",
    )  # fmt: skip
