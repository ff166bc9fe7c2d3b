"""What the ledger already holds of a status page's incidents, and the plan that follows from it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.confidence import fault_in
from ledger.incidents.import_plan import Known, PlannedChange, plan_import
from ledger.incidents.import_rules import entry_text, known_from, obstacle
from ledger.incidents.intake import ParsedFile, ParsedIncident, Skipped
from ledger.incidents.models import Entry, Impact, Incident
from ledger.kernel.clock import now

ELSEWHERE = "Already imported for another client: an incident of another system belongs to one."


@dataclass(frozen=True)
class ImportPlan:
    """The dry run: what would be created, changed and skipped, and why."""

    client_code: str
    client_name: str | None
    """None where there is no such client yet."""
    page_name: str
    changes: tuple[PlannedChange, ...]
    kept_internal: frozenset[str]
    """External ids of updates whose words name another client of ours: taken over, but not shown."""

    def count(self, kind: str) -> int:
        """Return how many lines are of this kind: `create`, `change`, `unchanged`, `skip`."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def updates(self) -> int:
        """Return how many entries would be written."""
        return sum(len(change.new_updates) + len(change.edited_updates) for change in self.changes)


def made_plan(session: Session, parsed: ParsedFile, client_code: str) -> ImportPlan:
    """Return what importing the file for this client would do."""
    at = now()
    client = session.scalars(select(Client).where(Client.code == client_code)).one_or_none()
    others = [
        (row.code, row.name) for row in session.execute(select(Client.code, Client.name)) if row.code != client_code
    ]
    known, elsewhere = _known(session, parsed.source, client.id if client else None)
    fit: list[ParsedIncident] = []
    skipped = list(parsed.skipped)
    for incident in parsed.incidents:
        fault = ELSEWHERE if incident.external_id in elsewhere else obstacle(incident, at)
        fault = fault or (fault_in(incident.title, others) and "Its title names another client of ours.")
        if fault:
            skipped.append(Skipped(incident.external_id, incident.title, fault))
        else:
            fit.append(incident)
    changes = plan_import(fit, known, skipped)
    hidden = frozenset(
        update.external_id
        for change in changes
        for update in (*change.new_updates, *change.edited_updates)
        if fault_in(entry_text(update), others)
    )
    told = tuple(_with_hidden(change, hidden) for change in changes)
    return ImportPlan(client_code, client.name if client else None, parsed.page_name, told, hidden)


def _with_hidden(change: PlannedChange, hidden: frozenset[str]) -> PlannedChange:
    number = sum(update.external_id in hidden for update in (*change.new_updates, *change.edited_updates))
    if not number:
        return change
    return replace(change, reason=f"{change.reason} Kept internal, for naming another client: {number}.")


def _known(session: Session, source: str, client_id: str | None) -> tuple[Mapping[str, Known], frozenset[str]]:
    """Return what is known of this client's imported incidents, and the external ids of all other clients'."""
    columns = Incident.id, Incident.external_id, Incident.external_state
    rows = session.execute(select(*columns).where(Incident.external_provider == source)).all()
    mine = set(session.scalars(select(Impact.incident_id).where(Impact.client_id == client_id)))
    prints = _fingerprints(session, source)
    known = {
        str(row.external_id): known_from(str(row.external_id), row.external_state or {}, prints[row.id])
        for row in rows
        if row.id in mine
    }
    return known, frozenset(str(row.external_id) for row in rows if row.id not in mine)


def _fingerprints(session: Session, source: str) -> dict[str, dict[str, str]]:
    """Return, by incident, the newest fingerprint of each imported update."""
    query = (
        select(Entry.incident_id, Entry.external_id, Entry.external_fingerprint)
        .join(Incident, Incident.id == Entry.incident_id)
        .where(Incident.external_provider == source, Entry.external_fingerprint.is_not(None))
        .order_by(Entry.recorded_at, Entry.id)
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for incident_id, external_id, fingerprint in session.execute(query):
        found[incident_id][str(external_id)] = str(fingerprint)
    return found
