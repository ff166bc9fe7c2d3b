"""Writing a large invented ledger past the record: rows in bulk, with their facts, into a ledger marked as unrecorded.

On SQLite indexes are made once all rows are there, and the disk is not waited for; on PostgreSQL rows are copied. A
filling that broke off leaves a ledger of no use, as its mark says: it is thrown away.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session

from ledger.books.accounts import ABSORBED_LABOUR, LABOUR
from ledger.books.operations.chart import open_accounts
from ledger.demo.fill import Progress
from ledger.demo.many.batches import Table, batches, batches_drawn_ahead
from ledger.demo.many.drawing import House
from ledger.demo.many.rows import TABLES
from ledger.demo.many.shape import Shape
from ledger.people.actor import SYSTEM, Actor
from ledger.record.operations import note
from ledger.record.unrecorded import mark_unrecorded
from ledger.trends.operations.keeping_cells import remake
from ledger.trends.operations.keeping_money import remake_money
from ledger.work import Ledger

_IN_BULK = (
    "journal_mode=MEMORY", "synchronous=OFF", "secure_delete=OFF", "foreign_keys=OFF", "cache_size=-200000", "threads=2",
    "analysis_limit=4000",
)  # fmt: skip
"""Nothing is written twice, indexes are sorted by two threads, and the planner looks at a part of each."""
WHY = "It was filled with {:,} invented incidents past the record."


def write_unrecorded(ledger: Ledger, shape: Shape, house: House, progress: Progress | None = None) -> None:
    """Mark the ledger, then write all cases with their facts."""
    ledger.do(_marked, SYSTEM, why=WHY.format(shape.incidents), currency=house.currency)
    draw = batches if shape.is_recorded else batches_drawn_ahead
    engine = ledger.database.engine.execution_options(writes=True)
    with _in_bulk(ledger, engine.connect()) as connection, closing(draw(shape, house, engine.dialect.name)) as drawn:
        for done, tables in drawn:
            with connection.begin():
                for table in tables:
                    _insert(connection, table)
            if progress:
                progress(done, shape.incidents)
    ledger.do(_counted, SYSTEM)
    if not ledger.database.is_sqlite and ledger.settings.migration_url:
        _analyse(ledger.settings.migration_url)


def _marked(session: Session, actor: Actor, *, why: str, currency: str) -> None:
    """Mark the ledger, and open the accounts that its costs are booked to."""
    event_id = note(session, "ledger.unrecorded", actor=actor.user_id, subjects="ledger")
    mark_unrecorded(session, why)
    open_accounts(session, frozenset({(LABOUR, currency), (ABSORBED_LABOUR, currency)}), event_id)


def _counted(session: Session, _actor: Actor) -> None:
    """Count everything once; to count each case as it comes would take longer than to write it."""
    remake(session)
    remake_money(session)


def _insert(connection: Connection, table: Table) -> None:
    driver: Any = connection.connection.driver_connection
    name, columns, rows = table
    into = f"{name} ({', '.join(columns)})"
    if connection.dialect.name == "sqlite":
        driver.executemany(f"INSERT INTO {into} VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608 our own names
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        copy.write(rows)


@contextmanager
def _in_bulk(ledger: Ledger, opened: Connection) -> Iterator[Connection]:
    """Give a connection that writes much at once; afterwards all is set as before, also where the filling raises."""
    if not ledger.database.is_sqlite:
        with opened as connection:
            yield connection
        return
    try:
        with opened as connection:
            driver: Any = connection.connection.driver_connection
            try:
                with _without_indexes(connection):
                    for pragma in _IN_BULK:
                        driver.execute(f"PRAGMA {pragma}")
                    yield connection
            finally:
                driver.execute("PRAGMA journal_mode=WAL")
            with connection.begin():
                connection.exec_driver_sql("ANALYZE")
    finally:  # what else was set is the connection's own and goes with it
        ledger.database.engine.dispose()


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Take the indexes of what is filled away and make them again."""
    names = ", ".join(f"'{table.__tablename__}'" for table in TABLES)
    with connection.begin():
        found = connection.exec_driver_sql(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({names})"  # noqa: S608 our own names
        ).all()
        for name, _ in found:
            connection.exec_driver_sql(f"DROP INDEX {name}")
    try:
        yield
    finally:
        with connection.begin():
            for _, statement in found:
                connection.exec_driver_sql(statement)


def _analyse(address: str) -> None:
    """Gather the planner's figures and look after pages now, as PostgreSQL does a minute later; only the owner may."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
