"""Entries are found by their subject, also those from before there was such a column."""

from alembic import command
from sqlalchemy import text

from ledger.clients.logs import log_named
from ledger.config import home
from ledger.kernel.db import open_database
from ledger.kernel.schema import configuration, upgrade
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.histories import events_about
from ledger.record.operations import note
from ledger.work import Ledger
from tests.factories import a_client, a_provider
from tests.support.databases import APPLICATION, Place

ODD = 'a "quoted" \\ name of größe'


def test_the_migration_gives_old_entries_their_subjects(own_ledger: Ledger, own_place: Place) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    log_id = own_ledger.ask(log_named, SYSTEM, "HFO")
    with own_ledger.unit() as session:
        for subject in ("HFO-2026-01", ODD, "HFO-2026-01"):
            note(session, "test.noted", actor="system", subjects={log_id: subject})
    engine = open_database(own_place.owner_url).engine
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(configuration(home() / "migrations", connection), "0021")
    upgrade(engine, home() / "migrations", APPLICATION)
    engine.dispose()
    with own_ledger.database.read() as session:
        found = [len(events_about(session, {log_id: subject})) for subject in ("HFO-2026-01", ODD, "HFO")]
        assert found == [2, 1, 1]
    assert verify(own_ledger, SYSTEM).findings == ()


def test_a_case_is_found_by_the_index(ledger: Ledger) -> None:
    query = "SELECT seq FROM log_entry WHERE log_id = 'x' AND subject IN ('y', 'z') ORDER BY subject, seq"
    explain = "EXPLAIN QUERY PLAN" if ledger.database.is_sqlite else "EXPLAIN"
    with ledger.database.read() as session:
        if not ledger.database.is_sqlite:
            session.execute(text("SET LOCAL enable_seqscan = off"))
            session.execute(text("SET LOCAL enable_sort = off"))  # of few rows any plan costs the same
        plan = str(session.execute(text(f"{explain} {query}")).all())
    assert "ix_log_entry_log_id_subject_seq" in plan
