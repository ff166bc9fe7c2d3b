"""A column that a migration adds to rows that are there must change no row's digest: else all of them look altered."""

import re
from pathlib import Path

import pytest

import ledger.work
from ledger.kernel.db import Base
from ledger.record.row_digests import recorded_mappers

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
SINCE = "0018"
"""Before it there was no released ledger whose rows had digests."""
ADDED = re.compile(r'op\.add_column\(\s*"(\w+)",\s*sa\.Column\(\s*"(\w+)"[^\n]*nullable=False')


def _added() -> list[tuple[str, str]]:
    files = sorted(file for file in VERSIONS.glob("*.py") if file.name >= SINCE)
    return [pair for file in files for pair in ADDED.findall(file.read_text(encoding="utf-8"))]


def test_migrations_that_add_a_column_are_seen() -> None:
    assert ("letter", "waived") in _added()


@pytest.mark.parametrize(("table", "name"), _added())
def test_an_added_column_names_what_the_migration_put_there_as_absent(table: str, name: str) -> None:
    assert ledger.work
    recorded = {mapper.local_table.description for mapper in recorded_mappers()}
    column = Base.metadata.tables[table].columns[name]
    assert table not in recorded or "absent" in column.info, f"{table}.{name} needs info={{'absent': ...}}"
