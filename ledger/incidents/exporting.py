"""Incidents as the lines of a sheet: the same ones, in the same order, as the list with the same filters shows."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ledger.incidents.code_words import in_words
from ledger.incidents.filtering import Filters
from ledger.incidents.listing import IncidentLine, Position, list_incidents
from ledger.people.actor import Actor
from ledger.people.queries import names

BATCH = 500
"""Incidents read at once; a sheet of any length is made from batches, without holding the database."""
_EVERY_CLIENT = 100_000

HEADER = (
    "Reference",
    "Severity",
    "Status",
    "What stopped",
    "What we did or failed to do",
    "Ours",
    "Clients",
    "Client references",
    "Service",
    "Who noticed",
    "Owner",
    "Deputy",
    "Ticket number",
    "Began",
    "Noticed",
    "We knew",
    "Taken on",
    "Contained",
    "Put right",
    "Closed",
    "Filed",
    "Next due",
    "Next due at",
    "Time zone",
)


@dataclass(frozen=True)
class Batch:
    """Some lines of the sheet, and where the next ones begin; none after the last."""

    rows: tuple[tuple[str | None, ...], ...]
    following: Position | None


def exported(session: Session, actor: Actor, *, filters: Filters, after: Position | None, at: datetime) -> Batch:
    """Return the lines after the position `after`, times as ISO 8601 in the actor's zone, which the last cell names."""
    found = list_incidents(
        session, actor, filters=filters, after=after, limit=BATCH + 1, most_clients=_EVERY_CLIENT, at=at
    )
    shown = found[:BATCH]
    people = names(session, {person for line in shown for person in (line.owner_id, line.deputy_id)})
    rows = tuple(_cells(line, people, actor.zone) for line in shown)
    return Batch(rows, (shown[-1].filed_at, shown[-1].id) if len(found) > BATCH else None)


def _cells(line: IncidentLine, people: dict[str, str], zone: str) -> tuple[str | None, ...]:
    times = (
        line.impact_started_at,
        line.detected_at,
        line.aware_at,
        line.acknowledged_at,
        line.contained_at,
        line.resolved_at,
        line.closed_at,
        line.filed_at,
    )
    due = line.next_clock
    return (
        line.reference,
        line.severity,
        in_words(line.status),
        line.title,
        line.act_statement,
        in_words(line.ours),
        "; ".join(f"{client.code} {client.name}" for client in line.clients),
        "; ".join(line.client_references),
        line.service,
        in_words(line.found_by),
        people.get(line.owner_id),
        people.get(line.deputy_id or ""),
        line.external_reference,
        *(_local(instant, zone) for instant in times),
        f"{due.label} for {due.for_whom}" if due else None,
        _local(due.due_at, zone) if due else None,
        zone,
    )


def _local(instant: datetime | None, zone: str) -> str | None:
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds") if instant else None
