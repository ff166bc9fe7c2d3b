"""Impacts as a page shows them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.incidents.person_hours import in_words, person_minutes
from ledger.incidents.told_first import told_first
from ledger.people.actor import Actor


@dataclass(frozen=True)
class ImpactShown:
    """One incident on one client."""

    id: str
    version: int
    client_id: str
    client_code: str
    client_name: str
    client_zone: str
    client_reference: str
    statement: str
    act_statement: str | None
    people_affected: int | None
    people_total: int | None
    from_at: datetime | None
    to_at: datetime | None
    data_effect: str
    client_reported_at: datetime | None
    client_notified_at: datetime | None
    delay_reason: str | None
    no_remedy_reason: str | None
    client_must_do: str | None

    @property
    def person_minutes(self) -> int | None:
        """Whole minutes of work lost, none where anything is not recorded."""
        return person_minutes(self.people_affected, self.from_at, self.to_at)

    @property
    def work_lost(self) -> str:
        """Work lost in words: `5 h 20 min`; empty where it is not known."""
        return in_words(self.person_minutes)

    @property
    def told_first(self) -> bool | None:
        """Whether we told this client before it told us; none while neither has happened."""
        return told_first(self.client_notified_at, self.client_reported_at)


_OF_IMPACT = (
    "id", "version", "client_id", "client_reference", "statement", "act_statement", "people_affected", "people_total",
    "from_at", "to_at", "data_effect", "client_reported_at", "client_notified_at", "delay_reason", "no_remedy_reason",
    "client_must_do",
)  # fmt: skip


def impacts_of(session: Session, actor: Actor, incident_id: str) -> list[ImpactShown]:
    """Return an incident's impacts by client code."""
    query = (
        select(Impact, Client.code, Client.name, Client.zone)
        .join(Client, Client.id == Impact.client_id)
        .where(Impact.incident_id == incident_id, visible_to(actor, Impact.client_id))
        .order_by(Client.code)
    )
    return [
        ImpactShown(
            **{name: getattr(impact, name) for name in _OF_IMPACT},
            client_code=code,
            client_name=name,
            client_zone=zone,
        )
        for impact, code, name, zone in session.execute(query)
    ]
