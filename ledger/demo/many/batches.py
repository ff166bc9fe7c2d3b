"""Drawn cases as batches of rows that a database takes as they are; drawn in a process of their own where they are many.

Drawing takes about as long as writing, so that both go on at once: while one batch is written the next one is drawn.
"""

import marshal
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import Boolean, Date

from ledger.demo.many.drawing import House, drawn
from ledger.demo.many.rows import Collected, columns_of, tuples
from ledger.demo.many.shape import Shape
from ledger.incidents.models import ReferenceCounter
from ledger.kernel.db import Base, Instant

CASES = 2_000
"""In one batch."""
_AS_TEXT = 26
"""Characters of an instant without its zone: `2026-03-01 08:30:00.000000`."""
Table = tuple[str, tuple[str, ...], Any]
"""Name and columns of a table, and its rows: lists of values for SQLite, one text to copy for PostgreSQL."""
Batch = tuple[int, list[Table]]
"""How many cases are drawn with this batch, and what it holds, parents before children."""
Rows = Iterable[tuple[Any, ...]]
Texts = dict[datetime | None, str | None]
"""Instants as they are written down: the same few stand in many rows of a batch, and writing one down takes long."""
Kept = Callable[[type[Base], Rows, Texts], Any]


def batches(shape: Shape, house: House, database: str) -> Generator[Batch]:
    """Give all rows of a ledger in the order in which they are written, as `database` takes them."""
    kept: Kept = for_sqlite if database == "sqlite" else for_postgresql
    collected, counters = Collected(house), Counter[str]()
    for done, case in enumerate(drawn(shape, house, counters), start=1):
        collected.add(done - 1, case)
        if done % CASES == 0 or done == shape.incidents:
            texts: Texts = {None: None}
            found = [_table(table, rows, kept, texts) for table, rows in collected.taken()]
            if done == shape.incidents:
                last = ({"series": series, "last": number} for series, number in counters.items())
                found.append(_table(ReferenceCounter, tuples(ReferenceCounter, last), kept, texts))
            yield done, found


def batches_drawn_ahead(shape: Shape, house: House, database: str) -> Generator[Batch]:
    """Give the same from another process, which draws the next batch while this one is being written."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(there, shape, house, database), daemon=True)
    child.start()
    there.close()
    try:
        # What breaks off there ends this with `EOFError`, and the ledger is of no use.
        while (batch := marshal.loads(here.recv_bytes())) is not None:  # noqa: S302 from a process of our own
            yield batch
    finally:
        here.close()
        child.join()


def _send(to: Connection, shape: Shape, house: House, database: str) -> None:
    for batch in batches(shape, house, database):
        to.send_bytes(marshal.dumps(batch))
    to.send_bytes(marshal.dumps(None))


def for_sqlite(table: type[Base], rows: Rows, texts: Texts) -> list[list[Any]]:
    """Return rows as SQLite keeps them: instants as `kernel.db.Instant` writes them, in UTC as all of them are here."""
    return list(_plain(table, rows, texts))


def for_postgresql(table: type[Base], rows: Rows, texts: Texts) -> str:
    """Return rows as COPY reads them; our invented words need no escaping."""
    flags = [place for place, column in enumerate(table.__table__.columns) if isinstance(column.type, Boolean)]
    lines = []
    for row in _plain(table, rows, texts):
        for place in flags:
            row[place] = "t" if row[place] else "f"
        lines.append("\t".join(["\\N" if value is None else str(value) for value in row]))
    lines.append("")
    return "\n".join(lines)


def _plain(table: type[Base], rows: Rows, texts: Texts) -> Iterator[list[Any]]:
    columns = list(enumerate(table.__table__.columns))
    instants = [place for place, column in columns if isinstance(column.type, Instant)]
    days = [place for place, column in columns if isinstance(column.type, Date)]
    for row in rows:
        plain = list(row)
        for place in instants:
            at = plain[place]
            if at not in texts:
                texts[at] = at.isoformat(" ", "microseconds")[:_AS_TEXT]
            plain[place] = texts[at]
        for place in days:
            if day := plain[place]:
                plain[place] = day.isoformat()
        yield plain


def _table(table: type[Base], rows: Rows, kept: Kept, texts: Texts) -> Table:
    return table.__tablename__, columns_of(table), kept(table, rows, texts)
