"""A log of any length for measuring: canonical bodies and the tree over them, written in bulk past the verbs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from ledger.kernel.clock import iso
from ledger.kernel.ids import new_id
from ledger.record.canonical import Value, canonical
from ledger.record.merkle import completed, grown, leaf_hash
from ledger.record.operations import open_log
from ledger.work import Ledger

BATCH = 20_000
BEGUN_AT = datetime(2021, 1, 4, 8, tzinfo=UTC)
_ENTRY = (
    "INSERT INTO log_entry (log_id, seq, event_id, type, subject, occurred_at, recorded_at, leaf_hash, body) "
    "VALUES (?, ?, ?, 'impact.changed', ?, ?, ?, ?, ?)"
)
_NODE = "INSERT INTO log_node (log_id, level, idx, hash) VALUES (?, ?, ?, ?)"
_HEAD = "UPDATE log_head SET size = ?, peaks = ?, last_recorded_at = ? WHERE log_id = ?"
_PLACE, _CASE = "<here>", "<case>"
OF_A_CASE = 20
"""Entries that follow each other and are about the same."""


def long_log(ledger: Ledger, log_id: str, size: int) -> None:
    """Open a log on SQLite with `size` events of an ordinary length, as appending them one by one would leave it."""
    origin = f"tidewater.example/amends/{log_id}"
    with ledger.database.write() as session:
        open_log(session, log_id, origin)
        session.commit()
    before, after = _template(origin)
    peaks: tuple[bytes, ...] = ()
    engine = ledger.database.engine
    with engine.execution_options(writes=True).begin() as connection, _unguarded(connection):
        for first in range(0, size, BATCH):
            peaks = _write(connection, log_id, range(first, min(first + BATCH, size)), peaks, (before, after))
        connection.exec_driver_sql(_HEAD, (size, b"".join(peaks), _column(size - 1), log_id))


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Take the triggers away that look at every row, and put them back."""
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, written in found:
        connection.exec_driver_sql(written)


def _write(
    connection: Connection, log_id: str, numbers: range, peaks: tuple[bytes, ...], template: tuple[str, str]
) -> tuple[bytes, ...]:
    entries, nodes = [], []
    for seq in numbers:
        event_id = new_id()
        body = "".join(_filled(template, event_id, seq)).encode()
        leaf = leaf_hash(body)
        entries.append((log_id, seq, event_id, case_of(seq), _column(seq), _column(seq), leaf, body))
        nodes += [(log_id, node.level, node.place, node.hash) for node in completed(peaks, seq, leaf)]
        peaks = grown(peaks, seq, leaf)
    connection.exec_driver_sql(_ENTRY, entries)
    if nodes:
        connection.exec_driver_sql(_NODE, nodes)
    return peaks


def _filled(template: tuple[str, str], event_id: str, seq: int) -> Iterator[str]:
    at = iso(_at(seq))
    after = template[1].replace(_PLACE, at).replace('"seq":-1', f'"seq":{seq}').replace(_CASE, case_of(seq))
    yield from (template[0], event_id, after)


def _template(origin: str) -> tuple[str, str]:
    """Return the canonical event cut in two where its id goes; `seq` is -1 and times are marked."""
    said: dict[str, Value] = {
        "from_at": iso(BEGUN_AT), "to_at": iso(BEGUN_AT), "before": None, "people_affected": 4, "people_total": 20,
        "data_effect": "none", "emptied": [],
    }  # fmt: skip
    whole = canonical(
        {
            "v": 1, "log": origin, "seq": -1, "id": "<id>", "type": "impact.changed", "subject": _CASE,
            "actor": new_id(), "occurred_at": _PLACE, "recorded_at": _PLACE, "data": said, "_sd": [],
        }
    ).decode()  # fmt: skip
    before, _, after = whole.partition("<id>")
    return before, after


def case_of(seq: int) -> str:
    """Return what an entry is about."""
    return f"HFO-2026-{seq // OF_A_CASE:02d}"


def _at(seq: int) -> datetime:
    return BEGUN_AT + timedelta(seconds=seq)


def _column(seq: int) -> str:
    return f"{_at(seq):%Y-%m-%d %H:%M:%S.%f}"
