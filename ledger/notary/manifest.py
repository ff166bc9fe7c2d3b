"""What a backup consists of: its parts with sizes and hashes, and which state of which logs it holds."""

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from ledger.kernel.clock import iso
from ledger.kernel.errors import Conflict

FORMAT = "amends-backup/1"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.sql"}
SECRET = "secret_key"  # noqa: S105 the name of its file
_PART = re.compile(r"database\.(sqlite|sql)|secret_key|keys/[0-9a-f]{8}\.key|files/([0-9a-f]{2})/\2[0-9a-f]{62}")
_CHUNK = 1024 * 1024
Told = Callable[[str, int, int | None], None]
"""Hears what is being done, how far it is, and of how many; the last is none where nobody knows."""


@dataclass(frozen=True)
class Part:
    """One file of a backup, by its path within it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class LogState:
    """How far a log had come: its name, number of events, and root (base64)."""

    log_id: str
    origin: str
    size: int
    root: str


@dataclass(frozen=True)
class Manifest:
    """What stands in a backup's `manifest.json`."""

    made_at: datetime
    product: str
    """The version of Amends that made it."""
    schema: str
    """The database's revision."""
    database: str
    """`sqlite` or `postgresql`."""
    logs: tuple[LogState, ...]
    parts: tuple[Part, ...]
    without: tuple[str, ...] = ()
    """Files that the record names and that were not to be had, missing or altered, when this was made."""

    @property
    def events(self) -> int:
        """How many events all logs have together."""
        return sum(log.size for log in self.logs)

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.size for part in self.parts)

    def count(self, folder: str) -> int:
        """Return how many parts lie in `files` or `keys`."""
        return sum(part.path.startswith(f"{folder}/") for part in self.parts)

    def has(self, path: str) -> bool:
        """Return whether a part of this path is there."""
        return any(part.path == path for part in self.parts)


def write_part(folder: Path, path: str, source: BinaryIO) -> Part:
    """Copy a file into the backup (mode 0600, synced) and return what the manifest says of it."""
    place = folder / path
    make_private(place.parent)
    told, size = hashlib.sha256(), 0
    with open_new(place) as file:
        while chunk := source.read(_CHUNK):
            told.update(chunk)
            size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Part(path, size, told.hexdigest())


def make_private(folder: Path) -> list[Path]:
    """Make a folder and those above it for their owner alone, and return those that were not there, outermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()][::-1]
    for one in missing:
        one.mkdir(mode=0o700)
    return missing


def open_new(place: Path) -> BinaryIO:
    """Open a file that is not there yet, for its owner alone."""
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def part_of(folder: Path, path: str) -> Part:
    """Return what the manifest says of a file that stands in the folder already."""
    with (folder / path).open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return Part(path, (folder / path).stat().st_size, sha256)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest and, beside it, its own hash as `sha256sum -c` reads it."""
    said = {"format": FORMAT} | asdict(manifest) | {"made_at": iso(manifest.made_at)}
    content = json.dumps(said, indent=1).encode() + b"\n"
    for name, written in ((MANIFEST, content), (SEAL, _seal(content))):
        with open_new(folder / name) as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup; raise `Conflict` where there is none that holds."""
    try:
        content, seal = (folder / MANIFEST).read_bytes(), (folder / SEAL).read_bytes()
    except OSError:
        raise Conflict(_no_backup(folder)) from None
    if seal != _seal(content):
        sentence = f"{MANIFEST} in {folder} is not as it was written. Nothing was changed; take another backup."
        raise Conflict(sentence)
    try:
        return _read(json.loads(content))
    except (ValueError, KeyError, TypeError):
        sentence = f"{MANIFEST} in {folder} is not one that this version of Amends can read. Nothing was changed."
        raise Conflict(sentence) from None


def check_parts(folder: Path, manifest: Manifest, told: Told) -> None:
    """Hash every part; raise `Conflict` naming the first that is missing or not as it was written."""
    for number, part in enumerate(manifest.parts):
        told("Checking", number, len(manifest.parts))
        try:
            found = part_of(folder, part.path)
        except OSError:
            sentence = f"{part.path} is missing from the backup in {folder}. Nothing was changed; take another backup."
            raise Conflict(sentence) from None
        if found != part:
            sentence = f"{part.path} in {folder} is not as it was written. Nothing was changed; take another backup."
            raise Conflict(sentence)


def _read(said: dict[str, Any]) -> Manifest:
    made = Manifest(
        made_at=datetime.fromisoformat(said["made_at"]),
        product=str(said["product"]),
        schema=str(said["schema"]),
        database=str(said["database"]),
        logs=tuple(LogState(**log) for log in said["logs"]),
        parts=tuple(Part(**part) for part in said["parts"]),
        without=tuple(said["without"]),
    )
    known = said["format"] == FORMAT and made.database in DATABASES and made.has(DATABASES[made.database])
    if not known or not all(_PART.fullmatch(part.path) for part in made.parts):
        fault = "not a manifest of ours"
        raise ValueError(fault)
    return made


def _seal(content: bytes) -> bytes:
    return f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n".encode()


def _no_backup(folder: Path) -> str:
    within = sorted(one.parent.name for one in folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []
    if within:
        return f"{folder} is where backups are; name one of them, the newest is {folder / within[-1]}."
    return f"There is no backup in {folder}: no {MANIFEST} with its {SEAL}."
