"""The database refuses to rewrite the record, whoever connects as the application; a missing guard is told."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from ledger.kernel.db import open_database
from ledger.notary.signing import checkpoint
from ledger.people.actor import SYSTEM
from ledger.record.hardening import TABLES, hardened
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import note
from ledger.work import Ledger
from tests.factories import a_provider
from tests.notary.tampering import as_owner
from tests.support.databases import Place

REWRITES = (
    "UPDATE log_entry SET body = body",
    "UPDATE log_entry SET type = 'x' WHERE seq = 0",
    "DELETE FROM log_entry WHERE seq = 0",
    "DELETE FROM log",
    "UPDATE log SET id = 'x'",
    "UPDATE log_head SET size = size - 1",
    "DELETE FROM log_head",
    "DELETE FROM log_disclosure",
    "UPDATE log_disclosure SET text = 'other'",
    "UPDATE log_disclosure SET seq = 7, text = NULL",
    "UPDATE log_node SET hash = hash",
    "DELETE FROM log_node",
    "UPDATE log_checkpoint SET note = 'x'",
    "DELETE FROM log_checkpoint",
    "UPDATE signing_key SET line = 'x'",
    "DELETE FROM signing_key",
)
REPLACED = (
    "INSERT OR REPLACE INTO log_entry SELECT * FROM log_entry WHERE seq = 0",
    "REPLACE INTO log_entry SELECT log_id, 99, event_id, type, occurred_at, recorded_at, supersedes, leaf_hash, body, subject FROM log_entry",  # noqa: E501 one statement
    "INSERT OR REPLACE INTO log SELECT 'other', origin FROM log",
    "INSERT OR REPLACE INTO log_disclosure SELECT digest, log_id, seq, 'other' FROM log_disclosure",
    "INSERT OR REPLACE INTO log_head SELECT * FROM log_head",
    "INSERT OR REPLACE INTO log_node SELECT * FROM log_node",
    "INSERT OR REPLACE INTO log_checkpoint SELECT * FROM log_checkpoint",
    "INSERT OR REPLACE INTO signing_key SELECT 'other', line, added_at, retired_at, event_id FROM signing_key",
)


def _filled(ledger: Ledger) -> None:
    a_provider(ledger)
    checkpoint(ledger, PROVIDER_LOG)


@pytest.mark.parametrize("statement", REWRITES)
def test_the_record_is_not_rewritten(ledger: Ledger, statement: str) -> None:
    _filled(ledger)
    with ledger.database.write() as session, pytest.raises(DBAPIError, match=r"not changed|permission denied"):
        session.execute(text(statement))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
@pytest.mark.parametrize("statement", REPLACED)
def test_replacing_does_not_walk_through_the_triggers(ledger: Ledger, statement: str) -> None:
    _filled(ledger)
    with ledger.database.write() as session:
        session.execute(text("PRAGMA recursive_triggers = OFF"))
        with pytest.raises(DBAPIError, match="not changed"):
            session.execute(text(statement))


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
@pytest.mark.parametrize("table", TABLES)
def test_not_even_the_owner_empties_a_table(own_ledger: Ledger, own_place: Place, table: str) -> None:
    _filled(own_ledger)
    engine = create_engine(own_place.owner_url)
    for statement in (f"TRUNCATE {table} CASCADE", f"DELETE FROM {table}"):  # noqa: S608 our own tables
        with engine.connect() as connection, pytest.raises(DBAPIError, match="not changed"):
            connection.execute(text("INSERT INTO log_anchor SELECT 'a', id, 1, 'file', 'x', now() FROM log"))
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
def test_a_leaf_that_does_not_fit_its_body_is_not_even_inserted(ledger: Ledger) -> None:
    _filled(ledger)
    insert = (
        "INSERT INTO log_entry (log_id, seq, event_id, type, occurred_at, recorded_at, leaf_hash, body)"
        " SELECT log_id, 99, 'x', type, occurred_at, recorded_at, leaf_hash, 'other' FROM log_entry WHERE seq = 0"
    )
    with ledger.database.write() as session, pytest.raises(DBAPIError, match="ck_log_entry_leaf_hash"):
        session.execute(text(insert))


def test_words_may_be_taken_away(ledger: Ledger) -> None:
    _filled(ledger)
    with ledger.unit() as session:
        note(session, "test.noted", actor=SYSTEM.user_id, subjects="x", sealed={"text": "words"})
    with ledger.database.write() as session:
        session.execute(text("UPDATE log_disclosure SET text = NULL"))
        assert session.execute(text("SELECT count(*) FROM log_disclosure WHERE text IS NOT NULL")).scalar_one() == 0


def test_a_fresh_database_has_every_guard(ledger: Ledger) -> None:
    with ledger.database.read() as session:
        assert list(hardened(session)) == []


def test_a_missing_guard_is_told_by_its_name(own_ledger: Ledger, own_place: Place) -> None:
    on = "" if own_ledger.database.is_sqlite else " ON log_entry"
    with as_owner(own_place):
        pass
    with own_ledger.database.read() as session:
        assert list(hardened(session)) == []
    engine = open_database(own_place.owner_url).engine
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(f"DROP TRIGGER amends_log_entry_delete{on}"))
    engine.dispose()
    with own_ledger.database.read() as session:
        told = [finding.sentence for finding in hardened(session)]
    assert told == ["The trigger amends_log_entry_delete, which protects the record, is missing or switched off."]
