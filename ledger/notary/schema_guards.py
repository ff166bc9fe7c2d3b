"""Looking whether the database still has the constraints that the schema names, and no trigger that it does not."""

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import CheckConstraint, PrimaryKeyConstraint, Table, UniqueConstraint, text
from sqlalchemy.orm import Session

from ledger.books.guards import triggers_of_books
from ledger.kernel.db import Base
from ledger.record.findings import Finding
from ledger.record.hardening import triggers_of_record

_SQLITE_TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL"
_SQLITE_INDEXES = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE INDEX%'"
_SQLITE_TRIGGERS = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
_NAMED = re.compile(r'CONSTRAINT "?(\w+)"?\s+(?:CHECK|UNIQUE|PRIMARY KEY)')
_HERE = "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()"
_CONSTRAINTS = (
    f"SELECT k.conname, c.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid {_HERE} "  # noqa: S608 our own words
    f"WHERE k.contype IN ('c', 'u', 'p') AND k.convalidated"
)
_INDEXES = (
    f"SELECT i.relname, c.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "  # noqa: S608 our own words
    f"JOIN pg_class c ON c.oid = x.indrelid {_HERE} WHERE x.indisunique AND x.indisvalid"
)
_TRIGGERS = (
    f"SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid {_HERE} "  # noqa: S608 our own words
    f"WHERE NOT t.tgisinternal"
)
Named = set[tuple[str, str]]
"""Names of what a database has, each with its table's."""


def schema_holds(session: Session) -> Iterator[Finding]:
    """Give every constraint, unique index and trigger of our tables that is missing, or that no migration made."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    constraints, indexes, triggers = _on_sqlite(session) if is_sqlite else _on_postgresql(session)
    tables: Mapping[str, Table] = Base.metadata.tables
    for table in sorted(tables):
        for name in sorted(_wanted(tables[table])):
            if (name, table) not in constraints:
                sentence = f"The constraint {name} is missing: the database no longer refuses what it forbids."
                yield Finding("trigger", table, sentence)
        for name in sorted(str(one.name) for one in tables[table].indexes if one.unique):
            if (name, table) not in indexes:
                sentence = (
                    f"The unique index {name} is missing: the database no longer refuses what stands there twice."
                )
                yield Finding("trigger", table, sentence)
    ours = triggers_of_record(is_sqlite=is_sqlite) | triggers_of_books(is_sqlite=is_sqlite)
    for name, table in sorted(triggers):
        if table in tables and name not in ours:
            sentence = f"The trigger {name} on {table} is none that was set up: it may change what is written there."
            yield Finding("trigger", table, sentence)


def _wanted(table: Table) -> set[str]:
    named = (CheckConstraint, PrimaryKeyConstraint, UniqueConstraint)
    return {str(one.name) for one in table.constraints if isinstance(one, named)}


def _on_sqlite(session: Session) -> tuple[Named, Named, Named]:
    tables = _pairs(session, _SQLITE_TABLES)
    return (
        {(name, table) for table, sql in tables for name in _NAMED.findall(sql)},
        _pairs(session, _SQLITE_INDEXES),
        _pairs(session, _SQLITE_TRIGGERS),
    )


def _on_postgresql(session: Session) -> tuple[Named, Named, Named]:
    return _pairs(session, _CONSTRAINTS), _pairs(session, _INDEXES), _pairs(session, _TRIGGERS)


def _pairs(session: Session, query: str) -> Named:
    return {(str(one), str(other)) for one, other in session.execute(text(query))}
