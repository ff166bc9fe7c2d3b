"""Which incidents a list, its export and the API are asked for: one set of filters, one set of conditions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.searching import contains, words_of_search
from ledger.people.actor import Actor

ON_BOARD = ("open", "contained", "resolved")
"""Statuses in which somebody still has something to do for the client now."""
ACTIVE = "on_board"
"""The filter's word for any status of `ON_BOARD`."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means any. Times are aware, `from_at` is in the period, `to_at` no longer."""

    client: str = ""
    severity: str = ""
    status: str = ""
    service: str = ""
    found_by: str = ""
    from_at: datetime | None = None
    to_at: datetime | None = None
    q: str = ""


def conditions(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on incidents that `filters` name."""
    found = [
        column == value
        for column, value in ((Incident.severity, filters.severity), (Incident.found_by, filters.found_by))
        if value
    ]
    if filters.client:
        found.append(Incident.id.in_(_on_client(actor, filters.client)))
    if filters.status:
        found.append(Incident.status.in_(ON_BOARD if filters.status == ACTIVE else (filters.status,)))
    if filters.service:
        found.append(contains(filters.service, Incident.service))
    if filters.from_at:
        found.append(began_at() >= filters.from_at)
    if filters.to_at:
        found.append(began_at() < filters.to_at)
    return found + [_mentions(actor, word) for word in words_of_search(filters.q)]


def began_at() -> ColumnElement[datetime]:
    """Return when an incident began, as well as it is recorded: begun, else noticed, else filed."""
    return func.coalesce(Incident.impact_started_at, Incident.detected_at, Incident.filed_at)


def _on_client(actor: Actor, code: str) -> ScalarSelect[str]:
    client = select(Client.id).where(Client.code == code.upper()).scalar_subquery()
    on_it = select(Impact.incident_id).where(Impact.client_id == client, visible_to(actor, Impact.client_id))
    return on_it.scalar_subquery()


def _mentions(actor: Actor, word: str) -> ColumnElement[bool]:
    """Return that an incident, or its effect on a client, has this word somewhere."""
    effects = select(Impact.incident_id).where(
        contains(word, Impact.client_reference, Impact.statement, Impact.act_statement),
        visible_to(actor, Impact.client_id),
    )
    own = contains(word, Incident.reference, Incident.title, Incident.external_reference, Incident.act_statement)
    return or_(own, Incident.id.in_(effects.scalar_subquery()))
