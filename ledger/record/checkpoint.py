"""What a checkpoint says (C2SP tlog-checkpoint): origin, size, root; three lines and no extension."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.record.merkle import HASH
from ledger.record.signed_note import BadNote, VerifierKey, decoded, open_note, read_note

_LINES = 3
_LONGEST_SIZE = 19
"""Digits of the largest 64-bit number."""


@dataclass(frozen=True)
class Checkpoint:
    """A log at one moment: what it is called, how many events it holds, and the root over all of them."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Return what a checkpoint's text says; raise `BadNote` for anything but three lines of the right form."""
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[-1]:
        fault = "a checkpoint has three lines: origin, size and root"
        raise BadNote(fault)
    origin, size, root = lines[:_LINES]
    if not origin:
        fault = "the checkpoint does not name its log"
        raise BadNote(fault)
    if not (size.isascii() and size.isdecimal() and len(size) <= _LONGEST_SIZE and str(int(size)) == size):
        fault = "the checkpoint's size is not a number"
        raise BadNote(fault)
    content = decoded(root)
    if len(content) != HASH:
        fault = "the checkpoint's root has not 32 bytes"
        raise BadNote(fault)
    return Checkpoint(origin, int(size), content)


def open_checkpoint(note: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """Return what a signed checkpoint says, its signature checked; raise `BadNote` otherwise."""
    return read_checkpoint(open_note(note, keys).text)


def told_by(note: str) -> Checkpoint:
    """Return what a checkpoint says without looking at who signed it; raise `BadNote` for a wrong form."""
    return read_checkpoint(read_note(note).text)
