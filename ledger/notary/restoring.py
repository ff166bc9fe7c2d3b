"""`amends restore`: a backup's database, keys and files put into an empty home, all of it or nothing."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from ledger.config import Settings, home
from ledger.kernel.errors import Conflict
from ledger.kernel.files import sync_folder
from ledger.kernel.ids import new_id
from ledger.kernel.schema import scripts
from ledger.notary.manifest import (
    DATABASES,
    SECRET,
    Manifest,
    Told,
    check_parts,
    make_private,
    read_manifest,
    write_part,
)
from ledger.notary.postgres_programs import load

PARTIAL = ".restoring-"
"""How the name of what is being restored begins, until it is whole."""
_NO_MATTER = {"lost+found"}
_RELATIONS = (
    "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' AND "
    "c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"
)


def restore(settings: Settings, folder: Path, told: Told) -> Manifest:
    """Put the backup in `folder` where the settings say a ledger is, and return its manifest.

    Nothing is written before the whole backup was checked, and what fails later leaves nothing behind. Raises
    `Conflict` where something stands there already, the backup is damaged, or it is of another kind of database.
    """
    folder = folder.expanduser().resolve()
    manifest = read_manifest(folder)
    _refuse_unfit(settings, manifest)
    _refuse_taken(settings)
    check_parts(folder, manifest, told)
    try:
        with ExitStack() as undo:
            staged = _place(settings, folder, manifest, told, undo)
            undo.pop_all()
    except OSError as fault:
        sentence = f"The backup could not be restored: {fault.strerror} ({fault.filename}). Nothing was left behind."
        raise Conflict(sentence) from None
    shutil.rmtree(staged, ignore_errors=True)
    return manifest


def is_older(manifest: Manifest) -> bool:
    """Return whether the backup has an older schema than this version of Amends."""
    return manifest.schema != scripts(home() / "migrations").get_current_head()


def _refuse_unfit(settings: Settings, manifest: Manifest) -> None:
    kind = make_url(settings.migration_url).get_backend_name()
    if manifest.database != kind:
        sentence = f"The backup is of {manifest.database}, and AMENDS_DATABASE_URL names {kind}; set it to the former."
        raise Conflict(sentence)
    known: ScriptDirectory = scripts(home() / "migrations")
    if manifest.schema not in {one.revision for one in known.walk_revisions()}:
        sentence = (
            f"The backup was made by Amends {manifest.product} and has schema {manifest.schema}, which this version "
            f"does not know yet; install that version."
        )
        raise Conflict(sentence)


def _refuse_taken(settings: Settings) -> None:
    """Refuse a home or a database in which anything stands, but for checkpoints known outside."""
    there = settings.home.iterdir() if settings.home.is_dir() else ()
    left = [one for one in there if one.name not in _NO_MATTER and not one.name.startswith(PARTIAL)]
    names = sorted(one.name for one in left if not settings.checkpoints.is_relative_to(one))
    if names:
        sentence = (
            f"AMENDS_HOME ({settings.home}) is not empty: {', '.join(names[:5])}. A backup is restored into an empty "
            f"one only; name another, or move what is there away."
        )
        raise Conflict(sentence)
    database = _embedded(settings)
    if database.exists() if database else _relations(settings.migration_url):
        sentence = "The database is not empty. A backup is restored into an empty one only; name another."
        raise Conflict(sentence)


def _relations(address: str) -> int:
    engine = create_engine(address, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return int(connection.scalar(text(_RELATIONS)) or 0)
    except DBAPIError as fault:
        sentence = f"The database does not answer ({type(fault).__name__}); look at AMENDS_MIGRATION_URL."
        raise Conflict(sentence) from None


def _place(settings: Settings, folder: Path, manifest: Manifest, told: Told, undo: ExitStack) -> Path:
    """Copy everything beside its place, then move it there, the database last: with it the ledger is there.

    Returns the folder in which it was made ready.
    """
    _make(settings.home, undo)
    for left in settings.home.glob(f"{PARTIAL}*"):
        shutil.rmtree(left)
    staged = settings.home / f"{PARTIAL}{new_id()}"
    staged.mkdir(mode=0o700)
    undo.callback(shutil.rmtree, staged, ignore_errors=True)
    database = _embedded(settings)
    wanted = [part for part in manifest.parts if database or part.path != DATABASES["postgresql"]]
    for number, part in enumerate(wanted):
        told("Restoring", number, len(wanted))
        with (folder / part.path).open("rb") as source:
            written = write_part(staged, part.path, source)
        if written != part:
            sentence = f"{part.path} in {folder} changed while it was read. Nothing was left behind."
            raise Conflict(sentence)
    for one in (staged, *(one for one in staged.rglob("*") if one.is_dir())):
        sync_folder(one)
    for name in ("files", "keys", SECRET):
        if (staged / name).exists():
            _move(staged / name, settings.home / name, undo)
    sync_folder(settings.home)
    if database:
        _move_database(staged / DATABASES["sqlite"], database, undo)
    else:
        load(settings.migration_url, folder / DATABASES["postgresql"], lambda: told("Database", 0, None))
    return staged


def _make(folder: Path, undo: ExitStack) -> None:
    """Make a folder, and those above it, where they are not there yet."""
    for one in make_private(folder):
        undo.callback(one.rmdir)


def _move(staged: Path, place: Path, undo: ExitStack) -> None:
    staged.rename(place)
    undo.callback(_removal(place))


def _move_database(staged: Path, place: Path, undo: ExitStack) -> None:
    """Move it to its place; where that is elsewhere, copy it beside first, for only a rename is all or nothing."""
    if place.parent != staged.parent.parent:
        _make(place.parent, undo)
        beside = place.with_name(f"{PARTIAL}{place.name}")
        undo.callback(beside.unlink, missing_ok=True)
        beside.unlink(missing_ok=True)
        with staged.open("rb") as source:
            write_part(place.parent, beside.name, source)
        staged = beside
    _move(staged, place, undo)
    sync_folder(place.parent)


def _removal(place: Path) -> Callable[[], None]:
    return lambda: shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)


def _embedded(settings: Settings) -> Path | None:
    """Return the file of an embedded database."""
    url = make_url(settings.migration_url)
    return Path(url.database or "").resolve() if url.get_backend_name() == "sqlite" else None
