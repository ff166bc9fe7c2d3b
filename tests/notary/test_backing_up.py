"""Backing up: one moment of everything while others write, complete or not there, readable by its owner only."""

import base64
import fcntl
import json
import os
import stat
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger.config import Settings
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict
from ledger.notary import backing_up
from ledger.notary.backing_up import backup
from ledger.notary.manifest import read_manifest
from ledger.notary.postgres_programs import dump
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.heads import log_head
from ledger.work import Ledger
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

__all__ = ["empty_place", "first", "programs", "second"]


@contextmanager
def writers(ledger: Ledger, count: int = 4) -> Iterator[list[int]]:
    """Let others write as fast as they can, and give how many events are committed so far."""
    done, committed, lock = threading.Event(), [0], threading.Lock()

    def write() -> None:
        while not done.is_set():
            noted(ledger, count=2)
            with lock:
                committed[0] += 2

    threads = [threading.Thread(target=write) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield committed
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_a_backup_of_a_ledger_in_use_is_one_moment_of_it(first: Ledger, second: Settings, tmp_path: Path) -> None:
    lived_in(first)
    with first.database.read() as session:
        head = log_head(session, "_provider")
    assert head is not None
    with writers(first) as committed:
        while committed[0] < 100:
            pass
        before = head.size + committed[0]
        folder = backed_up(first, tmp_path / "backups")
        after = head.size + committed[0]
    twin, manifest = restored(second, folder)
    (told,) = [log for log in manifest.logs if log.log_id == "_provider"]
    with twin.database.read() as session:
        there = log_head(session, "_provider")
    assert there is not None
    assert (there.size, base64.b64encode(there.root).decode()) == (told.size, told.root)
    # Four writers may each have committed two events that they had not counted yet.
    assert before <= told.size <= after + 8
    assert verify(twin, SYSTEM).findings == ()
    closed(first, twin)


def test_what_is_issued_while_files_are_copied_does_not_disturb_it(
    first: Ledger, second: Settings, tmp_path: Path
) -> None:
    case = lived_in(first)
    from_here = len(list(first.files.folder.glob("??/*")))

    def told(what: str, _done: int, _of: int | None) -> None:
        if what == "Files":
            first.files.keep(os.urandom(100))
            noted(first, case.client.log_id)

    made = backup(first.settings, tmp_path / "backups", told)
    assert (made.manifest.count("files"), made.manifest.without) == (from_here, ())
    twin, _ = restored(second, made.folder)
    assert verify(twin, SYSTEM).findings == ()
    closed(first, twin)


def test_the_manifest_tells_what_is_in_it(first: Ledger, tmp_path: Path) -> None:
    case = lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    said = json.loads((folder / "manifest.json").read_text())
    assert said["format"] == "amends-backup/1"
    assert (now() - read_manifest(folder).made_at).total_seconds() < 60
    assert {log["log_id"] for log in said["logs"]} == {"_provider", case.client.log_id}
    parts = {part["path"]: part["size"] for part in said["parts"]}
    there = {name: len(content) for name, content in everything_in(folder).items() if not name.startswith("manifest")}
    assert parts == there
    assert {path.split("/")[0].split(".")[0] for path in parts} == {"database", "files", "keys", "secret_key"}
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest.sha256"], cwd=folder, check=True)  # noqa: S607 of any system
    closed(first)


def test_nobody_else_can_read_it(first: Ledger, tmp_path: Path) -> None:
    lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    modes = {stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.rglob("*")) if one.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.rglob("*") if one.is_file()} == {0o600}
    closed(first)


def test_known_checkpoints_and_jobs_are_not_in_it(first: Ledger, tmp_path: Path) -> None:
    lived_in(first)
    assert list((tmp_path / "outside").glob("*.txt"))
    folder = backed_up(first, tmp_path / "backups")
    assert not [name for name in everything_in(folder) if "outside" in name or "anchors" in name or "jobs" in name]
    if not first.database.is_sqlite:
        assert b"amends_job" not in (folder / "database.sql").read_bytes()
    closed(first)


