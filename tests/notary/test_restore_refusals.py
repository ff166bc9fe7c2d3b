"""What is not restored: over something, of another kind, newer, damaged, or leading elsewhere."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, inspect, make_url

from ledger.cli.database import bring_up
from ledger.config import Settings
from ledger.kernel.errors import Conflict
from ledger.notary import restoring
from ledger.notary.after_restoring import look_after
from ledger.notary.backing_up import backup
from ledger.notary.manifest import read_manifest, write_manifest
from ledger.notary.postgres_programs import load
from ledger.notary.restoring import restore
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.work import Ledger, open_ledger
from tests.notary.backups import (
    backed_up,
    closed,
    empty_place,
    everything_in,
    first,
    lived_in,
    looked_at,
    programs,
    restored,
    second,
    unheard,
)
from tests.support.databases import SqlitePlaces

__all__ = ["empty_place", "first", "programs", "second"]


def nothing_stands(settings: Settings) -> bool:
    """Return whether neither home nor database hold anything."""
    if settings.home.exists():
        return False
    if make_url(settings.migration_url).get_backend_name() == "sqlite":
        return True
    engine = create_engine(settings.migration_url, poolclass=NullPool)
    return inspect(engine).get_table_names() == []


def test_a_flipped_byte_anywhere_in_the_backup_is_refused(first: Ledger, second: Settings, tmp_path: Path) -> None:
    lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    for file in [one for one in sorted(folder.rglob("*")) if one.is_file()]:
        whole = file.read_bytes()
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with pytest.raises(Conflict, match=r"is not as it was written\. Nothing was changed"):
            restore(second, folder, unheard)
        assert nothing_stands(second)
        file.unlink()
        with pytest.raises(Conflict, match=r"missing from the backup|There is no backup"):
            restore(second, folder, unheard)
        assert nothing_stands(second)
        file.write_bytes(whole)
    restored(second, folder)
    closed(first)


def test_nothing_is_restored_over_something(first: Ledger, second: Settings, tmp_path: Path) -> None:
    lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    with pytest.raises(Conflict, match=r"is not empty: .*files.*into an empty one only"):
        restore(first.settings, folder, unheard)
    with pytest.raises(Conflict, match="The database is not empty"):
        restore(replace(first.settings, home=tmp_path / "second"), folder, unheard)
    assert not (tmp_path / "second").exists()
    second.home.mkdir()
    (second.home / "notes.txt").write_text("mine")
    with pytest.raises(Conflict, match=r"is not empty: notes\.txt"):
        restore(second, folder, unheard)
    assert everything_in(second.home) == {"notes.txt": b"mine"}
    assert verify(first, SYSTEM).findings == ()
    closed(first)


def test_checkpoints_known_outside_may_lie_in_the_home_already(first: Ledger, second: Settings, tmp_path: Path) -> None:
    lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    inside = replace(second, checkpoints=second.home / "anchors")
    shutil.copytree(second.checkpoints, inside.checkpoints)
    twin, _ = restored(inside, folder)
    assert look_after(twin, looked_at(twin)).outside == 2
    closed(first, twin)


def _fails_at(number: int, real: Callable[..., Any]) -> Callable[..., Any]:
    calls = [0]

    def call(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] > number:
            raise OSError(5, "Input/output error", "somewhere")
        return real(*args, **kwargs)

    return call


def _refusal(settings: Settings, folder: Path) -> str:
    try:
        restore(settings, folder, unheard)
    except Conflict as fault:
        return fault.sentence
    return ""


@pytest.mark.parametrize("what", ["write_part", "sync_folder", "rename", "load"])
def test_a_restore_that_fails_leaves_nothing(
    first: Ledger, second: Settings, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    owner: Any = Path if what == "rename" else restoring
    failed = 0
    for number in range(100):
        with monkeypatch.context() as patch:
            patch.setattr(owner, what, _fails_at(number, getattr(owner, what)))
            sentence = _refusal(second, folder)
        if not sentence:
            break
        assert sentence.endswith("Nothing was left behind.")
        assert nothing_stands(second)
        failed += 1
    assert failed == (0 if what == "load" and first.database.is_sqlite else number)
    assert failed or first.database.is_sqlite
    bring_up(second)
    twin = open_ledger(second)
    assert verify(twin, SYSTEM).findings == ()
    closed(first, twin)


def test_what_a_killed_restore_left_is_cleared_away(first: Ledger, second: Settings, tmp_path: Path) -> None:
    lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    (second.home / ".restoring-half" / "keys").mkdir(parents=True)
    twin, _ = restored(second, folder)
    assert not [one for one in second.home.iterdir() if one.name.startswith(".")]
    closed(first, twin)


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_sql_that_fails_halfway_leaves_the_database_empty(second: Settings, tmp_path: Path) -> None:
    file = tmp_path / "database.sql"
    file.write_text("CREATE TABLE one (id integer);\nINSERT INTO one VALUES (1);\nSELECT 1/0;\n")
    with pytest.raises(Conflict, match=r"psql refused: division by zero\. Nothing was changed"):
        load(second.migration_url, file, lambda: None)
    assert nothing_stands(second)


def test_a_backup_of_another_kind_of_database_is_refused(
    sqlite_places: SqlitePlaces, second: Settings, tmp_path: Path, database_kind: str
) -> None:
    place = sqlite_places.new("other")
    home_ = tmp_path / "other"
    other = open_ledger(replace(second, home=home_, database_url=place.url, migration_url=place.owner_url))
    (tmp_path / "backups").mkdir()
    folder = backed_up(other, tmp_path / "backups")
    closed(other)
    if database_kind == "sqlite":
        restored(second, folder)
    else:
        with pytest.raises(Conflict, match="The backup is of sqlite, and AMENDS_DATABASE_URL names postgresql"):
            restore(second, folder, unheard)
        assert nothing_stands(second)


def test_a_manifest_that_leads_elsewhere_is_not_read(first: Ledger, second: Settings, tmp_path: Path) -> None:
    lived_in(first)
    made = backup(first.settings, tmp_path / "backups", unheard)
    (tmp_path / "backups" / "stolen").write_text("x")
    parts = (*made.manifest.parts, replace(made.manifest.parts[-1], path="../stolen"))
    for name in ("manifest.json", "manifest.sha256"):
        (made.folder / name).unlink()
    write_manifest(made.folder, replace(made.manifest, parts=parts))
    with pytest.raises(Conflict, match="not one that this version of Amends can read"):
        read_manifest(made.folder)
    assert nothing_stands(second)
    closed(first)
