"""Reading a log as the tree of RFC 6962: the hashes that proofs need are gathered first and asked for together."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeGuard, TypeVar

from sqlalchemy.orm import Session

from ledger.record.driver import by_driver
from ledger.record.merkle import HASH
from ledger.record.proofs import HashOf, subtree_root

T = TypeVar("T")
Place = tuple[int, int]
_LEAVES = "SELECT 0, seq, leaf_hash FROM log_entry WHERE log_id = %s AND seq = ANY(%s)"
_NODES = (
    "SELECT n.level, n.idx, n.hash FROM unnest(%s::int[], %s::int[]) AS wanted (level, idx) "
    "JOIN log_node n ON n.log_id = %s AND n.level = wanted.level AND n.idx = wanted.idx"
)
_LEAF = "SELECT leaf_hash FROM log_entry WHERE log_id = ? AND seq = ?"
_NODE = "SELECT hash FROM log_node WHERE log_id = ? AND level = ? AND idx = ?"


class MissingNode(LookupError):
    """A hash that a proof needs is not stored; `amends verify` says what else is wrong."""


def prove(session: Session, log_id: str, work: Callable[[HashOf], T]) -> T:
    """Return `work(hash_of)` over the tree of a log; `work` is called twice and changes nothing."""
    wanted: dict[Place, None] = {}

    def noting(level: int, index: int) -> bytes:
        wanted[level, index] = None
        return bytes(HASH)

    work(noting)
    known = {place: node for place, node in _stored(session, log_id, list(wanted)) if is_hash(node)}

    def reading(level: int, index: int) -> bytes:
        if (level, index) not in known:
            fault = f"the hash over {1 << level} entries from {index << level} on is not stored, or is none"
            raise MissingNode(fault)
        return known[level, index]

    return work(reading)


def root_at(session: Session, log_id: str, size: int) -> bytes:
    """Return the root over the first `size` events of a log, which has at least so many; `size` is 1 or more."""
    return prove(session, log_id, lambda hash_of: subtree_root(hash_of, 0, size))


def is_hash(value: object) -> TypeGuard[bytes]:
    """Return whether a value out of the database is 32 bytes; SQLite keeps in a column whatever it is given."""
    return isinstance(value, bytes) and len(value) == HASH


def _stored(session: Session, log_id: str, places: Sequence[Place]) -> Iterator[tuple[Place, object]]:
    """Give the hashes that are stored: from SQLite one by one, which is quickest there, from a server at once."""
    if session.get_bind().dialect.name == "sqlite":
        for level, index in places:
            asked = (_NODE, (log_id, level, index)) if level else (_LEAF, (log_id, index))
            found = by_driver(session, asked[0], [asked[1]]).fetchone()
            if found:
                yield (level, index), found[0]
        return
    leaves = [index for level, index in places if level == 0]
    nodes = [(level, index) for level, index in places if level > 0]
    connection = session.connection()
    for statement, wanted in (
        (_LEAVES, (log_id, leaves)),
        (_NODES, ([level for level, _ in nodes], [index for _, index in nodes], log_id)),
    ):
        # For the driver: making a statement object of it takes longer than the look-up.
        found = connection.exec_driver_sql(statement, wanted)
        yield from (((level, index), bytes(node)) for level, index, node in found)
