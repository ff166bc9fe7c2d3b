"""Comparing the stored nodes of each log with the hashes below them: receipts are made from them and fail with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.record.driver import by_driver
from ledger.record.findings import Finding
from ledger.record.merkle import node_hash
from ledger.record.models import Log, LogEntry, LogNode
from ledger.record.nodes import is_hash

AT_ONCE = 12
"""Levels that are looked at together: over 2^12 hashes at a time, each hash is read once, or twice as a block's top."""
_LEAVES = "SELECT seq, leaf_hash FROM log_entry WHERE log_id = {0} AND seq >= {0} AND seq < {0}"
_NODES = "SELECT idx, hash FROM log_node WHERE log_id = {0} AND idx >= {0} AND idx < {0} AND level = {0}"
Hashes = Mapping[int, Any]
"""Hashes of one level by their place, as the database gives them."""


@dataclass
class Faults:
    """How many stored nodes are wrong or missing, and the first entry below any of them."""

    count: int = 0
    first: int | None = None

    def add(self, entry: int) -> None:
        """Count one more."""
        self.count += 1
        self.first = entry if self.first is None else min(self.first, entry)


def nodes_hold(session: Session) -> Iterator[Finding]:
    """Give one finding for each log whose stored nodes are not the tree over the hashes of its entries."""
    for log_id, origin in session.execute(select(Log.id, Log.origin).order_by(Log.id)).all():
        faults = _faults(session, log_id)
        if faults.count:
            where = "" if faults.first is None else f", the first of them over entry {faults.first}"
            sentence = (
                f"Stored hashes that receipts are made from, wrong, missing or too many: {faults.count}{where}. The "
                f"entries themselves are judged apart."
            )
            yield Finding("node", origin, sentence)


def _faults(session: Session, log_id: str) -> Faults:
    count, last = session.execute(select(func.count(), func.max(LogEntry.seq)).where(LogEntry.log_id == log_id)).one()
    # A missing entry leaves its place; a number far off, as somebody may have written it, counts for nothing.
    size = last + 1 if isinstance(last, int) and last < 2 * count else count
    stored = session.scalar(select(func.count()).where(LogNode.log_id == log_id)) or 0
    levels = size.bit_length() - 1
    faults, seen = Faults(), 0
    for base in range(0, max(levels, 0), AT_ONCE):
        for start in range(0, size >> base, 1 << AT_ONCE):
            below = _read(session, log_id, base, start, 1 << AT_ONCE)
            for up in range(1, min(AT_ONCE, levels - base) + 1):
                begin, most = start >> up, 1 << (AT_ONCE - up)
                nodes = _read(session, log_id, base + up, begin, most)
                end = min(begin + most, size >> (base + up))
                seen += sum(begin <= place < end for place in nodes)
                _compare(below, nodes, range(begin, end), base + up, faults)
                below = nodes
    faults.count += max(stored - seen, 0)
    return faults


def _compare(below: Hashes, nodes: Hashes, places: range, level: int, faults: Faults) -> None:
    """Count every node that is not the hash of the two below it; of what is no hash below, that is told there."""
    for place in places:
        left, right, node = below.get(place * 2), below.get(place * 2 + 1), nodes.get(place)
        if not is_hash(node) or (is_hash(left) and is_hash(right) and node_hash(left, right) != node):
            faults.add(place << level)


def _read(session: Session, log_id: str, level: int, begin: int, most: int) -> Hashes:
    statement, asked = (
        (_NODES, (log_id, begin, begin + most, level)) if level else (_LEAVES, (log_id, begin, begin + most))
    )
    if session.get_bind().dialect.name == "sqlite":
        return dict(by_driver(session, statement.format("?"), [asked]).fetchall())
    rows = session.connection().exec_driver_sql(statement.format("%s"), asked)
    return {place: bytes(found) for place, found in rows}
