"""`amends backup`: database, keys and files as one set, while the ledger is in use.

The database first, then the files that it names, then the keys: files are only ever added, so whatever the copied
database names is there. What is known outside (`AMENDS_CHECKPOINT_DIR`) is not in it: a backup that brought its own
witnesses would agree with itself.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import make_url

from ledger.config import Settings
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict
from ledger.kernel.files import FileStore, sync_folder
from ledger.notary.manifest import (
    DATABASES,
    SECRET,
    Manifest,
    Part,
    Told,
    part_of,
    write_manifest,
    write_part,
)
from ledger.notary.snapshot import Contents, snapshot

PARTIAL = ".partial-"
"""How the name of an unfinished backup begins."""


@dataclass(frozen=True)
class Backup:
    """A backup that is complete, and where it is."""

    folder: Path
    manifest: Manifest


def backup(settings: Settings, into: Path, told: Told) -> Backup:
    """Write a new backup into a folder of its own within `into`, named after the moment, and return it.

    It appears under its name only when it is complete and on the disk. Raises `Conflict`, and leaves nothing, where
    `into` is no folder, there is no ledger, a program is missing, or the folder cannot be written to.
    """
    into = into.expanduser().resolve()
    if into.is_relative_to(settings.home):
        sentence = f"A backup inside AMENDS_HOME ({settings.home}) would be lost with it; name another folder."
        raise Conflict(sentence)
    if not into.is_dir():
        # Never made here: where a disk is not mounted, backups would fill the one below.
        why = "is a file, not a folder" if into.exists() else "is not there"
        sentence = f"{into} {why}. Name a folder that is there; if it is on another disk, look whether that is mounted."
        raise Conflict(sentence)
    made_at = now().replace(microsecond=0)
    name = f"amends-{made_at:%Y-%m-%dT%H%M%SZ}"
    try:
        with _alone(into), _draft(into, name) as draft:
            manifest = _fill(settings, draft, made_at, told)
    except OSError as fault:
        sentence = f"The backup could not be written: {fault.strerror}. Nothing was left behind in {into}."
        raise Conflict(sentence) from None
    return Backup(into / name, manifest)


@contextmanager
def _alone(into: Path) -> Iterator[None]:
    """Let one backup at a time be written here, and clear away what a killed one left."""
    with (into / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sentence = f"Another backup is being written to {into}; try again when it is done."
            raise Conflict(sentence) from None
        for left in into.glob(f"{PARTIAL}*"):
            shutil.rmtree(left)
        yield


@contextmanager
def _draft(into: Path, name: str) -> Iterator[Path]:
    """Give a folder that gets its name when the block is done, and is removed when it fails."""
    if (into / name).exists():
        sentence = f"{into / name} is there already; try again in a second."
        raise Conflict(sentence)
    draft = into / f"{PARTIAL}{name}"
    draft.mkdir(mode=0o700)
    try:
        yield draft
        for folder in (draft, *(one for one in draft.rglob("*") if one.is_dir())):
            sync_folder(folder)
        draft.rename(into / name)
        sync_folder(into)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _fill(settings: Settings, draft: Path, made_at: datetime, told: Told) -> Manifest:
    kind = make_url(settings.migration_url).get_backend_name()
    contents = snapshot(settings, draft, told)
    database = part_of(draft, DATABASES[kind])
    files, without = _files(FileStore(settings.home / "files"), contents, draft, told)
    keys = [_copied(file, draft, f"keys/{file.name}") for file in sorted((settings.home / "keys").glob("*.key"))]
    secret = settings.home / SECRET
    secrets = [_copied(secret, draft, SECRET)] if secret.is_file() else []
    manifest = Manifest(
        made_at=made_at,
        product=version("amends"),
        schema=contents.schema,
        database=kind,
        logs=contents.logs,
        parts=(database, *files, *keys, *secrets),
        without=tuple(without),
    )
    write_manifest(draft, manifest)
    return manifest


def _files(store: FileStore, contents: Contents, draft: Path, told: Told) -> tuple[list[Part], list[str]]:
    """Copy the files and return them, with the names of those that must be there and are not, or are altered."""
    parts, without = [], []
    wanted = sorted(contents.named.keys() | contents.mentioned)
    for number, sha256 in enumerate(wanted):
        told("Files", number, len(wanted))
        state = store.state(sha256)
        if state == "whole":
            path = f"{sha256[:2]}/{sha256}"
            parts.append(_copied(store.folder / path, draft, f"files/{path}"))
        elif sha256 in contents.named:
            without.append(contents.named[sha256])
    return parts, without


def _copied(source: Path, draft: Path, path: str) -> Part:
    with source.open("rb") as opened:
        return write_part(draft, path, opened)
