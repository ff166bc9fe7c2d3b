"""The list of erasures kept beside the newest checkpoints, outside the database: digests, ids and places, no words.

A restored backup brings the words back; this list says what has to go again. Where in a field a person's words stood
is told as numbers, so that they can be found in the backup's own words, and nowhere else.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ledger.record.redaction import Span

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Erasure:
    """One erasure as it is kept outside."""

    at: str
    users: tuple[str, ...]
    """Ids of the person's accounts."""
    contacts: tuple[str, ...]
    basis: str
    files_basis: str | None
    """On which ground files that name them were kept; none where they were deleted, or there were none."""
    files: tuple[str, ...]
    """SHA-256 of the deleted files."""
    digests: Mapping[str, tuple[Span, ...]]
    """Each erased field, and where in it the person's words stood; no places for a field that is all about them."""


def keep_erasure(folder: Path, erasure: Erasure) -> None:
    """Write an erasure to the list, synced, before it is committed."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # Begun on a line of its own: a line that a power cut broke off must not take this one with it.
        file.write(f"\n{json.dumps(asdict(erasure), sort_keys=True)}\n")
        file.flush()
        os.fsync(file.fileno())


def kept_erasures(folder: Path) -> Iterator[Erasure]:
    """Give the erasures of the list, oldest first; `unreadable_lines` tells of the others."""
    return (one for _, one in _lines(folder) if one is not None)


def unreadable_lines(folder: Path) -> list[int]:
    """Return the numbers of the lines of the list that are cut off or none of ours."""
    return [number for number, one in _lines(folder) if one is None]


def unreadable(number: int) -> str:
    """Return what is said of such a line."""
    return (
        f"Line {number} of {FILE} cannot be read: whom it names cannot be erased again after a restore. Mend it from a "
        f"copy, or erase them again and take the line out."
    )


def _lines(folder: Path) -> Iterator[tuple[int, Erasure | None]]:
    file = folder / FILE
    lines = file.read_text(encoding="ascii", errors="replace").splitlines() if file.is_file() else []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            erasure = _read(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError):
            erasure = None
        yield number, erasure


def _read(told: dict[str, Any]) -> Erasure:
    # Lists from before evidence could be deleted too call files letters.
    told = {{"letters": "files", "letters_basis": "files_basis"}.get(name, name): value for name, value in told.items()}
    lists = {name: tuple(told[name]) for name in ("users", "contacts", "files")}
    digests = {digest: tuple((a, b) for a, b in spans) for digest, spans in told["digests"].items()}
    return Erasure(**(told | lists | {"digests": digests}))
