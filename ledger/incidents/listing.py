"""The list of incidents: a page at a time, newest first, in a number of queries that does not grow with it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, tuple_
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.filtering import Filters, conditions
from ledger.incidents.models import Incident
from ledger.incidents.page_parts import RunningClock, Touched, running_clocks, touched_clients
from ledger.kernel.clock import now
from ledger.kernel.db import shown_row
from ledger.people.actor import Actor
from ledger.people.permissions import permit

SHOWN_CLIENTS = 6
Position = tuple[datetime, str]


@dataclass(frozen=True)
class IncidentRow:
    """What stands in an incident's own row."""

    id: str
    version: int
    reference: str
    title: str
    severity: str
    status: str
    ours: str
    service: str
    found_by: str
    external_reference: str | None
    external_provider: str | None
    act_statement: str | None
    owner_id: str
    deputy_id: str | None
    impact_started_at: datetime | None
    detected_at: datetime | None
    aware_at: datetime | None
    acknowledged_at: datetime | None
    contained_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    filed_at: datetime


@dataclass(frozen=True)
class IncidentLine(IncidentRow):
    """One line of a list: the incident, whom it touched, and what is due next."""

    clients: tuple[Touched, ...]
    clients_unnamed: int
    """How many more it touched than `clients` names."""
    clocks: tuple[RunningClock, ...]
    """What is due next, earliest first."""

    @property
    def next_clock(self) -> RunningClock | None:
        """The clock that is due first."""
        return self.clocks[0] if self.clocks else None

    @property
    def clocks_unnamed(self) -> int:
        """How many more clocks run than `clocks` names."""
        return self.clocks[0].unnamed if self.clocks else 0

    @property
    def began_at(self) -> datetime | None:
        """When it began, or else was noticed; the period of the filters counts from here."""
        return self.impact_started_at or self.detected_at

    @property
    def client_references(self) -> tuple[str, ...]:
        """The references under which the clients know it."""
        return tuple(one.client_reference for one in self.clients)


COLUMNS = tuple(getattr(Incident, field.name) for field in fields(IncidentRow))


def list_incidents(  # noqa: PLR0913 what can be asked of a list, all named
    session: Session,
    actor: Actor,
    *,
    filters: Filters | None = None,
    after: Position | None = None,
    limit: int = 50,
    most_clients: int = SHOWN_CLIENTS,
    at: datetime | None = None,
) -> list[IncidentLine]:
    """Return incidents newest first, at most `limit`, from the keyset position `after` (filed_at, id).

    Each names at most `most_clients` clients by code; clocks are judged at the instant `at`, by default now.
    """
    permit(actor, "read_cases")
    query = select(*COLUMNS).where(*conditions(actor, filters or Filters()))
    if after is not None:
        query = query.where(tuple_(Incident.filed_at, Incident.id) < after)
    query = query.order_by(Incident.filed_at.desc(), Incident.id.desc()).limit(limit)
    return lines(session, actor, session.execute(query).all(), at or now(), most_clients=most_clients)


def lines(  # noqa: PLR0913 as above
    session: Session,
    actor: Actor,
    rows: Sequence[Row[Any]],
    at: datetime,
    *,
    most_clients: int = SHOWN_CLIENTS,
    most_clocks: int = 1,
) -> list[IncidentLine]:
    """Return rows of `COLUMNS` with their clients and next clocks: two more queries, however many rows."""
    ids = [row.id for row in rows]
    clients = touched_clients(session, actor, ids, most_clients)
    clocks = running_clocks(session, actor, ids, most_clocks, at)
    return [_line(shown_row(row), clients.get(row.id), clocks.get(row.id, ())) for row in rows]


def _line(
    row: dict[str, Any], clients: tuple[tuple[Touched, ...], int] | None, clocks: tuple[RunningClock, ...]
) -> IncidentLine:
    named, of_all = clients or ((), 0)
    return IncidentLine(**row, clients=named, clients_unnamed=of_all - len(named), clocks=clocks)


def has_incidents(session: Session, actor: Actor) -> bool:
    """Return whether there is any incident: an empty list then means that the filters match none."""
    permit(actor, "read_cases")
    return session.scalar(select(Incident.id).limit(1)) is not None


def client_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return all clients as (code, `CODE: name`), for choosing one to filter by."""
    permit(actor, "read_cases")
    rows = session.execute(select(Client.code, Client.name).order_by(Client.code))
    return [(row.code, f"{row.code}: {row.name}") for row in rows]
