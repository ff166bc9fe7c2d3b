"""Restoring: into an empty place only, all of it or nothing, and never as a second history of what others saw."""

import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, inspect, make_url

from ledger.cli.database import bring_up
from ledger.config import Settings, home
from ledger.kernel.db import open_database
from ledger.kernel.errors import Conflict
from ledger.kernel.schema import upgrade
from ledger.notary import restoring
from ledger.notary.after_restoring import look_after
from ledger.notary.backing_up import backup
from ledger.notary.erasing import erase
from ledger.notary.erasing_unit import Order
from ledger.notary.manifest import read_manifest, write_manifest
from ledger.notary.postgres_programs import load
from ledger.notary.restoring import is_older, restore
from ledger.notary.signing import checkpoint, go_on, key_folder, outside_of, sign_all
from ledger.notary.verifying import Verified, verify
from ledger.people.actor import SYSTEM
from ledger.record.checkpoint import told_by
from ledger.record.checkpoints import Forked
from ledger.work import Ledger, open_ledger
from tests.letters.steps import an_issued_letter, letter
from tests.notary.backups import (
    backed_up,
    closed,
    empty_place,
    everything_in,
    first,
    lived_in,
    noted,
    programs,
    restored,
    second,
    unheard,
)
from tests.notary.erased_scene import HERS, MAIL, a_scene, everything, words_in
from tests.support.databases import Place, PostgresPlaces, SqlitePlaces

__all__ = ["empty_place", "first", "programs", "second"]


def nothing_stands(settings: Settings) -> bool:
    """Return whether neither home nor database hold anything."""
    if settings.home.exists():
        return False
    if make_url(settings.migration_url).get_backend_name() == "sqlite":
        return True
    engine = create_engine(settings.migration_url, poolclass=NullPool)
    return inspect(engine).get_table_names() == []


def looked_at(ledger: Ledger) -> Callable[[], Verified]:
    return lambda: verify(ledger, SYSTEM)


def test_a_restored_ledger_is_the_one_that_was_backed_up(first: Ledger, second: Settings, tmp_path: Path) -> None:
    case = lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    twin, manifest = restored(second, folder)
    aftermath = look_after(twin, looked_at(twin))
    assert (aftermath.verified.findings, aftermath.behind, aftermath.outside) == ((), (), 2)
    assert not is_older(manifest)
    for name in ("keys", "secret_key"):
        ours, theirs = (place / name for place in (first.settings.home, second.home))
        assert everything_in(ours) == everything_in(theirs) if ours.is_dir() else ours.read_text() == theirs.read_text()
    there = {stat.S_IMODE(one.stat().st_mode) for one in key_folder(twin).iterdir()}
    assert there == {0o600}
    assert not [one for one in second.home.iterdir() if one.name.startswith(".")]
    sha256 = letter(twin, an_issued_letter(twin, case, kind="follow_up")).pdf_sha256 or ""
    assert twin.files.read(sha256).startswith(b"%PDF")
    assert checkpoint(twin, case.client.log_id)
    closed(first, twin)


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


def test_yesterdays_backup_is_not_gone_on_with_in_silence(first: Ledger, second: Settings, tmp_path: Path) -> None:
    case = lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    noted(first, case.client.log_id, count=3)
    lost = told_by(checkpoint(first, case.client.log_id))
    twin, _ = restored(second, folder)
    aftermath = look_after(twin, looked_at(twin))
    (sentence,) = aftermath.behind
    assert f"counts {lost.size} events" in sentence
    assert {finding.check for finding in aftermath.verified.findings} == {"outside"}
    noted(twin, case.client.log_id, count=9)
    with pytest.raises(Forked, match=rf"Nothing was signed.*amends continue {case.client.log_id}"):
        checkpoint(twin, case.client.log_id)
    point = told_by(go_on(twin, SYSTEM, case.client.log_id))
    assert point.origin != lost.origin
    sign_all(twin)
    assert verify(twin, SYSTEM).findings == ()
    assert outside_of(twin).newest(lost.origin) == outside_of(first).newest(lost.origin)
    closed(first, twin)


