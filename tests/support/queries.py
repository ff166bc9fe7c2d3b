"""Counting the statements that a read or a page sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from ledger.work import Ledger


@contextmanager
def counted(ledger: Ledger) -> Iterator[list[str]]:
    """Collect the statements that are sent while this lasts, without savepoints."""
    sent: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "SAVEPOINT" not in statement:
            sent.append(statement)

    event.listen(ledger.database.engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        event.remove(ledger.database.engine, "before_cursor_execute", listen)
