"""What one unit appends, and its statements: one that locks the heads, then one for each table, or one for all.

Written for the driver, not as objects: half of a small unit's time would go into making statements of them.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from ledger.record.driver import by_driver
from ledger.record.event import Event
from ledger.record.merkle import peaks_in

_HEADS = (
    "SELECT h.log_id, l.origin, h.size, h.peaks, h.last_recorded_at FROM log_head h JOIN log l ON l.id = h.log_id "
    "WHERE h.log_id {} ORDER BY h.log_id"
)
_LOCK = {
    "sqlite": _HEADS.format("IN (SELECT value FROM json_each(?))"),
    "postgresql": f"{_HEADS.format('= ANY(%s)')} FOR UPDATE OF h",
}
"""SQLite needs no lock here: the whole unit has it already."""


@dataclass
class Head:
    """How far a log has come, as its next leaf needs it."""

    log_id: str
    origin: str
    size: int
    peaks: list[bytes]
    """Largest subtree first."""
    last_recorded_at: datetime | None


@dataclass
class Leaves:
    """What a unit appends at one moment, as rows of the record's tables in the order of `_COLUMNS`."""

    recorded_at: datetime
    entries: list[tuple[Any, ...]] = field(default_factory=list)
    disclosures: list[tuple[Any, ...]] = field(default_factory=list)
    nodes: list[tuple[Any, ...]] = field(default_factory=list)
    salts: list[tuple[Any, ...]] = field(default_factory=list)
    """Key of a row, place of its digest in the provider's log, salt (none for a row that was deleted)."""

    def add_entry(self, head: Head, subject: str, event: Event, hashed: tuple[bytes, bytes]) -> None:
        """Add the entry that comes next in a log; `hashed` is its leaf's hash and its body."""
        found_by = head.log_id, head.size, event.id, event.type, subject
        self.entries.append((*found_by, event.occurred_at, self.recorded_at, event.supersedes, *hashed))


def locked_heads(session: Session, logs: Collection[str]) -> dict[str, Head]:
    """Lock these logs' heads, in the order of their ids, and return them by id."""
    if session.get_bind().dialect.name == "sqlite":
        rows = by_driver(session, _LOCK["sqlite"], [(json.dumps(sorted(logs)),)])
    else:
        rows = session.connection().exec_driver_sql(_LOCK["postgresql"], (sorted(logs),))
    return {row[0]: Head(row[0], row[1], row[2], peaks_in(row[3]), _instant(row[4])) for row in rows}


def _instant(kept: Any) -> datetime | None:
    """Return an instant as a database's driver gives it."""
    found = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return found and (found if found.tzinfo else found.replace(tzinfo=UTC))


_COLUMNS = {
    "log_entry": {
        "log_id": "text", "seq": "int", "event_id": "text", "type": "text", "subject": "text",
        "occurred_at": "timestamptz", "recorded_at": "timestamptz", "supersedes": "text",
        "leaf_hash": "bytea", "body": "bytea",
    },
    "log_disclosure": {"digest": "text", "log_id": "text", "seq": "int", "text": "text"},
    "log_node": {"log_id": "text", "level": "int", "idx": "int", "hash": "bytea"},
    "log_row": {"key": "text", "seq": "int", "salt": "text"},
}  # fmt: skip
"""Table to its columns, each with its kind on PostgreSQL."""
_INSERTS = {table: f"INSERT INTO {table} ({', '.join(columns)})" for table, columns in _COLUMNS.items()}
_NEWER = {"log_row": " ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, salt = excluded.salt"}
"""Of a row's salts only the newest is kept."""
_HEAD = {"size": "int", "peaks": "bytea", "last_recorded_at": "timestamptz", "log_id": "text"}


def write(session: Session, leaves: Leaves, heads: Iterable[Head]) -> None:
    """Insert the leaves, with all that belongs to them, and move the heads on."""
    moved = [(head.size, b"".join(head.peaks), head.last_recorded_at, head.log_id) for head in heads]
    tables = leaves.entries, leaves.disclosures, leaves.nodes, leaves.salts
    if session.get_bind().dialect.name == "sqlite":
        _one_by_one(session, tables, moved)
    else:
        _all_at_once(session, tables, moved)


def _one_by_one(session: Session, tables: Sequence[list[tuple[Any, ...]]], moved: list[tuple[Any, ...]]) -> None:
    for statement, rows in zip(_SQLITE, (*tables, moved), strict=True):
        if rows:
            by_driver(session, statement, [tuple(map(_kept, row)) for row in rows])


def _kept(value: Any) -> Any:
    """Return a value as SQLite keeps it: instants are UTC text that sorts, as `kernel.db.Instant` writes it."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value


def _all_at_once(session: Session, tables: Sequence[list[tuple[Any, ...]]], moved: list[tuple[Any, ...]]) -> None:
    """Write everything in one statement: a journey to the server for each table takes longer than the work there."""
    columns: list[list[Any]] = []
    for kinds, rows in zip((*_COLUMNS.values(), _HEAD), (*tables, moved), strict=True):
        columns += map(list, zip(*rows, strict=True)) if rows else [[] for _ in kinds]
    session.connection().exec_driver_sql(_POSTGRESQL, tuple(columns))


def _unnested(columns: dict[str, str]) -> str:
    return f"unnest({', '.join(f'%s::{kind}[]' for kind in columns.values())})"


def _each_with(insert: str, columns: dict[str, str]) -> str:
    return f"{insert} VALUES ({', '.join('?' * len(columns))})"


def _all_with(insert: str, columns: dict[str, str]) -> str:
    return f"{insert} SELECT * FROM {_unnested(columns)}"  # noqa: S608 our own names


_SQLITE = (
    *(_each_with(_INSERTS[table], _COLUMNS[table]) + _NEWER.get(table, "") for table in _COLUMNS),
    "UPDATE log_head SET size = ?, peaks = ?, last_recorded_at = ? WHERE log_id = ?",
)
_PARTS = ", ".join(
    f"into_{table} AS ({_all_with(_INSERTS[table], _COLUMNS[table])}{_NEWER.get(table, '')})" for table in _COLUMNS
)
_POSTGRESQL = (
    f"WITH {_PARTS} UPDATE log_head SET size = new.size, peaks = new.peaks, last_recorded_at = new.last_recorded_at "  # noqa: S608 our own names
    f"FROM {_unnested(_HEAD)} AS new ({', '.join(_HEAD)}) WHERE log_head.log_id = new.log_id"
)
