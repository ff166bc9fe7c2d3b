"""Appending: dense sequences, one time for all events of a unit, never backwards, the tree exact."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import iso, now, pretended
from ledger.people.actor import SYSTEM
from ledger.record.merkle import grown, leaf_hash
from ledger.record.models import PROVIDER_LOG, LogDisclosure, LogEntry, LogHead
from ledger.record.operations import note
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.events import log_events


def _entries(session: Session, log_id: str) -> list[LogEntry]:
    return list(session.scalars(select(LogEntry).where(LogEntry.log_id == log_id).order_by(LogEntry.seq)))


def test_each_log_is_dense_and_its_head_is_the_tree_of_its_leaves(ledger: Ledger) -> None:
    a_provider(ledger)
    clients = [a_client(ledger), a_client(ledger, "ORC", "Orchard Clinic")]
    actor = an_actor(ledger)
    for _ in range(3):
        an_incident(ledger, actor, ("HFO", "ORC"))
    with ledger.database.read() as session:
        for log_id in (PROVIDER_LOG, *(client.log_id for client in clients)):
            peaks: tuple[bytes, ...] = ()
            entries = _entries(session, log_id)
            for seq, entry in enumerate(entries):
                assert entry.seq == seq == json.loads(entry.body)["seq"]
                assert entry.leaf_hash == leaf_hash(entry.body)
                peaks = grown(peaks, seq, entry.leaf_hash)
            head = session.get_one(LogHead, log_id)
            assert (head.size, head.peaks) == (len(entries), b"".join(peaks))


def test_time_never_goes_backwards_in_a_log(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    actor = an_actor(ledger)
    with pretended(now() + timedelta(days=1)):
        an_incident(ledger, actor)
    an_incident(ledger, actor)
    with ledger.database.read() as session:
        times = [event.recorded_at for event in log_events(session, PROVIDER_LOG)]
    assert times == sorted(times)
    assert len(set(times)) > 2


def test_a_client_s_log_holds_neither_the_internal_reference_nor_another_client(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    filed = an_incident(ledger, an_actor(ledger), ("HFO", "ORC"))
    with ledger.database.read() as session:
        events = log_events(session, client.log_id)
    told = json.dumps([[event.body, event.words] for event in events])
    assert client.code in told
    assert filed.reference not in told
    assert "ORC" not in told
    assert "Orchard" not in told


def test_words_are_sealed_and_codes_are_not(ledger: Ledger) -> None:
    a_provider(ledger)
    with ledger.unit() as session:
        note(
            session,
            "test.noted",
            actor=SYSTEM.user_id,
            subjects="x",
            data={"at": iso(now())},
            sealed={"text": "Secret words"},
        )
    with ledger.database.read() as session:
        entry = _entries(session, PROVIDER_LOG)[-1]
        opened = session.scalars(select(LogDisclosure).where(LogDisclosure.seq == entry.seq)).all()
    assert b"Secret" not in entry.body
    assert json.loads(entry.body)["_sd"] == [row.digest for row in opened if row.log_id == PROVIDER_LOG]


def test_a_float_stops_the_unit_before_anything_is_written(ledger: Ledger) -> None:
    a_provider(ledger)
    with ledger.database.read() as session:
        before = len(_entries(session, PROVIDER_LOG))
    with pytest.raises(ValueError, match="canonical"), ledger.unit() as session:
        note(session, "test.noted", actor="system", subjects="x", data={"table": [1.5]})  # type: ignore[list-item] # on purpose
    with ledger.database.read() as session:
        assert len(_entries(session, PROVIDER_LOG)) == before
