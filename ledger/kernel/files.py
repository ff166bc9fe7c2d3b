"""A content-addressed store: a file stands under the SHA-256 of its bytes, neither doubled nor altered unseen."""

import fcntl
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from ledger.kernel.errors import NotFound
from ledger.kernel.ids import new_id


class NotKept(NotFound):
    """A file that the store should have is missing or altered."""


@dataclass(frozen=True)
class KeptFile:
    """A file that stands in the store already; its name and content were looked at before."""

    sha256: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class ProofFile:
    """A file that shows what somebody of a client's said or signed, as it is handed out."""

    sha256: str
    file_name: str
    media_type: str


@dataclass(frozen=True)
class FileStore:
    """A folder of files named by their SHA-256 (hexadecimal)."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Write the bytes, synced to disk before this returns, and return their SHA-256.

        A second time is harmless: it writes them anew, so that the sweep leaves them alone for another day.
        """
        digest = hashlib.sha256(content).hexdigest()
        place = self._place(digest)
        with self._locked(fcntl.LOCK_SH):
            place.parent.mkdir(parents=True, exist_ok=True)
            draft = place.with_name(new_id())
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
            # A name is on the disk only once its folder is: the new sub-folder's stands in the one above.
            for folder in (place.parent, self.folder, self.folder.parent):
                sync_folder(folder)
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes kept under that SHA-256; raise `NotFound` where there are none or they were altered."""
        place = self._place(digest)
        if not place.is_file():
            sentence = "The file is missing from the store; restore it from a backup."
            raise NotKept(sentence)
        content = place.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            sentence = "The stored file is not what was recorded; it is not shown."
            raise NotKept(sentence)
        return content

    def state(self, digest: str) -> Literal["whole", "missing", "altered"]:
        """Return how the file of that SHA-256 stands."""
        try:
            with self._place(digest).open("rb") as file:
                return "whole" if hashlib.file_digest(file, "sha256").hexdigest() == digest else "altered"
        except (FileNotFoundError, NotFound):
            return "missing"

    def strays(self, named: Collection[str], before: datetime) -> list[Path]:
        """Return the files last written before that moment that are not among `named`; broken-off drafts too."""
        return [file for file in self.folder.glob("??/*") if file.name not in named and _older(file, before)]

    def sweep(self, strays: Iterable[Path], before: datetime) -> int:
        """Remove those files unless they were written anew since that moment, and return how many went."""
        gone = 0
        for file in strays:
            with self._locked(fcntl.LOCK_EX):
                if _older(file, before):
                    file.unlink()
                    gone += 1
        return gone

    def remove(self, names: Collection[str]) -> int:
        """Remove the files of these SHA-256 for good, and return how many were there."""
        gone = 0
        with self._locked(fcntl.LOCK_EX):
            for place in map(self._place, names):
                gone += place.is_file()
                place.unlink(missing_ok=True)
                if place.parent.is_dir():
                    sync_folder(place.parent)
        return gone

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Hold the sweep off while a file is written, and writers off while one is swept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, how)
            yield

    def _place(self, digest: str) -> Path:
        if len(digest) != hashlib.sha256().digest_size * 2 or not digest.isalnum():
            sentence = "That is not the name of a stored file."
            raise NotFound(sentence)
        return self.folder / digest[:2] / digest


def _older(file: Path, moment: datetime) -> bool:
    try:
        return file.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
