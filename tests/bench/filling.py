"""Ledgers of any size for measuring: rows written in bulk, past the record, into a database that is thrown away."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert, text

from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.kernel.ids import new_id
from ledger.people.models import User
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user

CLIENTS = 40
BEGUN_AT = datetime(2021, 1, 4, 8, tzinfo=UTC)
STILL_OPEN = 60
"""The newest so many are still open, whatever the size: a provider does not have more of them with the years."""
BATCH = 5_000
SERVICES = ("Mail", "Telephones", "Backup", "Network", "Payroll", "Files", "")
THINGS = ("Mail stopped", "Telephones were silent", "A backup was missing", "The network was slow", "Payroll ran late")


def fill(ledger: Ledger, incidents: int) -> User:
    """Give an empty ledger `CLIENTS` clients and so many incidents; return a service manager who owns them."""
    a_provider(ledger)
    owner = a_user(ledger)
    clients = [a_client(ledger, f"C{number:02}", f"Invented Company {number}").id for number in range(CLIENTS)]
    with ledger.database.engine.execution_options(writes=True).begin() as connection:
        for first in range(0, incidents, BATCH):
            _write(connection, owner.id, clients, range(first, min(first + BATCH, incidents)), incidents)
    if not ledger.database.is_sqlite:
        _analyse(ledger.settings.migration_url)
    return owner


def _analyse(address: str) -> None:
    """Gather the planner's figures now, as PostgreSQL does by itself a minute later; only the owner may."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _write(connection: Connection, owner: str, clients: list[str], numbers: range, of_all: int) -> None:
    chance = random.Random(numbers.start)  # noqa: S311 the same invented ledger each time
    rows = [_incident(chance, owner, number, of_all) for number in numbers]
    impacts = [impact for row in rows for impact in _impacts(chance, row, clients)]
    closed_at = {row["id"]: row["closed_at"] for row in rows}
    clocks = [_clock(impact, closed_at[impact["incident_id"]]) for impact in impacts]
    for model, found in ((Incident, rows), (Impact, impacts), (ClockRow, clocks)):
        table = model.__table__
        assert isinstance(table, Table)
        connection.execute(insert(table), found)


def _incident(chance: random.Random, owner: str, number: int, of_all: int) -> dict[str, Any]:
    filed_at = BEGUN_AT + (timedelta(days=5 * 365) / of_all) * number
    is_open = number >= of_all - STILL_OPEN
    ended_at = None if is_open else filed_at + timedelta(hours=chance.randint(1, 200))
    return {
        "id": new_id(),
        "version": 1,
        "event_id": new_id(),
        "reference": f"INC-{filed_at.year}-{number:06}",
        "title": f"{chance.choice(THINGS)} at site {chance.randint(1, 400)}",
        "act_statement": f"We changed setting {number} without a second look.",
        "act_is_provisional": False,
        "ours": "yes",
        "severity": chance.choices(("S1", "S2", "S3", "S4"), (2, 18, 60, 20))[0],
        "status": chance.choice(("open", "contained", "resolved")) if is_open else "closed",
        "service": chance.choice(SERVICES),
        "found_by": chance.choice(("our_monitoring", "our_staff", "client", "third_party")),
        "owner_id": owner,
        "external_reference": f"T-{number}",
        "import_flags": [],
        "acting_party": "",
        "authorised_by": "",
        "impact_started_at": filed_at - timedelta(minutes=40),
        "detected_at": filed_at - timedelta(minutes=10),
        "aware_at": filed_at - timedelta(minutes=5),
        "resolved_at": ended_at,
        "closed_at": ended_at,
        "filed_at": filed_at,
        "filed_by": owner,
        "report_month": f"{filed_at:%Y-%m}",
    }


def _impacts(chance: random.Random, incident: dict[str, Any], clients: list[str]) -> Iterator[dict[str, Any]]:
    for client_id in chance.sample(clients, chance.choices((1, 2, 8), (85, 13, 2))[0]):
        key = new_id()
        yield {
            "id": key,
            "version": 1,
            "event_id": key,
            "incident_id": incident["id"],
            "client_id": client_id,
            "client_reference": f"R-{key[-14:]}",
            "statement": f"Our people could not work at {chance.randint(1, 400)} desks.",
            "people_affected": 4,
            "people_total": 20,
            "data_effect": "none",
        }


def _clock(impact: dict[str, Any], ended_at: datetime | None) -> dict[str, Any]:
    zero_at = BEGUN_AT + timedelta(days=5 * 365)
    return {
        "id": new_id(),
        "event_id": impact["event_id"],
        "impact_id": impact["id"],
        "kind": "final_letter",
        "zero_at": (ended_at or zero_at) - timedelta(days=9),
        "due_at": (ended_at or zero_at) + timedelta(days=5),
        "rule": "Final letter within 10 business days of awareness (S2, standard plan)",
        "severity": "S2",
        "amount": 10,
        "unit": "business_days",
        "plan": "standard plan",
        "stopped_at": ended_at,
    }
