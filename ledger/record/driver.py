"""SQLite's driver itself, for the few statements that every unit and every proof runs.

SQLAlchemy's book-keeping for a statement costs five times what SQLite needs to insert a row or to find a hash.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session


def by_driver(session: Session, statement: str, rows: Sequence[tuple[Any, ...]]) -> Any:
    """Run a statement of SQLite's for each of `rows` in the session's transaction; return the driver's cursor."""
    cursor = session.connection().connection.cursor()
    if len(rows) > 1:
        cursor.executemany(statement, rows)
    else:
        cursor.execute(statement, rows[0])
    return cursor
