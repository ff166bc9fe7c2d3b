"""Filing: the whole unit with its record, against the same rows written plainly."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from ledger.incidents.models import ClockRow, Impact, Incident
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.bench.figures import Figure, in_turns
from tests.bench.ground import DATABASES, Ground
from tests.factories import a_client, a_provider, an_actor, an_incident

ROUNDS = 40


def measure(ground: Ground) -> Iterator[Figure]:
    """File an incident on each database."""
    for database in DATABASES:
        ledger = ground.ledger(database, "filing")
        a_provider(ledger)
        a_client(ledger)
        actor = an_actor(ledger)
        ours, other = in_turns(lambda: an_incident(ledger, actor), _plainly(ledger, actor), ROUNDS)  # noqa: B023 used at once
        yield Figure(f"File an incident ({database})", "the same rows, no record", ours, other)


def _plainly(ledger: Ledger, actor: Actor) -> Any:
    filed = an_incident(ledger, actor)
    with ledger.database.read() as session:
        rows = _rows(session, filed.id)

    def write() -> None:
        names: dict[str, str] = {}
        with ledger.database.write() as session:
            for table, values in rows:
                session.add(table(**_renamed(values, names)))
                session.flush()
            session.commit()

    return write


def _rows(session: Session, incident_id: str) -> list[tuple[type, dict[str, Any]]]:
    """Return what filing wrote of an incident: its own row, its impacts and their clocks."""
    found = [
        *session.scalars(select(Incident).where(Incident.id == incident_id)),
        *session.scalars(select(Impact).where(Impact.incident_id == incident_id)),
        *session.scalars(select(ClockRow).join(Impact).where(Impact.incident_id == incident_id)),
    ]
    return [
        (type(row), {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}) for row in found
    ]


def _renamed(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return a row's values with a new id and reference; ids of rows written before are replaced alike."""
    names[values["id"]] = key = new_id()
    fresh = {name: names.get(value, value) if isinstance(value, str) else value for name, value in values.items()}
    return fresh | {name: key[-12:] for name in ("reference", "client_reference") if name in values}
