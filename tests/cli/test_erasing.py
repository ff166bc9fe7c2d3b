"""`amends erase` as an owner types it: shown first, refused in one sentence, then done."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.event import listens_for

from ledger.cli.context import ledger
from ledger.clients.operations.contacts import add_contact
from ledger.notary.leftovers import BUSY, clean_up
from ledger.people.actor import SYSTEM
from tests.cli.test_begin import at_home, typed
from tests.notary.erased_scene import HERS, MAIL, NAME, Scene, a_scene, everything, words_in

__all__ = ["at_home"]


@pytest.fixture
def scene(at_home: Path) -> Scene:
    """A ledger made by the command, with somebody in it."""
    assert at_home
    assert typed("db", "upgrade").exit_code == 0
    return a_scene(ledger())


def test_without_yes_it_only_shows(scene: Scene) -> None:
    shown = typed("erase", MAIL)
    assert shown.exit_code == 0, shown.output
    for words in (
        "1 account and 1 contact", "Erased from the record", "Perhaps them", "Letters and evidence that name them",
        "HFO-2026-01-final-1.pdf", "Out of reach:", "Nothing was changed.",
    ):  # fmt: skip
        assert words in shown.stdout
    assert NAME.lower() in everything(scene.ledger)


def test_with_yes_it_is_done_and_verified(scene: Scene) -> None:
    done = typed("erase", MAIL, "--yes", "--basis", "Request 7", "--delete-files")
    assert done.exit_code == 0, done.output
    assert "Here they are now called Erased person" in done.stdout
    assert "Backups that have not expired" in done.stdout
    assert words_in(everything(scene.ledger), *HERS) == []
    assert typed("verify").exit_code == 0
    assert "0 fields, rows and files were erased again." in typed("erase", "--replay").stdout


def test_a_replay_by_hand_empties_the_log_file_also_where_nothing_stood_again(scene: Scene) -> None:
    assert typed("erase", MAIL, "--yes", "--basis", "Request 7", "--delete-files").exit_code == 0
    log_file = Path(f"{scene.ledger.database.engine.url.database}-wal")
    scene.ledger.do(add_contact, SYSTEM, client_code="HFO", name="Cy Lund", mail="cy@harbour.example")
    assert log_file.stat().st_size > 0
    assert typed("erase", "--replay").exit_code == 0
    assert log_file.stat().st_size == 0


def test_what_could_not_be_emptied_beside_a_writer_is_said(scene: Scene) -> None:
    engine = scene.ledger.database.engine
    listens_for(engine, "checkout")(lambda ours, *_more: ours.execute("PRAGMA busy_timeout=0"))
    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert list(clean_up(scene.ledger)) == [BUSY]
    assert list(clean_up(scene.ledger)) == []


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        (("erase", "nobody@x.example"), 1, "Nobody here has this mail address or id."),
        (("erase", MAIL, "--yes"), 1, "Say on which ground"),
        (("erase", MAIL, "--yes", "--basis", "Request 7"), 1, "say --keep-files GROUND or --delete-files"),
        (("erase", MAIL, "--yes", "--basis", "Request of Okafor", "--delete-files"), 1, "without any name"),
        (("erase",), 2, "Say whom"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(given: tuple[str, ...], status: int, sentence: str) -> None:
    answer = typed(*given)
    assert answer.exit_code == status
    assert sentence in answer.output


def test_an_export_of_letters_says_which_are_gone(scene: Scene, tmp_path: Path) -> None:
    assert typed("erase", MAIL, "--yes", "--basis", "Request 7", "--delete-files").exit_code == 0
    told = typed("letter", "export", scene.case.client_reference, "--to", str(tmp_path / "out"))
    assert told.exit_code == 0, told.output
    assert "HFO-2026-01-final-1.pdf was deleted when a person was erased" in told.stdout
