"""Eight writers killed at random moments: nothing they told as committed is lost, and the tree is exact."""

import random

import pytest
from sqlalchemy import select

from ledger.incidents.models import Entry
from ledger.incidents.operations.timeline import add_entry
from ledger.notary.signing import sign_all
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.models import LogEntry
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.notary.killed_writers import COUNT, Round, Told
from tests.support.rounds import rounds

SECONDS = 1.2


def standing(ledger: Ledger, incident_id: str, log_id: str) -> tuple[set[str], set[str]]:
    """Return the entries of the incident, and the events of them in the client's log."""
    with ledger.database.read() as session:
        entries = set(session.scalars(select(Entry.id).where(Entry.incident_id == incident_id)))
        query = select(LogEntry.event_id).where(LogEntry.log_id == log_id, LogEntry.type == "entry.added")
        return entries, set(session.scalars(query))


@pytest.mark.slow
def test_nothing_that_was_told_as_committed_is_lost_and_the_tree_is_exact(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    client = a_client(own_ledger)
    actor = an_actor(own_ledger)
    filed = an_incident(own_ledger, actor)
    entries, events = standing(own_ledger, filed.id, client.log_id)
    seed = random.SystemRandom().randrange(2**32)
    dice = random.Random(seed)  # noqa: S311 when to kill is no secret
    heard = 0
    for number in range(rounds(2, 25)):
        at = f"round {number} of seed {seed}"
        told = Round(own_ledger.settings, actor, filed.id).killed(dice, SECONDS)
        now_entries, now_events = standing(own_ledger, filed.id, client.log_id)
        heard += len(told)
        _assert_all_there(told, now_entries - entries, now_events - events, at)
        sign_all(own_ledger)
        assert verify(own_ledger, SYSTEM).findings == (), at
        entries, events = now_entries, now_events
    assert heard >= COUNT
    own_ledger.do(add_entry, actor, incident_id=filed.id, kind="update", text="Mail runs again.")
    assert verify(own_ledger, SYSTEM).findings == ()


def _assert_all_there(told: list[Told], entries: set[str], events: set[str], at: str) -> None:
    """Assert that each told entry is there with its event, and that at most one more of each writer is."""
    assert {one.entry_id for one in told} <= entries, at
    assert {one.event_id for one in told} <= events, at
    assert len(entries) == len(events), at
    assert len(entries) - len(told) <= COUNT, at
