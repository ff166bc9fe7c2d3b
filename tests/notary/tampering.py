"""What an administrator with every right in the database can do to it: triggers off, edits, triggers on again."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, select, text

from ledger.kernel.db import open_database
from ledger.record.bodies import as_bytes
from ledger.record.canonical import canonical
from ledger.record.merkle import completed, grown, leaf_hash
from ledger.record.models import PROVIDER_LOG
from ledger.record.row_digests import digest_of_row, layout_of
from tests.support.databases import Place

CHECK = "ck_log_entry_leaf_hash"
_GUARDS = (
    "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND t.tgenabled = 'A'"
)


@contextmanager
def as_owner(place: Place) -> Iterator[Connection]:
    """Give a connection that may do anything; afterwards all triggers stand as before."""
    engine = open_database(place.owner_url).engine
    try:
        yield from _as_owner(engine)
    finally:
        engine.dispose()


def _as_owner(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "sqlite":
            found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
            for name, _sql in found:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            yield connection
            for _name, sql in found:
                connection.exec_driver_sql(sql)
        else:
            guards = connection.exec_driver_sql(_GUARDS).all()
            for table, name in guards:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
            connection.exec_driver_sql(f"ALTER TABLE log_entry DROP CONSTRAINT {CHECK}")
            yield connection
            fits = r"leaf_hash = sha256('\x00'::bytea || body)"
            # A body that was edited alone cannot have its constraint back; then it stands for new rows only.
            broken = connection.execute(text(f"SELECT count(*) FROM log_entry WHERE NOT ({fits})")).scalar_one()  # noqa: S608 ours
            late = " NOT VALID" if broken else ""
            connection.exec_driver_sql(f"ALTER TABLE log_entry ADD CONSTRAINT {CHECK} CHECK ({fits}){late}")
            for table, name in guards:
                connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def run(connection: Connection, statement: str, **values: Any) -> None:
    """Run one statement."""
    connection.execute(text(statement), values)


def bodies_of(connection: Connection, log_id: str) -> list[bytes]:
    """Return the bodies of a log in order."""
    query = text("SELECT body FROM log_entry WHERE log_id = :log ORDER BY seq")
    return [as_bytes(body) for body in connection.scalars(query, {"log": log_id})]


def rebuild(connection: Connection, log_id: str, bodies: Sequence[bytes]) -> None:
    """Write hashes, nodes and head of a log anew, so that all fit `bodies`, of which there may be fewer than before."""
    run(connection, "DELETE FROM log_node WHERE log_id = :log", log=log_id)
    run(connection, "DELETE FROM log_disclosure WHERE log_id = :log AND seq >= :size", log=log_id, size=len(bodies))
    run(connection, "DELETE FROM log_entry WHERE log_id = :log AND seq >= :size", log=log_id, size=len(bodies))
    peaks: tuple[bytes, ...] = ()
    for seq, body in enumerate(bodies):
        leaf = leaf_hash(body)
        edit = "UPDATE log_entry SET body = :body, leaf_hash = :leaf WHERE log_id = :log AND seq = :seq"
        run(connection, edit, body=body, leaf=leaf, log=log_id, seq=seq)
        for node in completed(peaks, seq, leaf):
            insert = "INSERT INTO log_node (log_id, level, idx, hash) VALUES (:log, :level, :idx, :hash)"
            run(connection, insert, log=log_id, level=node.level, idx=node.place, hash=node.hash)
        peaks = grown(peaks, seq, leaf)
    head = "UPDATE log_head SET size = :size, peaks = :peaks WHERE log_id = :log"
    run(connection, head, size=len(bodies), peaks=b"".join(peaks), log=log_id)


def rerecord(connection: Connection, model: type[Any], row_id: str) -> None:
    """Write the provider's log anew, so that it says of this row what stands there now, or nothing if it is gone."""
    key = f"{layout_of(model).table}:{row_id}"
    salt = connection.execute(text("SELECT salt FROM log_row WHERE key = :k"), {"k": key}).scalar_one()
    row = connection.execute(select(model.__table__).where(model.id == row_id)).one_or_none()
    bodies = [json.loads(body) for body in bodies_of(connection, PROVIDER_LOG)]
    for body in bodies:
        rows = body["data"]["rows"] if body["type"] == "rows.written" else body.get("rows", {})
        if key in rows:
            rows[key] = digest_of_row(layout_of(model), row, salt) if row else None
    rebuild(connection, PROVIDER_LOG, [canonical(body) for body in bodies])
    run(connection, "DELETE FROM log_checkpoint WHERE log_id = :l", l=PROVIDER_LOG)
