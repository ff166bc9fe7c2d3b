"""Facts follow what is recorded, in the transaction that records it, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from ledger.clients.operations.clients import edit_client
from ledger.incidents.models import Impact
from ledger.kernel.db import shown_row
from ledger.kernel.errors import Refused
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.trends.models import TrendFact
from ledger.trends.operations.rebuilding import rebuild, rebuild_where_none
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident


@pytest.fixture
def manager(ledger: Ledger) -> Actor:
    """A service manager of a provider with one client."""
    a_provider(ledger)
    a_client(ledger)
    return an_actor(ledger)


def stored(ledger: Ledger, measure: str) -> list[Any]:
    """Return the facts of a measure."""
    with ledger.database.read() as session:
        return list(session.execute(select(TrendFact.__table__).where(TrendFact.measure == measure)))


def test_filing_writes_the_facts_of_the_case_in_its_own_transaction(ledger: Ledger, manager: Actor) -> None:
    an_incident(ledger, manager)
    assert len(stored(ledger, "told_first")) == len(stored(ledger, "incidents")) == 1
    assert rebuild(ledger, SYSTEM, write=False).is_same


def test_a_promise_of_no_case_has_its_fact_and_keeps_it_current(ledger: Ledger, manager: Actor) -> None:
    due_at = datetime.now(UTC) + timedelta(days=2)
    promise = ledger.do(make_promise, manager, client_code="HFO", text="Call back", due_at=due_at)
    (before,) = stored(ledger, "promises_kept")
    assert (before.incident_id, before.met_at) == (None, None)
    ledger.do(keep_promise, manager, promise_id=promise.id)
    (after,) = stored(ledger, "promises_kept")
    assert after.met_at is not None
    assert rebuild(ledger, SYSTEM, write=False).is_same


def test_a_clients_new_zone_moves_the_end_of_its_days(ledger: Ledger, manager: Actor) -> None:
    due_at = datetime.now(UTC) + timedelta(days=2)
    incident = an_incident(ledger, manager)
    ledger.do(make_promise, manager, client_code="HFO", text="Call back", due_at=due_at, incident_id=incident.id)
    letter, promise = stored(ledger, "letters_on_time")[0], stored(ledger, "promises_kept")
    ledger.do(edit_client, manager, code="HFO", version=1, zone="Pacific/Auckland")
    assert stored(ledger, "letters_on_time")[0].counts_at != letter.counts_at
    assert stored(ledger, "promises_kept") == promise, "the instant that was promised stays where it is"
    assert rebuild(ledger, SYSTEM, write=False).is_same


def test_what_somebody_wrote_by_hand_is_found_and_put_right(ledger: Ledger, manager: Actor) -> None:
    an_incident(ledger, manager)
    with ledger.unit() as session:
        session.execute(delete(TrendFact).where(TrendFact.measure == "told_first"))
        session.execute(update(TrendFact).where(TrendFact.measure == "incidents").values(month="1999-01"))
        row = shown_row(session.execute(select(TrendFact.__table__).limit(1)).one())
        session.execute(insert(TrendFact.__table__), [row | {"id": "repeats:x", "incident_id": "nowhere"}])  # type: ignore[arg-type] # a declarative class's table is a Table
    found = rebuild(ledger, SYSTEM, write=False)
    assert (found.missing, found.wrong, found.stray) == (1, 1, 1)
    assert not rebuild(ledger, SYSTEM).is_same
    assert rebuild(ledger, SYSTEM, write=False).is_same


def test_an_older_ledger_gets_its_facts_once(ledger: Ledger, manager: Actor) -> None:
    an_incident(ledger, manager)
    with ledger.unit() as session:
        session.execute(delete(TrendFact))
        wanted = len(session.scalars(select(Impact.id)).all())
    assert rebuild_where_none(ledger, SYSTEM) > wanted
    assert rebuild_where_none(ledger, SYSTEM) == 0


def test_nobody_but_the_program_makes_facts(ledger: Ledger, manager: Actor) -> None:
    with pytest.raises(Refused):
        rebuild(ledger, manager)
