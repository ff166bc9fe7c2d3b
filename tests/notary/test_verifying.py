"""Verifying: clean where nothing was done behind the record, and recorded that it was looked at."""

import pytest

from ledger.incidents.operations.timeline import add_entry
from ledger.notary.signing import sign_all
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.events import log_events


def lived_in(ledger: Ledger) -> None:
    """A small ledger with two clients, an incident, entries and checkpoints."""
    a_provider(ledger)
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    actor = an_actor(ledger)
    filed = an_incident(ledger, actor, ("HFO", "ORC"))
    for number, visibility in enumerate(("internal", "all_clients", "internal")):
        ledger.do(
            add_entry, actor, incident_id=filed.id, kind="observation", text=f"Line {number} of what we saw.",
            visibility=visibility,
        )  # fmt: skip
    sign_all(ledger)


def test_a_ledger_in_use_is_as_it_was_recorded(ledger: Ledger) -> None:
    lived_in(ledger)
    done = verify(ledger, SYSTEM)
    assert done.findings == ()
    assert (done.logs, done.entries > 10) == (3, True)


@pytest.mark.usefixtures("seeded")
def test_one_of_everything_is_as_it_was_recorded(ledger: Ledger) -> None:
    sign_all(ledger)
    assert verify(ledger, SYSTEM).findings == ()


def test_the_record_tells_that_it_was_looked_at(ledger: Ledger) -> None:
    lived_in(ledger)
    done = verify(ledger, SYSTEM)
    with ledger.database.read() as session:
        last = log_events(session, PROVIDER_LOG)[-1]
    assert last.type == "verify.completed"
    assert last.body["data"] == {"logs": 3, "entries": done.entries, "findings": 0, "first": []}
