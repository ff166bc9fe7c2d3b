"""`amends backup` and `amends restore`, as an operator types them."""

import shutil
from pathlib import Path

import pytest

from ledger.cli.backups import FINDINGS
from tests.cli.test_begin import at_home, begun, typed

__all__ = ["at_home"]


@pytest.fixture
def begun_home(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger that has just begun, and keeps its checkpoints outside."""
    monkeypatch.setenv("AMENDS_HOME", str(at_home / "home"))
    monkeypatch.setenv("AMENDS_CHECKPOINT_DIR", str(at_home / "outside"))
    (at_home / "backups").mkdir()
    assert begun().exit_code == 0
    assert typed("checkpoint").exit_code == 0
    return at_home


def made(folder: Path) -> Path:
    """Make a backup and return its folder."""
    result = typed("backup", str(folder / "backups"))
    assert result.exit_code == 0, result.output
    (backup,) = (one for one in (folder / "backups").iterdir() if one.name.startswith("amends-"))
    assert f"{backup} holds the backup: sqlite, schema " in result.output.replace("\n", "")
    assert "It holds private keys." in result.output
    return backup


def test_a_backup_is_restored_into_an_empty_home_and_verified(
    begun_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = made(begun_home)
    monkeypatch.setenv("AMENDS_HOME", str(begun_home / "other"))
    result = typed("restore", str(backup))
    assert result.exit_code == 0, result.output
    assert "Everything is as it was recorded" in result.output
    assert "No checkpoint is known outside" not in result.output
    homes = [begun_home / name / "secret_key" for name in ("home", "other")]
    assert homes[0].read_text() == homes[1].read_text()
    assert "ada@tidewater.example" in typed("user", "list").output
    again = typed("restore", str(backup))
    assert (again.exit_code, "is not empty: " in again.output) == (1, True)


def test_a_backup_of_an_older_schema_is_restored_and_not_called_verified(
    begun_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = made(begun_home)
    monkeypatch.setenv("AMENDS_HOME", str(begun_home / "other"))
    monkeypatch.setattr("ledger.cli.backups.is_older", lambda _manifest: True)
    result = typed("restore", str(backup))
    assert result.exit_code == FINDINGS, result.output
    assert "amends db upgrade, then: amends erase --replay, then: amends verify" in result.output


def test_an_older_backup_than_others_know_is_restored_with_what_to_do(
    begun_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = made(begun_home)
    assert typed("key", "rotate").exit_code == 0
    monkeypatch.setenv("AMENDS_HOME", str(begun_home / "other"))
    result = typed("restore", str(backup))
    assert result.exit_code == FINDINGS, result.output
    assert "If a newer backup exists, restore it." in result.output
    assert "amends continue _provider" in result.output
    refused = typed("checkpoint", "_provider")
    assert (refused.exit_code, "Nothing was signed" in refused.output) == (1, True)
    assert typed("continue", "_provider", "--yes").exit_code == 0
    assert typed("checkpoint", "_provider").exit_code == 0


def test_without_the_folder_outside_it_is_said_what_cannot_be_told(
    begun_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = made(begun_home)
    shutil.rmtree(begun_home / "outside")
    monkeypatch.setenv("AMENDS_HOME", str(begun_home / "other"))
    result = typed("restore", str(backup))
    assert (result.exit_code, "No checkpoint is known outside" in result.output) == (0, True)


def test_a_secret_key_from_the_environment_is_not_in_it_and_both_sides_say_so(
    begun_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (begun_home / "home" / "secret_key").unlink()
    monkeypatch.setenv("AMENDS_SECRET_KEY", "an invented secret for tests only")
    result = typed("backup", str(begun_home / "backups"))
    assert "The secret key is not in it" in result.output
    monkeypatch.delenv("AMENDS_SECRET_KEY")
    monkeypatch.setenv("AMENDS_HOME", str(begun_home / "other"))
    (backup,) = (begun_home / "backups").glob("amends-*")
    assert "set AMENDS_SECRET_KEY to what it was" in typed("restore", str(backup)).output


def test_a_refused_restore_makes_no_home(begun_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = made(begun_home)
    (backup / "database.sqlite").write_bytes(b"")
    monkeypatch.setenv("AMENDS_HOME", str(begun_home / "other"))
    result = typed("restore", str(backup))
    assert result.exit_code == 1
    assert result.output.startswith("Error: database.sqlite in ")
    assert not (begun_home / "other").exists()


def test_without_a_ledger_nothing_is_made(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMENDS_HOME", str(at_home / "home"))
    (at_home / "backups").mkdir()
    result = typed("backup", str(at_home / "backups"))
    assert (result.exit_code, "There is no ledger here to back up" in result.output) == (1, True)
    assert not (at_home / "home").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_both_explain_themselves(command: str) -> None:
    result = typed(command, "--help")
    assert (result.exit_code, "Exit status 0" in result.output) == (0, True)


def test_an_empty_name_is_no_folder(begun_home: Path) -> None:
    before = sorted(Path.cwd().iterdir())
    result = typed("backup", "")
    assert begun_home
    assert (result.exit_code, result.output) == (1, "Error: DIR is empty: name the folder that backups go into.\n")
    assert sorted(Path.cwd().iterdir()) == before


def test_a_folder_that_is_not_there_is_not_made_for_its_disk_may_not_be_mounted(begun_home: Path) -> None:
    result = typed("backup", str(begun_home / "mnt" / "backups"))
    assert result.exit_code == 1
    assert result.output == (
        f"Error: {begun_home / 'mnt' / 'backups'} is not there. Name a folder that is there; if it is on another disk, "
        f"look whether that is mounted.\n"
    )
    assert not (begun_home / "mnt").exists()
