"""The newest checkpoint of each log, kept elsewhere: what a restored or rewritten database is held against."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.record.checkpoint import Checkpoint, told_by
from ledger.record.signed_note import BadNote

_PART = 16


@dataclass(frozen=True)
class Outside:
    """A folder with one file an origin: `<end of the origin>-<hash>.txt`."""

    folder: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time look, sign and write."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def newest(self, origin: str) -> str | None:
        """Return the newest checkpoint kept of the log called `origin`."""
        file = self.file(origin)
        return file.read_text(encoding="utf-8") if file.is_file() else None

    def all(self) -> list[str]:
        """Return the newest checkpoints of all logs that ever had one here."""
        return [file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("*.txt"))]

    def keep(self, note: str) -> Path:
        """Write a checkpoint, synced, unless a larger one of the same log is kept; return its file."""
        point = told_by(note)
        file = self.file(point.origin)
        if (kept := self._told(point.origin)) and kept.size > point.size:
            return file
        draft = file.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as opened:
            opened.write(note)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
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
