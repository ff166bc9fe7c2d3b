"""A night that counts all anew and units that write meanwhile, in sessions of their own, on PostgreSQL.

SQLite lets one write at a time.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from queue import SimpleQueue
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
from ledger.trends.operations import rebuilding
from ledger.trends.operations.keeping_cells import BEGINNING, count_anew, hold_horizon, lock_horizon, uncount
from ledger.trends.operations.keeping_money import add_up_anew, book_anew
from ledger.trends.operations.rebuilding import rebuild
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)


@pytest.fixture
def leader(own_ledger: Ledger) -> Actor:
    """Leadership of a provider with one client, whose trends have been counted once."""
    a_provider(own_ledger)
    a_client(own_ledger)
    rebuild(own_ledger, SYSTEM)
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
        count_anew(night, SYSTEM, measure="incidents", month="2026-01", write=True)
        with pytest.raises(Busy), own_ledger.unit() as unit:
            without_waiting(unit)
            book_cost(unit, leader, **cost)
    own_ledger.do(book_cost, leader, **cost)
    assert rebuild(own_ledger, SYSTEM, write=False).is_same


@pytest.mark.parametrize(
    ("anew", "said"),
    [
        (count_anew, {"measure": "incidents", "month": "2026-01"}),
        (book_anew, {"incident_ids": ["x"]}),
        (add_up_anew, {}),
    ],
)
@pytest.mark.usefixtures("leader")
def test_nothing_is_found_wrong_at_night_while_a_unit_is_writing(
    own_ledger: Ledger, anew: Callable[..., int], said: dict[str, Any]
) -> None:
    with own_ledger.unit() as unit:
        assert hold_horizon(unit) is not None
        with pytest.raises(Busy), own_ledger.unit() as night:
            without_waiting(night)
            anew(night, SYSTEM, write=False, **said)


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
    assert rebuild(own_ledger, SYSTEM, write=False).wrong == 1
    monkeypatch.setattr(rebuilding, "lock_horizon", lock_late)
    assert rebuild(own_ledger, SYSTEM, write=False).is_same


@pytest.mark.usefixtures("leader")
def test_a_unit_that_waits_while_a_zone_moves_finds_the_horizon_where_it_was_put(own_ledger: Ledger) -> None:
    waiting: SimpleQueue[int] = SimpleQueue()

    def hold() -> datetime | None:
        with own_ledger.unit() as unit:
            waiting.put(unit.scalars(text("SELECT pg_backend_pid()")).one())
            return hold_horizon(unit)

    with ThreadPoolExecutor(1) as other:
        with own_ledger.unit() as moving:
            uncount(moving)
            held = other.submit(hold)
            blocked = text("SELECT cardinality(pg_blocking_pids(:pid))").bindparams(pid=waiting.get(timeout=10))
            while not moving.scalar(blocked):
                assert not held.done()
        assert held.result(timeout=10) == BEGINNING
