"""Every column of every recorded table: whatever is changed by direct SQL is found, also in columns added later."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledger.incidents.operations.editing import edit_incident
from ledger.incidents.operations.handover import hand_over
from ledger.kernel.db import Instant
from ledger.notary.signing import sign_all
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.people.queries import actor_of
from ledger.record.findings import Finding
from ledger.record.row_checks import verify_rows
from ledger.record.row_digests import digest_of_row, layout_of, recorded_mappers
from ledger.record.row_words import sentence
from ledger.work import Ledger
from tests.notary.tampering import as_owner
from tests.support.databases import Place
from tests.support.seeded import seed

NOT_COMPARED: dict[str, str] = {}
"""`table.column` to the reason why nobody need find that it was changed by hand. There is none."""
COLUMNS = [
    (mapper.class_, column)
    for mapper in recorded_mappers()
    for column in mapper.columns
    if f"{column.table.description}.{column.name}" not in NOT_COMPARED
]


@pytest.fixture
def seeded(own_ledger: Ledger) -> Ledger:
    """A ledger with one of everything."""
    done = seed(own_ledger)
    writer, leader = (actor_of(done.users[role], "Europe/London") for role in ("service_manager", "leadership"))
    incident_id = done.values["incident_id"]
    own_ledger.do(edit_incident, writer, incident_id=incident_id, cause_family="Change without a way back")
    own_ledger.do(hand_over, writer, incident_id=incident_id, to_id=leader.user_id, text="Rings back at nine.")
    sign_all(own_ledger)
    assert verify(own_ledger, SYSTEM).findings == ()
    return own_ledger


def other(column: Column[Any], value: Any) -> Any:
    """Return another value that the column can hold."""
    match column.type:
        case JSON():
            return {"changed": value is not None}
        case Boolean():
            return not value
        case Integer():
            return (value or 0) + 1
        case Instant():
            return (value or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(days=1)
        case Date():
            return (value or date(2026, 1, 1)) + timedelta(days=1)
        case _:
            return f"{value[:-1]}{'y' if value.endswith('x') else 'x'}" if value else "x"


def found_in(connection: Connection) -> list[str]:
    """Return where verification finds rows that are not as recorded."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        return [one.where for one in verify_rows(session) if isinstance(one, Finding)]


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=[f"{c.table.description}.{c.name}" for _, c in COLUMNS])
def test_a_digest_says_every_column(model: type[Any], column: Column[Any]) -> None:
    layout = layout_of(model)
    values = {one.name: other(one, None) for one in model.__table__.columns}
    before = digest_of_row(layout, SimpleNamespace(**values), "salt")
    changed = values | {column.name: other(column, values[column.name])}
    assert digest_of_row(layout, SimpleNamespace(**changed), "salt") != before
    emptied = SimpleNamespace(**values | {column.name: None})
    assert digest_of_row(layout, emptied, "salt") != before


def test_a_column_changed_by_direct_sql_is_found_in_every_table(seeded: Ledger, own_place: Place) -> None:
    """In rounds: in each, one column of one row of every table is changed, and all of them are looked for at once."""
    names: set[str] = set()
    with as_owner(own_place) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for columns in rounds():
            attempt = connection.begin_nested()
            changed = {place: name for one in columns for place, name in _changed(connection, one)}
            found = found_in(connection)
            assert [name for place, name in changed.items() if place not in found] == []
            names |= set(changed.values())
            attempt.rollback()
    assert len({name.partition(".")[0] for name in names}) > 18
    # PostgreSQL refuses what a constraint forbids, whoever asks; SQLite was told not to.
    assert len(names) > (250 if seeded.database.is_sqlite else 200)


def rounds() -> Iterator[list[Column[Any]]]:
    """Give the first column of each table, then the second, and so on."""
    tables: dict[str, list[Column[Any]]] = {}
    for _, column in COLUMNS:
        tables.setdefault(column.table.description, []).append(column)
    for columns in zip_longest(*tables.values()):
        yield [column for column in columns if column is not None]


def _changed(connection: Connection, column: Column[Any]) -> Iterator[tuple[str, str]]:
    """Change a column of a table's first row; give the row's place and the column's name, nothing where refused."""
    table: Any = column.table
    (key,) = table.primary_key
    row = connection.execute(select(table).order_by(key).limit(1)).first()
    if row is None:
        return
    row_id = getattr(row, key.name)
    try:
        with connection.begin_nested():
            update = table.update().where(key == row_id)
            connection.execute(update.values({column: other(column, getattr(row, column.name))}))
    except IntegrityError:
        return
    yield f"{table.description} {row_id}", f"{table.description}.{column.name}"


def test_each_table_s_changed_row_is_told_by_a_full_verification(seeded: Ledger, own_place: Place) -> None:
    changed = {}
    with as_owner(own_place) as connection:
        first = text("SELECT event_id FROM log_entry WHERE log_id = '_provider' AND seq = 0")
        wrong = connection.execute(first).scalar_one()
        for mapper in recorded_mappers():
            table: Any = mapper.local_table
            (key,) = table.primary_key
            row_id = connection.execute(select(key).limit(1)).scalar()
            if row_id is not None:
                connection.execute(table.update().where(key == row_id).values(event_id=wrong))
                changed[f"{table.description} {row_id}"] = table.description
    told = {finding.where: finding.sentence for finding in verify(seeded, SYSTEM).findings}
    assert len(changed) > 18
    expected = {where: (sentence(table, "was"), "The books do not show") for where, table in changed.items()}
    assert {where: told.get(where) for where in changed if not told.get(where, "").startswith(expected[where])} == {}
