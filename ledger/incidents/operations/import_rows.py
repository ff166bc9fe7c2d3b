"""The rows of an import that are new: incidents, impacts and entries, each with its event; written in few flushes."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.import_plan import PlannedChange, fingerprint
from ledger.incidents.import_rules import (
    entry_kind,
    entry_text,
    link_of,
    severity_of,
    state_of,
    status_after,
)
from ledger.incidents.intake import ParsedIncident, ParsedUpdate
from ledger.incidents.models import Entry, Impact, Incident
from ledger.incidents.operations.entries import note_entry
from ledger.incidents.operations.touched import Touched
from ledger.kernel.clock import iso, month_in
from ledger.kernel.ids import new_id
from ledger.people.actor import SYSTEM, Actor
from ledger.record.canonical import Value
from ledger.record.operations import note

EDITED = "Edited on the status page."


@dataclass
class Writing:
    """One import under way: for whom, by whom, and the rows collected so far."""

    session: Session
    actor: Actor
    client: Client
    owner_id: str
    zone: str
    at: datetime
    hidden: frozenset[str]
    source: str
    incidents: list[Incident] = field(default_factory=list)
    impacts: list[Impact] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def flush(self) -> None:
        """Write what was collected, parents before children."""
        for rows in (self.incidents, self.impacts, self.entries):
            self.session.add_all(rows)
            self.session.flush()


def create(writing: Writing, change: PlannedChange, reference: str, client_reference: str) -> None:
    """Collect an incident that is new to us, with its impact and its updates."""
    found = parsed_of(change)
    incident = _incident(writing, found, reference)
    incident.event_id = note(
        writing.session,
        "incident.imported",
        actor=writing.actor.user_id,
        subjects=reference,
        occurred_at=found.started_at or found.created_at,
        data=told(found)
        | {"provider": writing.source, "external_id": found.external_id, "severity": incident.severity},
        sealed={"title": found.title},
    )
    impact = _impact(writing, incident, client_reference)
    writing.incidents.append(incident)
    writing.impacts.append(impact)
    one = Touched(impact, writing.client)
    for update in change.new_updates:
        add_entry(writing, incident, one, update)


def add_entry(
    writing: Writing, incident: Incident, one: Touched, update: ParsedUpdate, supersedes: Entry | None = None
) -> None:
    """Collect a public update as an entry that the client sees; an edited one supersedes what it said before."""
    visible = not update.is_internal and update.external_id not in writing.hidden
    entry = Entry(
        id=new_id(),
        incident_id=incident.id,
        kind=entry_kind(update),
        text=entry_text(update),
        occurred_at=update.occurred_at,
        recorded_at=writing.at,
        visibility="all_clients" if visible else "internal",
        author_id=SYSTEM.user_id,
        external_id=update.external_id,
        external_fingerprint=fingerprint(update),
        supersedes_id=supersedes.id if supersedes else None,
        correction_reason=EDITED if supersedes else None,
    )
    kind = "entry.corrected" if supersedes else "entry.added"
    seen_by = [one] if visible else []
    entry.event_id = note_entry(writing.session, writing.actor, kind, incident, seen_by, entry, supersedes)
    writing.entries.append(entry)


def report_month(found: ParsedIncident, zone: str) -> str:
    """Return the month in which it is counted: of its beginning, else of its first notice."""
    return month_in(found.started_at or found.created_at, zone)


def parsed_of(change: PlannedChange) -> ParsedIncident:
    """Return what the file says of an incident that is not skipped."""
    if change.incident is None:
        fault = f"nothing is known of {change.external_id}"
        raise ValueError(fault)
    return change.incident


def _incident(writing: Writing, found: ParsedIncident, reference: str) -> Incident:
    return Incident(
        id=new_id(),
        reference=reference,
        title=found.title,
        severity=severity_of(found.impact),
        status=status_after(found),
        found_by="client" if found.is_reported else "not_recorded",
        found_by_client_id=writing.client.id if found.is_reported else None,
        owner_id=writing.owner_id,
        external_provider=writing.source,
        external_id=found.external_id,
        external_state=state_of(found),
        external_priority=found.impact or None,
        external_url=link_of(found),
        import_flags=list(found.flags),
        impact_started_at=found.started_at,
        detected_at=found.detected_at,
        aware_at=found.detected_at,
        acknowledged_at=found.acknowledged_at,
        contained_at=found.monitoring_at,
        resolved_at=found.resolved_at,
        filed_at=writing.at,
        filed_by=SYSTEM.user_id,
        report_month=report_month(found, writing.zone),
    )


def _impact(writing: Writing, incident: Incident, client_reference: str) -> Impact:
    impact = Impact(
        id=new_id(),
        incident_id=incident.id,
        client_id=writing.client.id,
        client_reference=client_reference,
        statement=incident.title,
        from_at=incident.impact_started_at,
        to_at=incident.resolved_at,
        client_reported_at=incident.detected_at if incident.found_by == "client" else None,
    )
    impact.event_id = note(
        writing.session,
        "impact.opened",
        actor=writing.actor.user_id,
        subjects={writing.client.log_id: client_reference},
        occurred_at=incident.impact_started_at,
        data={"external_id": incident.external_id}
        | ({"client_reported_at": iso(impact.client_reported_at)} if impact.client_reported_at else {}),
        sealed={"statement": impact.statement},
    )
    return impact


def told(found: ParsedIncident) -> dict[str, Value]:
    """Return what an event says of an imported incident."""
    return {
        "external_priority": found.impact,
        "status": found.status,
        "flags": list(found.flags),
        "impact_started_at": iso(found.started_at) if found.started_at else None,
        "resolved_at": iso(found.resolved_at) if found.resolved_at else None,
    } | _known_when(found)


def _known_when(found: ParsedIncident) -> dict[str, Value]:
    """Return what only some sources say: when we knew, who told us, when somebody took it up."""
    if found.detected_at is None:
        return {}
    return {
        "aware_at": iso(found.detected_at),
        "acknowledged_at": iso(found.acknowledged_at) if found.acknowledged_at else None,
        "found_by": "client" if found.is_reported else "not_recorded",
    }
