"""Importing a status page of several years in one unit."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ledger.incidents.operations.importing import apply_file
from ledger.incidents.statuspage import parse_file
from tests.bench.figures import Figure, timed
from tests.bench.ground import DATABASES, SHARED, Ground
from tests.factories import a_client, a_provider, an_actor

REAL = SHARED / "statuspage-github-raw" / "incidents_last_seen.json"
INCIDENTS, UPDATES = 760, 4


def measure(ground: Ground) -> Iterator[Figure]:
    """Import the real page where it is there, else an invented one of its size; then once more, when nothing is new."""
    data = REAL.read_bytes() if REAL.is_file() else _invented()
    for database in DATABASES:
        ledger = ground.ledger(database, "importing")
        a_provider(ledger)
        a_client(ledger)
        actor = an_actor(ledger, "leadership")

        def run() -> int:
            parsed = parse_file(data)
            return ledger.do(apply_file, actor, parsed=parsed, client_code="HFO").created  # noqa: B023 used at once

        found = len(parse_file(data).incidents)
        first, again = timed(run), timed(run)
        note = f"{found / first:,.0f} incidents a second; {'real' if REAL.is_file() else 'invented'} page"
        yield Figure(f"Import {found} incidents ({database})", "the same again, all known", first, again, note=note)


def _invented() -> bytes:
    began_at = datetime(2021, 1, 4, 8, tzinfo=UTC)
    page = {"id": "invented", "name": "Tidewater Status"}
    incidents = [_incident(number, began_at + timedelta(hours=50 * number)) for number in range(INCIDENTS)]
    return json.dumps({"page": page, "incidents": incidents}).encode()


def _incident(number: int, at: datetime) -> dict[str, Any]:
    statuses = ("investigating", "identified", "monitoring", "resolved")[:UPDATES]
    times = [(at + timedelta(minutes=20 * place)).isoformat() for place in range(UPDATES)]
    updates = [
        {
            "id": f"u{number}-{place}", "status": status, "body": f"We are on it, step {place}.", "created_at": time,
            "updated_at": time, "display_at": time, "incident_id": f"i{number}", "affected_components": None,
        }
        for place, (status, time) in enumerate(zip(statuses, times, strict=True))
    ]  # fmt: skip
    return {
        "id": f"i{number}", "name": "Mail is slow", "status": "resolved", "impact": "minor", "page_id": "invented",
        "shortlink": "", "created_at": times[0], "started_at": times[0], "updated_at": times[-1],
        "monitoring_at": times[2], "resolved_at": times[-1], "incident_updates": updates[::-1], "components": [],
    }  # fmt: skip
