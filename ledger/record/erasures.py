"""What was erased: which words the record gave up, what reads in their place, and which rows lost words with them.

An erased field's digest stays in its entry; `privacy.erased` in the same log names it and seals, under `now_reads`,
what stands in the place of the words: JSON of `"<number of the entry> <name of the field>"` to text. A field that is
not named there reads as nothing.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger.kernel.db import Recorded
from ledger.kernel.errors import AmendsError
from ledger.record.bodies import said_in
from ledger.record.models import LogDisclosure, LogEntry
from ledger.record.sealing import opened

TYPE = "privacy.erased"
NOW_READS = "now_reads"
_LOSING = "rows that only lose words"
_AT_ONCE = 500

Place = tuple[str, int]
"""A log and the number of an entry in it."""


class FileErased(AmendsError):
    """This file was deleted when a person was erased; its fingerprint stays in the record."""

    status = 410
    code = "erased"


@dataclass(frozen=True)
class Deleted:
    """When a file was deleted, and on which ground."""

    at: datetime
    basis: str


def rewritten(session: Session) -> dict[Place, dict[str, str]]:
    """Return what reads in the place of erased words: place to name of the field to text; the newest erasure wins."""
    found: dict[Place, dict[str, str]] = {}
    place = (LogEntry.log_id == LogDisclosure.log_id) & (LogEntry.seq == LogDisclosure.seq)
    query = select(LogDisclosure.log_id, LogDisclosure.text).join(LogEntry, place)
    query = query.where(LogEntry.type == TYPE, LogDisclosure.text.is_not(None))
    for log_id, text in session.execute(query.order_by(LogDisclosure.log_id, LogDisclosure.seq)):
        for seq, name, words in _copies(text or ""):
            found.setdefault((log_id, seq), {})[name] = words
    return found


def erased_digests(session: Session) -> set[str]:
    """Return the digests of all fields that events say are erased."""
    bodies = session.scalars(select(LogEntry.body).where(LogEntry.type == TYPE))
    return {digest for body in bodies for digest in said_in(body)["data"].get("digests", ())}


def deleted_files(session: Session) -> dict[str, Deleted]:
    """Return the files that were deleted with an erasure, by their SHA-256."""
    query = select(LogEntry.recorded_at, LogEntry.body).where(LogEntry.type == TYPE).order_by(LogEntry.recorded_at)
    found: dict[str, Deleted] = {}
    for recorded_at, body in session.execute(query):
        data = said_in(body)["data"]
        found = {one: Deleted(recorded_at, data.get("basis") or "") for one in data.get("deleted") or ()} | found
    return found


def refuse_deleted(session: Session, sha256: str) -> None:
    """Raise `FileErased` where the file of this SHA-256 was deleted with an erasure."""
    if sha256 in deleted_files(session):
        raise FileErased


def standing(session: Session, digests: Iterable[str]) -> dict[str, str]:
    """Return those of these fields whose words are there: digest to disclosure."""
    found: dict[str, str] = {}
    for some in _parts(sorted(digests)):
        query = select(LogDisclosure.digest, LogDisclosure.text).where(
            LogDisclosure.digest.in_(some), LogDisclosure.text.is_not(None)
        )
        found |= {digest: text or "" for digest, text in session.execute(query)}
    return found


def null_disclosures(session: Session, digests: Iterable[str]) -> None:
    """Take the words behind these digests away; an event of the same unit, or an earlier one, says so."""
    for some in _parts(sorted(digests)):
        session.execute(
            update(LogDisclosure)
            .where(LogDisclosure.digest.in_(some), LogDisclosure.text.is_not(None))
            .values(text=None)
            .execution_options(synchronize_session=False)
        )


def loses_words(session: Session, row: Recorded) -> None:
    """Let a row keep the id of the event that wrote it although it is changed: it says nothing new, only less.

    So it is still compared with that event, corrections still point at it, and a receipt still proves it.
    """
    cast("list[Recorded]", session.info.setdefault(_LOSING, [])).append(row)


def losing_words(session: Session) -> Collection[Recorded]:
    """Return the rows of this unit that only lose words."""
    return cast("list[Recorded]", session.info.get(_LOSING, []))


def copies(now_reads: Mapping[Place, Mapping[str, str]]) -> str:
    """Return what `now_reads` seals of one log's places."""
    told = {f"{seq} {name}": words for (_, seq), fields in now_reads.items() for name, words in fields.items()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def places_in(told: str) -> Iterator[tuple[int, str, str]]:
    """Give number of the entry, name of the field and text of what a `now_reads` says; raise `ValueError`."""
    for at, words in json.loads(told).items():
        seq, _, name = at.partition(" ")
        yield int(seq), name, words


def _copies(disclosure: str) -> Iterator[tuple[int, str, str]]:
    try:
        name, value = opened(disclosure)
        if name == NOW_READS:
            yield from places_in(value)
    except (ValueError, AttributeError):
        # Not what we sealed: `verify_entries` says so.
        return


def _parts(digests: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(digests), _AT_ONCE):
        yield digests[at : at + _AT_ONCE]
