"""A content-addressed store: a file stands under the SHA-256 of its bytes, neither doubled nor altered unseen."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from ledger.kernel.errors import NotFound
from ledger.kernel.ids import new_id


@dataclass(frozen=True)
class FileStore:
    """A folder of files named by their SHA-256 (hexadecimal)."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Write the bytes, synced to disk before this returns, and return their SHA-256; a second time is harmless."""
        digest = hashlib.sha256(content).hexdigest()
        place = self._place(digest)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            draft = place.with_name(new_id())
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
            # A name is on the disk only once its folder is: the new sub-folder's stands in the one above.
            for folder in (place.parent, self.folder):
                _sync(folder)
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes kept under that SHA-256; raise `NotFound` where there are none or they were altered."""
        place = self._place(digest)
        if not place.is_file():
            sentence = "The file is missing from the store; restore it from a backup."
            raise NotFound(sentence)
        content = place.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            sentence = "The stored file is not what was recorded; it is not shown."
            raise NotFound(sentence)
        return content

    def _place(self, digest: str) -> Path:
        if len(digest) != hashlib.sha256().digest_size * 2 or not digest.isalnum():
            sentence = "That is not the name of a stored file."
            raise NotFound(sentence)
        return self.folder / digest[:2] / digest


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
