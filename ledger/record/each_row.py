"""Reading every row of a table, also where one holds what its column cannot be read as: that one alone is named.

SQLite keeps in any column what an administrator puts there; one such row must not hide what is wrong with the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, SQLAlchemyError)
"""What reading raises where a value, a row or a table is not what it should be."""


@dataclass(frozen=True)
class Unreadable:
    """A row that cannot be read, by its primary key."""

    key: tuple[Any, ...]


def each_row(session: Session, table: FromClause, *conditions: ColumnElement[bool], at_once: int) -> Iterator[Any]:
    """Give the rows of a table in the order of its primary key, and an `Unreadable` for each that cannot be read."""
    keys = table.primary_key
    query = select(table).where(*conditions).order_by(*keys).execution_options(yield_per=at_once)
    read = 0
    try:
        for part in session.execute(query).partitions():
            yield from part
            read += len(part)
    except (ValueError, TypeError):
        for key in session.execute(select(*keys).where(*conditions).order_by(*keys).offset(read)).all():
            yield _one(session, table, key)


def _one(session: Session, table: FromClause, key: Row[Any]) -> Any:
    same = (column == value for column, value in zip(table.primary_key, key, strict=True))
    try:
        return session.execute(select(table).where(*same)).one()
    except UNREADABLE:
        return Unreadable(tuple(key))
