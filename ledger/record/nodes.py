"""Reading a log as the tree of RFC 6962: the hashes that proofs need are gathered first and asked for together."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy.orm import Session

from ledger.record.merkle import HASH
from ledger.record.proofs import HashOf, subtree_root

T = TypeVar("T")
_AT_ONCE = 400
"""Places asked for in one statement."""
Place = tuple[int, int]
_LEAVES = "SELECT 0, seq, leaf_hash FROM log_entry WHERE seq IN ({wanted}) AND log_id = {mark}"
_NODES = (
    "WITH wanted(level, idx) AS (VALUES {wanted}) SELECT n.level, n.idx, n.hash FROM wanted "
    "JOIN log_node n ON n.log_id = {mark} AND n.level = wanted.level AND n.idx = wanted.idx"
)
"""A join, for SQLite looks through all nodes of the log when asked for `(level, idx) IN (...)`."""


class MissingNode(LookupError):
    """A hash that a proof needs is not stored; `amends verify` says what else is wrong."""


def prove(session: Session, log_id: str, work: Callable[[HashOf], T]) -> T:
    """Return `work(hash_of)` over the tree of a log; `work` is called twice and changes nothing."""
    wanted: dict[Place, None] = {}

    def noting(level: int, index: int) -> bytes:
        wanted[level, index] = None
        return bytes(HASH)

    work(noting)
    known = dict(_stored(session, log_id, list(wanted)))

    def reading(level: int, index: int) -> bytes:
        if (level, index) not in known:
            fault = f"the hash over {1 << level} entries from {index << level} on is not stored"
            raise MissingNode(fault)
        return known[level, index]

    return work(reading)


def root_at(session: Session, log_id: str, size: int) -> bytes:
    """Return the root over the first `size` events of a log, which has at least so many; `size` is 1 or more."""
    return prove(session, log_id, lambda hash_of: subtree_root(hash_of, 0, size))


def _stored(session: Session, log_id: str, places: Sequence[Place]) -> Iterator[tuple[Place, bytes]]:
    leaves = [f"{index:d}" for level, index in places if level == 0]
    nodes = [f"({level:d},{index:d})" for level, index in places if level > 0]
    connection = session.connection()
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    for statement, wanted in ((_LEAVES, leaves), (_NODES, nodes)):
        for at in range(0, len(wanted), _AT_ONCE):
            asked = statement.format(wanted=",".join(wanted[at : at + _AT_ONCE]), mark=mark)
            # For the driver: making a statement object of it takes longer than the look-up.
            found = connection.exec_driver_sql(asked, (log_id,))
            yield from (((level, index), bytes(node)) for level, index, node in found)
