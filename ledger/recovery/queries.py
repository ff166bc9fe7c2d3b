"""Reading recovery for staff: one incident's actions, remedies and promises, or one of them."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.queries import cost_by_currency
from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.incidents.severities import GRAVE
from ledger.kernel.errors import NotFound
from ledger.kernel.money import Money
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_gate import asks_more
from ledger.recovery.action_row import ActionRow
from ledger.recovery.action_rows import action_rows, touched_and_seen
from ledger.recovery.funding import sees_costs
from ledger.recovery.models import Action, Promise, Remedy
from ledger.recovery.promise_rows import promise_rows
from ledger.recovery.remedy_rows import remedy_rows
from ledger.recovery.rows import ForWhom, PromiseRow, Recovery, RemedyRow
from ledger.recovery.totals import totals

Row = TypeVar("Row")
COUNTED = frozenset({"approved", "promised", "delivered", "confirmed"})
"""Statuses of lines that are given; proposed, declined and withdrawn ones do not count."""


def recovery_of(session: Session, actor: Actor, incident_id: str) -> Recovery:
    """Return what is done about an incident; raise `NotFound` where the actor sees none."""
    permit(actor, "read_cases")
    incident = session.scalar(select(Incident).where(Incident.id == incident_id, touched_and_seen(actor)))
    if incident is None:
        raise NotFound
    remedies = remedy_rows(session, actor, Impact.incident_id == incident_id)
    counted = [row for row in remedies if row.status in COUNTED]
    given = [row for row in counted if row.shown == "NoCharge"]
    is_shown = sees_costs(actor, incident.owner_id, incident.deputy_id, incident.filed_by)
    booked = cost_by_currency(session, incident_id) if is_shown else {}
    return Recovery(
        actions=action_rows(session, actor, Action.incident_id == incident_id),
        remedies=remedies,
        promises=promise_rows(session, actor, Promise.incident_id == incident_id),
        value_totals=totals(row.worth for row in given),
        cost_totals=totals(row.cost for row in counted if row.cost) if is_shown else None,
        booked_costs=totals(Money(minor, currency) for currency, minor in booked.items()) if is_shown else None,
        is_grave=incident.severity in GRAVE,
        asks_more=asks_more(incident.severity, incident.external_provider),
    )


def action_of(session: Session, actor: Actor, action_id: str) -> ActionRow:
    """Return one action; raise `NotFound` where the actor sees none."""
    permit(actor, "read_cases")
    return _only(action_rows(session, actor, Action.id == action_id))


def remedy_of(session: Session, actor: Actor, remedy_id: str) -> RemedyRow:
    """Return one remedy line; raise `NotFound` where the actor sees none."""
    permit(actor, "read_cases")
    return _only(remedy_rows(session, actor, Remedy.id == remedy_id))


def promise_of(session: Session, actor: Actor, promise_id: str) -> PromiseRow:
    """Return one promise; raise `NotFound` where the actor sees none."""
    permit(actor, "read_cases")
    return _only(promise_rows(session, actor, Promise.id == promise_id))


def open_promises_to(session: Session, actor: Actor, client_id: str) -> tuple[PromiseRow, ...]:
    """Return the promises to one client that have not ended, by due date."""
    permit(actor, "read_cases")
    return promise_rows(session, actor, (Promise.client_id == client_id) & (Promise.status == "open"))


def for_whom(session: Session, actor: Actor, incident_id: str) -> list[ForWhom]:
    """Return the clients that an incident touches, by code, with their currency and zone."""
    permit(actor, "read_cases")
    columns = (Impact.client_reference, Client.code, Client.name, Client.currency, Client.zone)
    query = select(*columns).join(Client, Client.id == Impact.client_id)
    query = query.where(Impact.incident_id == incident_id, visible_to(actor, Impact.client_id)).order_by(Client.code)
    return [ForWhom(*row) for row in session.execute(query)]


def _only(rows: tuple[Row, ...]) -> Row:
    if not rows:
        raise NotFound
    return rows[0]
