"""The newest checkpoint of each log, kept elsewhere: what a restored or rewritten database is held against."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.kernel.errors import Conflict
from ledger.record.checkpoint import Checkpoint, told_by
from ledger.record.signed_note import BadNote

_PART = 16


@dataclass(frozen=True)
class Outside:
    """A folder with one file an origin: `<end of the origin>-<hash>.txt`."""

    folder: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time look, sign and write; raise `Conflict` where nothing can be kept here."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        except OSError as fault:
            raise self._unusable(fault) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def newest(self, origin: str) -> str | None:
        """Return the newest checkpoint kept of the log called `origin`."""
        file = self.file(origin)
        return _text(file) if file.is_file() else None

    def all(self) -> list[str]:
        """Return the newest checkpoints of all logs that ever had one here."""
        return [_text(file) for file in sorted(self.folder.glob("*.txt")) if file.is_file()]

    def keep(self, note: str) -> Path:
        """Write a checkpoint, synced, unless a larger one of the same log is kept; return its file.

        Raises `Conflict` where it cannot be written.
        """
        point = told_by(note)
        file = self.file(point.origin)
        if (kept := self._told(point.origin)) and kept.size > point.size:
            return file
        draft = file.with_suffix(".draft")
        try:
            with draft.open("w", encoding="utf-8") as opened:
                opened.write(note)
                opened.flush()
                os.fsync(opened.fileno())
            draft.replace(file)
        except OSError as fault:
            raise self._unusable(fault) from None
        return file

    def file(self, origin: str) -> Path:
        """Return where the newest checkpoint of `origin` is kept."""
        short = "".join(sign for sign in origin.rpartition("/")[2] if sign.isalnum() or sign == "-")[:40]
        return self.folder / f"{short}-{hashlib.sha256(origin.encode()).hexdigest()[:_PART]}.txt"

    def _told(self, origin: str) -> Checkpoint | None:
        note = self.newest(origin)
        try:
            return told_by(note) if note else None
        except BadNote:
            return None

    def _unusable(self, fault: OSError) -> Conflict:
        return Conflict(f"No checkpoint can be kept in {self.folder} (AMENDS_CHECKPOINT_DIR): {fault.strerror}.")


def _text(file: Path) -> str:
    """Return what stands in a file; bytes that are no text must not stop a verification, which then says so."""
    return file.read_text(encoding="utf-8", errors="replace")
