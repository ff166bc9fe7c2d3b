"""The schema's constraints and triggers: one that is missing, or that no migration made, is a finding."""

import pytest
from sqlalchemy import text

from ledger.kernel.db import open_database
from ledger.notary.schema_guards import schema_holds
from ledger.work import Ledger
from tests.support.databases import Place


def _as_owner(place: Place, *statements: str) -> None:
    engine = open_database(place.owner_url).engine
    with engine.execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _told(ledger: Ledger) -> list[str]:
    with ledger.database.read() as session:
        return [f"{finding.where}: {finding.sentence}" for finding in schema_holds(session)]


def test_a_fresh_database_has_every_constraint_and_no_foreign_trigger(ledger: Ledger) -> None:
    assert _told(ledger) == []


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=False)
def test_a_rebuilt_table_and_a_foreign_trigger_are_found_on_sqlite(own_ledger: Ledger, own_place: Place) -> None:
    _as_owner(
        own_place,
        "DROP TABLE log_row",
        "CREATE TABLE log_row (key VARCHAR(100))",
        "CREATE TRIGGER quiet AFTER INSERT ON log_anchor BEGIN UPDATE log_row SET salt = NULL; END",
    )
    assert _told(own_ledger) == [
        "log_row: The constraint pk_log_row is missing: the database no longer refuses what it forbids.",
        "log_anchor: The trigger quiet on log_anchor is none that was set up: it may change what is written there.",
    ]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
def test_dropped_constraints_and_a_foreign_trigger_are_found_on_postgresql(
    own_ledger: Ledger, own_place: Place
) -> None:
    _as_owner(
        own_place,
        "ALTER TABLE log_head DROP CONSTRAINT ck_log_head_size",
        "ALTER TABLE log_anchor DROP CONSTRAINT ck_log_anchor_kind",
        "CREATE TRIGGER quiet BEFORE INSERT ON log_row FOR EACH ROW EXECUTE FUNCTION amends_refuse()",
    )
    assert _told(own_ledger) == [
        "log_anchor: The constraint ck_log_anchor_kind is missing: the database no longer refuses what it forbids.",
        "log_head: The constraint ck_log_head_size is missing: the database no longer refuses what it forbids.",
        "log_row: The trigger quiet on log_row is none that was set up: it may change what is written there.",
    ]
