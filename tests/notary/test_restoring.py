"""Restoring: into an empty place only, all of it or nothing, and never as a second history of what others saw."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.cli.database import bring_up
from ledger.config import Settings, home
from ledger.kernel.db import open_database
from ledger.kernel.errors import Conflict
from ledger.kernel.schema import upgrade
from ledger.notary.after_restoring import look_after
from ledger.notary.backing_up import backup
from ledger.notary.erasing import erase
from ledger.notary.erasing_unit import Order
from ledger.notary.manifest import read_manifest, write_manifest
from ledger.notary.restoring import is_older, restore
from ledger.notary.signing import checkpoint, go_on, key_folder, outside_of, sign_all
from ledger.notary.verifying import verify
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
    looked_at,
    noted,
    programs,
    restored,
    second,
    unheard,
)
from tests.notary.erased_scene import HERS, MAIL, a_scene, everything, words_in
from tests.support.databases import Place, PostgresPlaces

__all__ = ["empty_place", "first", "programs", "second"]


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
    (tmp_path / "backups").mkdir()
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
    (tmp_path / "later").mkdir()
    after = backup(first.settings, tmp_path / "later", unheard)
    assert after.manifest.count("files") < before.manifest.count("files")
    assert after.manifest.without == ()
    twin, _ = restored(second, after.folder)
    assert verify(twin, SYSTEM).findings == ()
    closed(first, twin)