def test_of_two_installations_from_one_backup_the_second_refuses_to_sign(
    first: Ledger, second: Settings, tmp_path: Path
) -> None:
    case = lived_in(first)
    twin, _ = restored(second, backed_up(first, tmp_path / "backups"))
    noted(first, case.client.log_id)
    noted(twin, case.client.log_id, count=2)
    checkpoint(first, case.client.log_id)
    with pytest.raises(Forked, match="not those that others were shown"):
        checkpoint(twin, case.client.log_id)
    assert checkpoint(first, case.client.log_id)
    closed(first, twin)


def test_an_older_schema_is_restored_and_a_newer_one_is_not(
    request: pytest.FixtureRequest, database_kind: str, second: Settings, tmp_path: Path
) -> None:
    old = _old_ledger(request, database_kind, second, tmp_path)
    folder = backed_up(old, tmp_path / "backups")
    manifest = restore(second, folder, unheard)
    assert (manifest.schema, is_older(manifest)) == ("0008", True)
    assert bring_up(second) != "0008"
    newer = replace(manifest, schema="9999", product="99.0")
    for name in ("manifest.json", "manifest.sha256"):
        (folder / name).unlink()
    write_manifest(folder, newer)
    third = replace(second, home=tmp_path / "third")
    with pytest.raises(Conflict, match=r"made by Amends 99\.0 and has schema 9999"):
        restore(third, folder, unheard)
    closed(old)


def _old_ledger(request: pytest.FixtureRequest, kind: str, second: Settings, tmp_path: Path) -> Ledger:
    place = Place(*[f"sqlite:///{tmp_path / 'old' / 'ledger.sqlite'}"] * 2)
    if kind == "postgresql":
        places: PostgresPlaces = request.getfixturevalue("postgres_places")
        place = places.empty("old")
    engine = open_database(place.owner_url).engine
    upgrade(engine, home() / "migrations", to="0008")
    engine.dispose()
    return open_ledger(replace(second, home=tmp_path / "old", database_url=place.url, migration_url=place.owner_url))


def test_a_backup_of_another_kind_of_database_is_refused(
    sqlite_places: SqlitePlaces, second: Settings, tmp_path: Path, database_kind: str
) -> None:
    place = sqlite_places.new("other")
    home_ = tmp_path / "other"
    other = open_ledger(replace(second, home=home_, database_url=place.url, migration_url=place.owner_url))
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


def test_the_newest_of_several_backups_is_named(tmp_path: Path) -> None:
    for day in ("20", "21"):
        folder = tmp_path / f"amends-2026-11-{day}T021000Z"
        folder.mkdir()
        (folder / "manifest.json").write_text("{}")
    with pytest.raises(Conflict, match=r"the newest is .*amends-2026-11-21T021000Z"):
        read_manifest(tmp_path)
    with pytest.raises(Conflict, match="There is no backup"):
        read_manifest(tmp_path / "nowhere")


def test_who_was_erased_since_the_backup_is_erased_again(first: Ledger, second: Settings, tmp_path: Path) -> None:
    a_scene(first)
    sign_all(first)
    folder = backed_up(first, tmp_path / "backups")
    erase(first, SYSTEM, MAIL, Order("Art. 17 request of 2026-11-20", delete_files=True))
    twin, _ = restored(second, folder)
    back = everything(twin)
    assert all(word in back for word in HERS[:3])
    aftermath = look_after(twin, looked_at(twin))
    assert aftermath.erased.count > 0
    after = everything(twin)
    assert words_in(after, *HERS) == []
    assert (aftermath.verified.findings, aftermath.behind) == ((), ())
    assert look_after(twin, looked_at(twin)).erased.count == 0
    closed(first, twin)


def test_a_letter_that_was_deleted_with_an_erasure_is_neither_a_finding_nor_in_a_backup(
    first: Ledger, second: Settings, tmp_path: Path
) -> None:
    a_scene(first)
    before = backup(first.settings, tmp_path / "backups", unheard)
    erase(first, SYSTEM, MAIL, Order("Art. 17 request of 2026-11-20", delete_files=True))
    assert verify(first, SYSTEM).findings == ()
    after = backup(first.settings, tmp_path / "later", unheard)
    assert after.manifest.count("files") < before.manifest.count("files")
    assert after.manifest.without == ()
    twin, _ = restored(second, after.folder)
    assert verify(twin, SYSTEM).findings == ()
    closed(first, twin)
