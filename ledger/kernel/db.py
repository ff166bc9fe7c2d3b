"""The database: table base, column kinds, engines and sessions. SQLite and PostgreSQL behave alike from here on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Row,
    String,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

from ledger.kernel.ids import new_id

BUSY_SECONDS = 30
"""How long a writer waits for the others before it is told that the ledger is busy."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant: `timestamptz` on PostgreSQL, sortable UTC text on SQLite. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without zone; SQLite keeps UTC without saying so."""
        if value is None:
            return None
        if value.tzinfo is None:
            fault = "a time without zone"
            raise ValueError(fault)
        aware = value.astimezone(UTC)
        return aware.replace(tzinfo=None) if dialect.name == "sqlite" else aware

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 signature is SQLAlchemy's
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = Annotated[str, mapped_column(String(36))]
Key = Annotated[str, mapped_column(String(36), primary_key=True, default=new_id)]
At = Annotated[datetime, mapped_column(Instant)]
Minor = Annotated[int, mapped_column(BigInteger)]
Currency = Annotated[str, mapped_column(String(3))]
Code = Annotated[str, mapped_column(String(40))]
Line = Annotated[str, mapped_column(String(400))]


class Base(DeclarativeBase):
    """The parent of every table; constraints have names, so that a refusal can be told by name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Recorded:
    """A mixin for tables whose rows carry the id of the event that wrote them last; `work` sees that it is so."""

    event_id: Mapped[Id] = mapped_column(index=True)


def shown_row(row: Row[Any]) -> dict[str, Any]:
    """Return a row as a plain dictionary of its columns."""
    return dict(row._mapping)  # noqa: SLF001 SQLAlchemy's documented public name


_OF_ONE_MOMENT = "REPEATABLE READ"
_POSTGRES = (
    "statement_timeout=60s", f"lock_timeout={BUSY_SECONDS}s", "timezone=UTC", "jit=off", "parallel_setup_cost=100000",
)  # fmt: skip
"""What every connection asks of PostgreSQL.

It guesses that statements of a page are dear, and would compile them and start processes for each, which takes several
times as long as to run them; counting everything at night still starts them.
"""


@dataclass(frozen=True)
class Database:
    """The engines and session makers of one ledger."""

    engine: Engine
    read: Callable[[], Session]
    """A session for reading, all of it of one moment, though others write meanwhile; its transaction is deferred."""
    write: Callable[[], Session]
    """A session for a unit of work; on SQLite it holds the write lock from its first statement."""

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.engine.dialect.name == "sqlite"


def open_database(address: str) -> Database:
    """Return the database at `address`; nothing is connected yet."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(address)
    else:
        engine = create_engine(
            address,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            connect_args={"options": " ".join(f"-c {option}" for option in _POSTGRES)},
        )
    # SQLite reads one moment by itself; without this PostgreSQL would show each statement of a page another one.
    reading = engine if url.get_backend_name() == "sqlite" else engine.execution_options(isolation_level=_OF_ONE_MOMENT)
    writing = engine.execution_options(writes=True)
    return Database(
        engine,
        read=sessionmaker(reading, expire_on_commit=False, autoflush=False),
        write=sessionmaker(writing, expire_on_commit=False),
    )


def _sqlite(address: str) -> Engine:
    file = make_url(address).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # The driver begins deferred; asking for the lock later than the first read loses writes silently.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
