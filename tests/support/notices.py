"""Files of a status page, and importing them, for tests."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from ledger.incidents.import_reading import ImportPlan
from ledger.incidents.models import ClockRow, Entry, Impact, Incident
from ledger.incidents.operations.importing import Imported, apply_file, plan_file
from ledger.incidents.statuspage import parse_file
from ledger.people.actor import Actor
from ledger.record.models import LogEntry
from ledger.work import Ledger


def an_update(id: str = "u1", **differs: Any) -> dict[str, Any]:  # noqa: A002 the name in their file the file's own word
    """Return one update as a file has it."""
    return {
        "id": id,
        "status": "investigating",
        "body": f"We are looking ({id}).",
        "created_at": "2026-10-06T08:10:00Z",
        "updated_at": "2026-10-06T08:10:00Z",
    } | differs


def a_notice(id: str = "i1", updates: tuple[Mapping[str, Any], ...] = (), **differs: Any) -> dict[str, Any]:  # noqa: A002 the name in their file
    """Return one incident as a file has it."""
    return {
        "id": id,
        "name": "Mail is slow",
        "status": "investigating",
        "impact": "major",
        "started_at": "2026-10-06T08:00:00Z",
        "created_at": "2026-10-06T08:05:00Z",
        "updated_at": "2026-10-06T08:10:00Z",
        "resolved_at": None,
        "shortlink": "https://status.example/i1",
        "incident_updates": list(updates or (an_update(),)),
    } | differs


def file_of(*notices: Mapping[str, Any]) -> bytes:
    """Return a file of these incidents."""
    return json.dumps({"page": {"id": "p1", "name": "Tidewater Status"}, "incidents": notices}).encode()


def brought_in(ledger: Ledger, actor: Actor, data: bytes, client: str = "HFO") -> Imported:
    """Import a file."""
    return ledger.do(apply_file, actor, parsed=parse_file(data), client_code=client)


def planned(ledger: Ledger, actor: Actor, data: bytes, client: str = "HFO") -> ImportPlan:
    """Plan the import of a file."""
    return ledger.ask(plan_file, actor, parsed=parse_file(data), client_code=client)


def counts(ledger: Ledger) -> list[int]:
    """Return how many rows of each kind there are, and how many events."""
    with ledger.database.read() as session:
        tables = (Incident, Impact, Entry, ClockRow, LogEntry)
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
