"""Adding to counts that many transactions change: rows that are made, added to, and taken away when nothing is left."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

_INTO: Mapping[str, Any] = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}


def add_counts(session: Session, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to those of a table that have the same key, and take away what nothing is counted in any more (`n` = 0).

    All columns that are no key are added up. Rows come in one order for all, or two transactions block each other.
    """
    if not rows:
        return
    connection = session.connection()
    connection.execute(_added(table, connection.dialect.name), rows)
    names = _key(table)
    if less := [{f"the_{name}": row[name] for name in names} for row in rows if row["n"] < 0]:
        connection.execute(_emptied(table), less)


def _key(table: Any) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


@cache
def _added(table: Any, dialect: str) -> Any:
    made, key = _INTO[dialect](table), _key(table)
    changed = {column.name: column + made.excluded[column.name] for column in table.columns if column.name not in key}
    return made.on_conflict_do_update(index_elements=key, set_=changed)


@cache
def _emptied(table: Any) -> Any:
    return delete(table).where(table.c.n == 0, *(table.c[name] == bindparam(f"the_{name}") for name in _key(table)))
