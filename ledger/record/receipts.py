"""Receipts (`amends-receipt/1`): entries with everything an outsider needs to check them without us."""

import base64
import json
from collections.abc import Collection, Sequence
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.kernel.errors import Conflict
from ledger.record.bodies import said_in
from ledger.record.checkpoint import Checkpoint, told_by
from ledger.record.merkle import leaf_hash
from ledger.record.models import LogCheckpoint, LogDisclosure, LogEntry
from ledger.record.nodes import MissingNode, prove
from ledger.record.proofs import (
    BadProof,
    HashOf,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
)

FORMAT = "amends-receipt/1"
Path = Sequence[bytes]
"""Hashes of a proof."""
ALWAYS = ("log.continues", "privacy.erased")
"""Events without which others cannot be judged; every receipt of the log carries them."""
OLDER = 50
"""How many of the stored checkpoints a receipt is held against, the newest."""


def write_receipt(  # noqa: PLR0913 what a receipt is of, all named
    session: Session, log_id: str, note: str, older: Sequence[str], *, subject: str | None, letter: str | None = None
) -> str:
    """Return a receipt's text: of all events below the checkpoint, those about `subject`, or those about a letter.

    `note` is the newest signed checkpoint; `older` are signed ones that the receipt proves to be continued. Raises
    `Conflict` where nothing is recorded about it.
    """
    point = told_by(note)
    entries = _entries(session, log_id, point.size, subject, letter)
    if not any(entry.type not in ALWAYS for entry in entries):
        sentence = "Nothing is recorded about this that the client may see."
        raise Conflict(sentence)
    opened = _disclosures(session, log_id, {entry.seq for entry in entries}, is_whole=subject is None)
    told = {told_by(one): one for one in older}
    points = {one: told[one] for one in sorted(told, key=_place) if 0 < one.size <= point.size}
    seqs = [entry.seq for entry in entries]
    try:
        paths, growths = prove(session, log_id, partial(_proofs, seqs=seqs, older=list(points), size=point.size))
    except MissingNode as fault:
        sentence = f"No receipt can be made: {fault}. amends verify says what is wrong."
        raise Conflict(sentence) from None
    _require_proof(point, [*zip(entries, paths, strict=True)], [*zip(points, growths, strict=True)])
    receipt = {
        "format": FORMAT,
        "checkpoint": note,
        "entries": [
            {"body": entry.body.decode(), "proof": _told(path), "disclosures": opened.get(entry.seq, [])}
            for entry, path in zip(entries, paths, strict=True)
        ],
        "older": [
            {"checkpoint": signed, "proof": _told(path)} for signed, path in zip(points.values(), growths, strict=True)
        ],
    }
    return json.dumps(receipt, sort_keys=True, indent=1) + "\n"


def stored_checkpoints(session: Session, log_id: str) -> list[str]:
    """Return the newest stored checkpoints of a log, oldest first."""
    query = select(LogCheckpoint.note).where(LogCheckpoint.log_id == log_id)
    newest = session.scalars(query.order_by(LogCheckpoint.size.desc(), LogCheckpoint.id.desc()).limit(OLDER))
    return list(newest)[::-1]


def _entries(session: Session, log_id: str, size: int, subject: str | None, letter: str | None) -> list[LogEntry]:
    query = select(LogEntry).where(LogEntry.log_id == log_id, LogEntry.seq < size).order_by(LogEntry.seq)
    if subject is not None:
        query = query.where(or_(LogEntry.subject == subject, LogEntry.type.in_(ALWAYS)))
    return [entry for entry in session.scalars(query) if _is_about(entry, subject, letter)]


def _is_about(entry: LogEntry, subject: str | None, letter: str | None) -> bool:
    if subject is None or entry.type in ALWAYS:
        return True
    event = said_in(entry.body)
    return event["subject"] == subject and (letter is None or event["data"].get("letter") == letter)


def _disclosures(session: Session, log_id: str, seqs: Collection[int], *, is_whole: bool) -> dict[int, list[str]]:
    query = select(LogDisclosure.seq, LogDisclosure.text).where(LogDisclosure.log_id == log_id)
    query = query.where(LogDisclosure.text.is_not(None)).order_by(LogDisclosure.seq)
    if not is_whole:
        query = query.where(LogDisclosure.seq.in_(seqs))
    found: dict[int, list[tuple[str, str]]] = {}
    for seq, text, digest in session.execute(query.add_columns(LogDisclosure.digest)):
        found.setdefault(seq, []).append((digest, text or ""))
    return {seq: [text for _digest, text in sorted(pairs)] for seq, pairs in found.items()}


def _proofs(
    hash_of: HashOf, *, seqs: Sequence[int], older: Sequence[Checkpoint], size: int
) -> tuple[list[Path], list[Path]]:
    paths: list[Path] = [inclusion_proof(hash_of, seq, size) for seq in seqs]
    return paths, [consistency_proof(hash_of, point.size, size) for point in older]


def _require_proof(
    point: Checkpoint, entries: Sequence[tuple[LogEntry, Path]], older: Sequence[tuple[Checkpoint, Path]]
) -> None:
    """Raise `Conflict` where the client's own check would say no: such a receipt does not leave."""
    try:
        for entry, path in entries:
            check_inclusion(entry.seq, point.size, leaf_hash(entry.body), path, point.root)
        for one, path in older:
            check_consistency(one.size, point.size, one.root, point.root, path)
    except BadProof as fault:
        sentence = f"No receipt was made, for it would not hold: {fault}. amends verify says what is wrong."
        raise Conflict(sentence) from None


def _place(point: Checkpoint) -> tuple[str, int, bytes]:
    return point.origin, point.size, point.root


def _told(path: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(part).decode() for part in path]
