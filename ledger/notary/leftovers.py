"""What an erasure leaves behind on the disk: deleted files, and the database's own free space and logs."""

from collections.abc import Iterator
from contextlib import closing

from ledger.notary.erasing_plan import Plan
from ledger.record.erasures import deleted_files
from ledger.work import Ledger

BUSY = (
    "Somebody reads the database, so that its log file could not be emptied; it is emptied when they are done: run "
    "amends erase --replay then."
)


def clean_up(ledger: Ledger, plan: Plan | None) -> Iterator[str]:
    """Remove files and empty what the database keeps of older versions; give a sentence on what is left."""
    with ledger.database.read() as session:
        ledger.files.remove(deleted_files(session))
    for file in plan.uploads if plan else ():
        file.unlink(missing_ok=True)
    if ledger.database.is_sqlite:
        yield from _emptied(ledger)
    else:
        tables = ", ".join(sorted({"log_disclosure", "log_row", *(plan.tables if plan else ())}))
        yield (
            f"PostgreSQL keeps older versions of rows until it cleans up. As the owner: VACUUM (FULL) {tables}; "
            f"its archived write-ahead logs and base backups keep them until they expire."
        )


def _emptied(ledger: Ledger) -> Iterator[str]:
    # Straight from the driver: neither statement works inside a transaction, which the engine would begin.
    with closing(ledger.database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        yield BUSY