def test_a_missing_file_does_not_keep_the_rest_from_being_saved(first: Ledger, tmp_path: Path) -> None:
    lived_in(first)
    (file,) = (one for one in first.files.folder.glob("??/*") if one.read_bytes().startswith(b"%PDF"))
    file.unlink()
    assert backup(first.settings, tmp_path / "backups", unheard).manifest.without == ("HFO-2026-01-final-1.pdf",)
    closed(first)


def test_where_it_fails_nothing_is_left(first: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived_in(first)
    into = tmp_path / "backups"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "write_manifest", full)
    with pytest.raises(Conflict, match=r"could not be written: No space left on device\. Nothing was left behind"):
        backup(first.settings, into, unheard)
    assert [one.name for one in into.iterdir()] == [".lock"]
    closed(first)


def test_into_a_file_nothing_is_backed_up(first: Ledger, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Conflict, match="file is a file, not a folder"):
        backup(first.settings, tmp_path / "file", unheard)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"
    closed(first)


def test_what_a_killed_backup_left_is_cleared_away_and_two_at_once_are_refused(first: Ledger, tmp_path: Path) -> None:
    lived_in(first)
    into = tmp_path / "backups"
    (into / ".partial-amends-2026-11-20T021000Z" / "keys").mkdir(parents=True)
    with (into / ".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Conflict, match="Another backup is being written"):
            backup(first.settings, into, unheard)
    folder = backed_up(first, into)
    assert sorted(one.name for one in into.iterdir()) == [".lock", folder.name]
    closed(first)


def test_inside_the_home_or_without_a_ledger_it_is_refused(first: Ledger, tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="would be lost with it"):
        backup(first.settings, first.settings.home / "backups", unheard)
    if first.database.is_sqlite:
        Path(str(first.database.engine.url.database)).unlink()
        with pytest.raises(Conflict, match="no ledger here"):
            backup(first.settings, tmp_path / "backups", unheard)
        assert [one.name for one in (tmp_path / "backups").iterdir()] == [".lock"]
    closed(first)


def test_what_happens_after_it_is_not_in_it(first: Ledger, second: Settings, tmp_path: Path) -> None:
    case = lived_in(first)
    folder = backed_up(first, tmp_path / "backups")
    noted(first, case.client.log_id)
    twin, manifest = restored(second, folder)
    with first.database.read() as ours, twin.database.read() as theirs:
        here, there = log_head(ours, case.client.log_id), log_head(theirs, case.client.log_id)
    assert here is not None
    assert there is not None
    assert here.size == there.size + 1
    assert manifest.events == sum(log.size for log in manifest.logs)
    closed(first, twin)


ADDRESS = "postgresql+psycopg://amends_owner:hunter2@db.example:5433/amends?sslmode=require"


def test_no_password_stands_on_a_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\nfor word in "$@"; do echo "$word"; done\n/usr/bin/env\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("AMENDS_DATABASE_URL", ADDRESS)
    dump(ADDRESS, tmp_path / "said", "0001", "jobs*", lambda _size: None)
    words = (tmp_path / "said").read_text().splitlines()
    assert "--dbname=postgresql://amends_owner@db.example:5433/amends?sslmode=require" in words
    assert [word for word in words if "hunter2" in word] == ["PGPASSWORD=hunter2"]


def test_a_missing_program_and_one_that_refuses_are_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Conflict, match=r"pg_dump is not on the PATH.*postgresql-client"):
        dump(ADDRESS, tmp_path / "one", "0001", "jobs*", lambda _size: None)
    program = tmp_path / "pg_dump"
    refusal = "pg_dump: error: aborting because of server version mismatch"
    program.write_text(f"#!/bin/sh\necho '{refusal}' >&2\necho 'DETAIL: a row' >&2\nexit 1\n")
    program.chmod(0o700)
    with pytest.raises(Conflict) as fault:
        dump(ADDRESS, tmp_path / "two", "0001", "jobs*", lambda _size: None)
    assert fault.value.sentence == (
        "pg_dump refused: aborting because of server version mismatch. Nothing was changed. Install PostgreSQL's "
        "client programs of the server's version or a newer one."
    )
