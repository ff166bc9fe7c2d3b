"""Verifying one log from its entries alone: stored nodes, heads and checkpoints are judged by them, never believed."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.record.bodies import as_bytes
from ledger.record.checkpoint import Checkpoint, open_checkpoint
from ledger.record.findings import Finding
from ledger.record.merkle import grown_by, leaf_hashes, root
from ledger.record.models import Log, LogCheckpoint, LogHead
from ledger.record.origins import Origins, origins_of
from ledger.record.signed_note import BadNote, VerifierKey

AT_ONCE = 2000
_LEAVES = "SELECT seq, leaf_hash, body FROM log_entry WHERE log_id = {} ORDER BY seq"
"""Read from SQLite as the driver gives it: making rows of bytes and numbers costs as much as hashing them."""
_LEAVES_AT_ONCE = {"sqlite": 128, "postgresql": 2048}
"""Few, so that what was read is hashed while the processor has it at hand; of a server more, for each is a journey."""
Told = Callable[[int], None]


@dataclass
class Walk:
    """What reading all leaves of a log gave."""

    size: int = 0
    following: int = 0
    """The number that the next entry has to have: beyond a gap it is not the size."""
    peaks: list[bytes] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    """The root at each size that was asked for."""
    findings: list[Finding] = field(default_factory=list)


def verify_leaves(
    session: Session, log_id: str, outside: Collection[str], keys: Collection[VerifierKey], told: Told
) -> Iterator[Finding]:
    """Give what is wrong with a log's sequence, leaves, head and checkpoints; `told` hears of each batch of entries.

    `outside` are signed checkpoints that others kept; those of other logs are passed over.
    """
    log = session.get_one(Log, log_id)
    origins = origins_of(session, log)
    query = select(LogCheckpoint.note).where(LogCheckpoint.log_id == log_id).order_by(LogCheckpoint.size)
    stored = list(session.scalars(query))
    points = [*_opened(log.origin, stored, keys, "checkpoint")]
    points += [*_opened(log.origin, outside, keys, "outside")]
    walk = walked(session, log_id, {point.size for _, point in points if isinstance(point, Checkpoint)}, told)
    yield from walk.findings
    yield from _head(session, log, walk)
    for kind, point in points:
        if isinstance(point, Finding):
            yield point
        elif point.origin in origins.until:
            yield from _point(kind, point, walk, origins)
        elif kind == "checkpoint":
            yield Finding("checkpoint", log.origin, f"A stored checkpoint is of {point.origin}, which is another log.")


def walked(session: Session, log_id: str, sizes: Collection[int], told: Told) -> Walk:
    """Read all leaves of a log in order, hash each again, and return the tree they make."""
    walk = Walk()
    stops = sorted(sizes)
    for part in _parts(session, log_id):
        seqs, stored, bodies = zip(*part, strict=True)
        try:
            leaves = leaf_hashes(bodies)
        except TypeError:
            leaves = leaf_hashes(map(as_bytes, bodies))
        if leaves != [*stored] or seqs != (*range(walk.following, walk.following + len(part)),):
            walk.findings += _strange(log_id, walk.following, [*zip(seqs, stored, leaves, strict=True)])
        walk.following = _after(seqs[-1], walk.following)
        _grow(walk, leaves, stops)
        told(len(part))
    return walk


def _parts(session: Session, log_id: str) -> Iterator[list[tuple[int, bytes, bytes]]]:
    database = session.get_bind().dialect.name
    mark, most = "?" if database == "sqlite" else "%s", _LEAVES_AT_ONCE[database]
    streamed = {"stream_results": True}
    with session.connection().exec_driver_sql(_LEAVES.format(mark), (log_id,), execution_options=streamed) as rows:
        source: Any = rows.cursor if database == "sqlite" else rows
        while part := source.fetchmany(most):
            yield part


def _strange(log_id: str, first: int, part: list[tuple[int, bytes, bytes]]) -> Iterator[Finding]:
    place = first
    for seq, stored, leaf in part:
        if seq != place:
            sentence = f"Entry {place} is missing: the next one has the number {seq}."
            yield Finding("sequence", log_id, sentence)
        place = _after(seq, place)
        if leaf != stored:
            yield Finding("leaf", f"{log_id} {seq}", f"Entry {seq} is not what was hashed: it was changed.")


def _after(seq: object, place: int) -> int:
    """Return the number that has to follow; SQLite keeps a text there, if somebody puts one."""
    return (seq if isinstance(seq, int) else place) + 1


def _grow(walk: Walk, leaves: list[bytes], stops: list[int]) -> None:
    """Add leaves to the tree, keeping the root at each stop on the way."""
    begin, end = walk.size, walk.size + len(leaves)
    for stop in (*stops[bisect_right(stops, begin) : bisect_right(stops, end)], end):
        walk.peaks = grown_by(walk.peaks, walk.size, leaves[walk.size - begin : stop - begin])
        walk.size = stop
        if stop in stops:
            walk.roots[stop] = root(walk.peaks)


def _opened(
    origin: str, notes: Collection[str], keys: Collection[VerifierKey], kind: str
) -> Iterator[tuple[str, Checkpoint | Finding]]:
    for note in notes:
        try:
            yield kind, open_checkpoint(note, keys)
        except BadNote as fault:
            yield kind, Finding(kind, origin, f"A checkpoint cannot be trusted: {fault}.")


def _head(session: Session, log: Log, walk: Walk) -> Iterator[Finding]:
    head = session.get(LogHead, log.id)
    if head is None or head.size != walk.size:
        count = head.size if head else "no"
        yield Finding("head", log.origin, f"The log's head counts {count} events, but there are {walk.size}.")
    elif head.peaks != b"".join(walk.peaks):
        yield Finding("head", log.origin, "The log's head is not the tree of its entries: an entry was changed.")


def _point(kind: str, point: Checkpoint, walk: Walk, origins: Origins) -> Iterator[Finding]:
    whose = "kept outside" if kind == "outside" else "stored here"
    if (point.size, point.root) in origins.lost:
        return
    if point.size > min(walk.size, origins.until[point.origin]):
        sentence = (
            f"A checkpoint {whose} counts {point.size} events, but only {walk.size} are there: the end was cut off, "
            f"or an older backup was restored."
        )
        yield Finding(kind, point.origin, sentence)
    elif point.size and walk.roots.get(point.size) != point.root:
        sentence = (
            f"The first {point.size} events are not those of a checkpoint {whose}: what was shown then was changed or "
            f"removed, or an older backup was restored and gone on with."
        )
        yield Finding(kind, point.origin, sentence)
