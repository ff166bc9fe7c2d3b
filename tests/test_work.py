"""The unit of work: rows and their events belong together, or nothing is written."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.kernel.db import Base, Recorded
from ledger.kernel.ids import new_id
from ledger.record.models import LogEntry
from ledger.record.operations import note
from ledger.work import NOT_RECORDED, Ledger, Unrecorded
from tests.factories import a_client, a_provider


def test_a_row_without_its_event_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    with pytest.raises(Unrecorded), ledger.unit() as session:
        session.get_one(Client, client.id).name = "Somebody Else"
    with ledger.database.read() as session:
        assert session.get_one(Client, client.id).name == "Harbour Foods"


def test_a_row_with_an_event_of_an_earlier_unit_is_refused(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    with pytest.raises(Unrecorded), ledger.unit() as session:
        row = session.get_one(Client, client.id)
        row.name, row.event_id = "Somebody Else", new_id()


def test_rows_are_not_changed_in_bulk_behind_the_record(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    with pytest.raises(Unrecorded), ledger.unit() as session:
        session.execute(update(Client).values(name="Everybody"))


def test_what_an_after_rule_changes_last_is_watched_too(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def rule(session: Session, _changed: object) -> None:
        session.scalars(select(Client)).one().name = "Somebody Else"

    a_provider(ledger)
    client = a_client(ledger)
    monkeypatch.setattr("ledger.work.AFTER_RULES", (rule,))
    with pytest.raises(Unrecorded), ledger.unit() as session:
        note(session, "verify.completed", actor="system", subjects="record",
             data={"logs": 0, "entries": 0, "findings": 0, "first": []})  # fmt: skip
    with ledger.database.read() as session:
        assert session.get_one(Client, client.id).name == "Harbour Foods"


def test_a_unit_that_fails_leaves_neither_rows_nor_events(ledger: Ledger) -> None:
    a_provider(ledger)
    with ledger.database.read() as session:
        before = session.scalar(select(func.count()).select_from(LogEntry))
    with pytest.raises(RuntimeError), ledger.unit() as session:
        session.info["started"] = True
        message = "the power went"
        raise RuntimeError(message)
    with ledger.database.read() as session:
        assert session.scalar(select(func.count()).select_from(LogEntry)) == before


def test_every_table_is_recorded_or_listed_as_not(ledger: Ledger) -> None:
    assert ledger.settings
    for mapper in Base.registry.mappers:
        table = str(mapper.local_table.description)
        assert issubclass(mapper.class_, Recorded) != (table in NOT_RECORDED), table


def test_a_reading_is_of_one_moment_though_others_commit_meanwhile(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    clients = select(func.count()).select_from(Client)
    with own_ledger.database.read() as session:
        assert session.scalar(clients) == 1
        a_client(own_ledger, "ORC", "Orchard Clinic")
        assert session.scalar(clients) == 1
    with own_ledger.database.read() as session:
        assert session.scalar(clients) == 2
