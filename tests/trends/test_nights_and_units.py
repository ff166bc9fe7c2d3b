"""A night that counts all anew and units that write meanwhile, in sessions of their own, on PostgreSQL.

SQLite lets one write at a time.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Busy
from ledger.kernel.money import Money
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.operations.spending import book_cost
from ledger.trends.models import TrendFact
from ledger.trends.operations import keeping_facts
from ledger.trends.operations.keeping_cells import hold_horizon, lock_horizon
from ledger.trends.operations.keeping_facts import rebuild
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)


@pytest.fixture
def leader(own_ledger: Ledger) -> Actor:
    """Leadership of a provider with one client, whose trends have been counted once."""
    a_provider(own_ledger)
    a_client(own_ledger)
    own_ledger.do(rebuild, SYSTEM)
    return an_actor(own_ledger, "leadership")


def without_waiting(session: Session) -> None:
    """Let this transaction wait for hardly any lock."""
    session.execute(text("SET LOCAL lock_timeout = '20ms'"))


def test_a_first_booking_waits_until_the_night_has_counted(own_ledger: Ledger, leader: Actor) -> None:
    filed = an_incident(own_ledger, leader, aware_at=now() - timedelta(days=70))
    cost: dict[str, Any] = {
        "incident_id": filed.id, "kind": "third_party", "text": "Disk", "net": Money(9_00, "GBP"), "supplier": "LAB",
    }  # fmt: skip
    with own_ledger.unit() as night:
        rebuild(night, SYSTEM)
        with pytest.raises(Busy), own_ledger.unit() as unit:
            without_waiting(unit)
            book_cost(unit, leader, **cost)
    own_ledger.do(book_cost, leader, **cost)
    assert own_ledger.do(rebuild, SYSTEM, write=False).is_same


def test_the_night_compares_nothing_while_a_unit_is_writing(own_ledger: Ledger, leader: Actor) -> None:
    assert leader.is_staff
    with own_ledger.unit() as unit:
        assert hold_horizon(unit) is not None
        with pytest.raises(Busy), own_ledger.unit() as night:
            without_waiting(night)
            rebuild(night, SYSTEM, write=False)


def test_what_a_unit_changed_while_the_night_looked_is_no_fault(
    own_ledger: Ledger, leader: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_incident(own_ledger, leader, service="Mail")

    def rename(service: str) -> None:
        with own_ledger.database.write() as session:
            session.execute(update(TrendFact).where(TrendFact.measure == "incidents").values(service=service))
            session.commit()

    def lock_late(night: Session) -> bool:
        rename("Mail")
        return lock_horizon(night)

    rename("Files")
    assert own_ledger.do(rebuild, SYSTEM, write=False).wrong == 1
    monkeypatch.setattr(keeping_facts, "lock_horizon", lock_late)
    assert own_ledger.do(rebuild, SYSTEM, write=False).is_same
