"""`amends checkpoint`, `amends key`, `amends continue`, as an operator types them."""

from pathlib import Path

import pytest

from ledger.record.checkpoint import open_checkpoint
from ledger.record.signed_note import read_key
from tests.cli.test_begin import at_home, begun, typed

__all__ = ["at_home"]


@pytest.fixture
def begun_home(at_home: Path) -> Path:
    """A ledger that has just begun."""
    assert begun().exit_code == 0
    return at_home


def test_a_checkpoint_is_printed_and_opens_with_the_key_that_is_listed(begun_home: Path) -> None:
    (key,) = [read_key(line.split("\t")[0]) for line in typed("key", "list").stdout.splitlines()]
    result = typed("checkpoint", "_provider")
    assert result.exit_code == 0, result.output
    assert open_checkpoint(result.stdout, [key]).size >= 2
    assert [file.read_text() for file in (begun_home / "anchors").glob("*.txt")] == [result.stdout]


@pytest.mark.usefixtures("begun_home")
def test_a_key_is_rotated_in_two_steps_and_never_the_only_one_taken_away() -> None:
    (old,) = typed("key", "list").stdout.splitlines()
    key_id = old.split("+")[1]
    assert "only key" in typed("key", "retire", key_id).output
    new = read_key(typed("key", "rotate").stdout)
    assert typed("checkpoint", "_provider").stdout.count("\N{EM DASH}") == 2
    assert typed("key", "retire", key_id).exit_code == 0
    assert open_checkpoint(typed("checkpoint", "_provider").stdout, [new])
    assert "retired" in typed("key", "list").stdout


def test_a_folder_that_can_keep_no_checkpoint_is_said_in_one_sentence(begun_home: Path) -> None:
    (begun_home / "anchors").write_text("a file", encoding="utf-8")
    result = typed("checkpoint", "_provider")
    assert result.exit_code == 1
    assert result.output == (
        f"Error: No checkpoint can be kept in {begun_home / 'anchors'} (AMENDS_CHECKPOINT_DIR): File exists.\n"
    )


@pytest.mark.usefixtures("begun_home")
def test_what_is_not_there_is_refused_in_one_sentence() -> None:
    assert typed("checkpoint", "XXX").output == (
        "Error: There is no client XXX; name one by its code, or _provider for our own log.\n"
    )
    assert "fits what is known outside" in typed("continue", "_provider", "--yes").output


def test_where_a_log_may_not_be_signed_no_key_is_added(begun_home: Path) -> None:
    assert typed("checkpoint", "_provider").exit_code == 0
    (kept,) = (begun_home / "anchors").glob("*.txt")
    kept.write_text(kept.read_text(encoding="utf-8").replace("\n\n", "\nextra\n\n"), encoding="utf-8")
    before = typed("key", "list").stdout
    result = typed("key", "rotate")
    assert (result.exit_code, "cannot be trusted" in result.output) == (1, True)
    assert typed("key", "list").stdout == before
    assert len([*(begun_home / "keys").iterdir()]) == 1


def test_a_key_whose_private_part_is_lost_is_rotated_away(begun_home: Path) -> None:
    (file,) = (begun_home / "keys").iterdir()
    file.unlink()
    result = typed("key", "rotate")
    assert (result.exit_code, "take this one away with amends key retire" in result.stderr) == (0, True)
    new = read_key(result.stdout.splitlines()[0])
    assert typed("key", "retire", file.stem).exit_code == 0
    assert open_checkpoint(typed("checkpoint", "_provider").stdout, [new])
