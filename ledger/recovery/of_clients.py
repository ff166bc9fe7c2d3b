"""What clients' pages say of promises and remedies: their history, what they come to, and what is due next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.clients.history import HistoryLine, HistoryPart, narrowed
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import binding_due_at, judged
from ledger.recovery.models import Promise, Remedy
from ledger.recovery.remedy_codes import KINDS
from ledger.recovery.totals import totals

GIVEN = ("promised", "delivered", "confirmed")
"""Statuses of remedies that the client knows of and that count; those only planned, declined or withdrawn do not."""


@dataclass(frozen=True)
class Given:
    """What remedies for a client come to, with tax, by currency: all that was promised, and the delivered part."""

    promised: tuple[Money, ...]
    delivered: tuple[Money, ...]


def promises_due(session: Session, actor: Actor, client_ids: Sequence[str]) -> dict[str, datetime]:
    """Return for each of these clients when the next open promise is due; those without are left out."""
    permit(actor, "read_cases")
    query = (
        select(Promise.client_id, func.min(Promise.due_at).label("due_at"))
        .where(Promise.client_id.in_(client_ids), Promise.status == "open", visible_to(actor, Promise.client_id))
        .group_by(Promise.client_id)
    )
    return {row.client_id: row.due_at for row in session.execute(query)}


def promise_history(session: Session, actor: Actor, part: HistoryPart) -> list[HistoryLine]:
    """Return the promises to a client by when they were made, judged as of now."""
    permit(actor, "read_cases")
    query = (
        select(Promise, Incident.reference, Impact.client_reference)
        .outerjoin(Incident, Incident.id == Promise.incident_id)
        .outerjoin(Impact, (Impact.incident_id == Promise.incident_id) & (Impact.client_id == Promise.client_id))
        .where(Promise.client_id == part.client_id, visible_to(actor, Promise.client_id))
    )
    found = session.execute(narrowed(query, part, Promise.promised_at.expression, Promise.id.expression)).all()
    at = now()
    return [_promise_line(row, reference, known_as, at) for row, reference, known_as in found]


def remedy_history(session: Session, actor: Actor, part: HistoryPart) -> list[HistoryLine]:
    """Return the remedies for a client by when they were proposed; the amount is what the client gets, with tax."""
    permit(actor, "read_cases")
    query = (
        select(Remedy, Incident.reference, Impact.client_reference)
        .join(Impact, Impact.id == Remedy.impact_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Impact.client_id == part.client_id, visible_to(actor, Impact.client_id))
    )
    found = session.execute(narrowed(query, part, Remedy.proposed_at.expression, Remedy.id.expression)).all()
    return [_remedy_line(row, reference, known_as) for row, reference, known_as in found]


def given_to(session: Session, actor: Actor, client_id: str) -> Given:
    """Return what the remedies for one client come to."""
    permit(actor, "read_cases")
    query = (
        select(Remedy.status, Remedy.value_currency, func.sum(Remedy.value_minor + Remedy.tax_minor))
        .join(Impact, Impact.id == Remedy.impact_id)
        .where(Impact.client_id == client_id, Remedy.status.in_(GIVEN), visible_to(actor, Impact.client_id))
        .group_by(Remedy.status, Remedy.value_currency)
    )
    sums = [(status, Money(int(minor), currency)) for status, currency, minor in session.execute(query)]
    return Given(totals(money for _, money in sums), totals(money for status, money in sums if status != "promised"))


def _promise_line(row: Promise, reference: str | None, known_as: str | None, at: datetime) -> HistoryLine:
    binding_at = binding_due_at(row.original_due_at, row.agreed_due_at, row.agreed_at)
    return HistoryLine(
        kind="promise",
        at=row.promised_at,
        id=row.id,
        incident=reference,
        reference=known_as or "",
        text=row.text,
        state=judged(row.status, row.kept_at, binding_at, at),
    )


def _remedy_line(row: Remedy, reference: str, known_as: str) -> HistoryLine:
    return HistoryLine(
        kind="remedy",
        at=row.proposed_at,
        id=row.id,
        incident=reference,
        reference=known_as,
        text=row.text or KINDS[row.code].words,
        state=row.status,
        amount=Money(row.value_minor + row.tax_minor, row.value_currency),
    )
