"""What an erasure leaves behind on the disk: deleted files, and the database's own free space and logs."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from ledger.record.erasures import deleted_files
from ledger.work import Ledger

PACKED = "samples"
"""Where samples for auditors lie packed; they are packed again when somebody asks for them."""
BUSY = (
    "Somebody uses the database, so that older versions of its rows may still lie on the disk. When they are done, run "
    "amends erase --replay."
)


def remove_uploads(files: Iterable[Path]) -> None:
    """Remove files that nothing names, or that can be made again."""
    for file in files:
        file.unlink(missing_ok=True)


def clean_up(ledger: Ledger, tables: Iterable[str] = ()) -> Iterator[str]:
    """Remove files and empty what the database keeps of older versions; give a sentence on what is left."""
    with ledger.database.read() as session:
        ledger.files.remove(deleted_files(session))
    remove_uploads((ledger.settings.home / PACKED).glob("*"))
    if ledger.database.is_sqlite:
        yield from _emptied(ledger)
    else:
        changed = ", ".join(sorted({"log_disclosure", "log_row", *tables}))
        yield (
            f"PostgreSQL keeps older versions of rows until it cleans up. As the owner: VACUUM (FULL) {changed}; "
            f"its archived write-ahead logs and base backups keep them until they expire."
        )


def _emptied(ledger: Ledger) -> Iterator[str]:
    # Straight from the driver: neither statement works inside a transaction, which the engine would begin.
    with closing(ledger.database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        try:
            cursor.execute("VACUUM")
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            # The erasure itself is committed; a writer that holds on must not make it look as if it had failed.
            is_busy = True
    if is_busy:
        yield BUSY
