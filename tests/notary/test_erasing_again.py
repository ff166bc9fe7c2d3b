"""What was erased stays erased: found when it comes back, and erased again after a restore."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from ledger.notary.erasing import erase, replay_erasures
from ledger.notary.erasing_unit import Order
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.erased_outside import FILE, kept_erasures
from ledger.record.models import LogDisclosure
from ledger.record.sealing import opened
from ledger.work import Ledger, open_ledger
from tests.notary.erased_scene import HERS, MAIL, NAME, Scene, a_scene, everything, words_in
from tests.notary.tampering import as_owner, run
from tests.support.databases import Place, PostgresPlaces

DELETED = Order("Art. 17 request of 2026-11-20", delete_files=True, also=("Ada",))


@pytest.fixture
def scene(own_ledger: Ledger) -> Scene:
    return a_scene(own_ledger)


@pytest.fixture
def older(
    scene: Scene, own_place: Place, request: pytest.FixtureRequest, tmp_path: Path, database_kind: str
) -> Iterator[Ledger]:
    """The same ledger as a backup from before has it: database and files; keys and the list outside are shared."""
    scene.ledger.database.engine.dispose()
    if database_kind == "sqlite":
        file = tmp_path / "older.sqlite"
        shutil.copy(str(scene.ledger.database.engine.url.database), file)
        address = f"sqlite:///{file}"
    else:
        places: PostgresPlaces = request.getfixturevalue("postgres_places")
        name = own_place.url.rpartition("/")[2].partition("?")[0]
        address = places.empty(f"older_{name}", name).url
        assert name in own_place.owner_url
    copied = tmp_path / "files_of_the_backup"
    shutil.copytree(scene.ledger.files.folder, copied)
    ledger = open_ledger(replace(scene.ledger.settings, database_url=address))
    yield replace(ledger, files=replace(ledger.files, folder=copied))
    ledger.database.engine.dispose()


def found(ledger: Ledger) -> str:
    return "\n".join(finding.sentence for finding in verify(ledger, SYSTEM).findings)


def test_an_older_backup_says_that_the_erased_is_back_until_it_is_erased_again(scene: Scene, older: Ledger) -> None:
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    assert "stand here again, as after a restore: amends erase --replay" in found(older)
    assert replay_erasures(older).count > 0
    assert found(older) == ""
    shutil.rmtree(scene.ledger.files.folder)
    after = everything(older)
    assert words_in(after, *HERS, "ada was not in") == []
    assert replay_erasures(older).count == 0


def test_what_is_erased_again_reads_as_it_read_before(scene: Scene, older: Ledger) -> None:
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    replay_erasures(older)
    assert _texts(older) == _texts(scene.ledger)


def test_the_list_says_where_words_stood_and_not_which(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    (kept,) = kept_erasures(scene.ledger.settings.checkpoints)
    assert kept.contacts == (scene.contact_id,)
    assert any(spans for spans in kept.digests.values())
    told = (scene.ledger.settings.checkpoints / FILE).read_text(encoding="ascii").lower()
    assert words_in(told, *HERS, "ada") == []


def test_a_line_of_the_list_that_was_cut_off_spoils_no_other(scene: Scene) -> None:
    file = scene.ledger.settings.checkpoints / FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"at": "2026-11-', encoding="ascii")
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    assert len(list(kept_erasures(file.parent))) == 1


def words_back(scene: Scene, connection: Connection, disclosure: tuple[str, str]) -> None:
    assert scene
    run(connection, "UPDATE log_disclosure SET text = :t WHERE digest = :d", d=disclosure[0], t=disclosure[1])


def row_back(scene: Scene, connection: Connection, disclosure: tuple[str, str]) -> None:
    assert disclosure
    run(connection, "UPDATE entry SET text = :t WHERE id = :i", t=f"We rang {NAME} at nine.", i=scene.said)


def contact_back(scene: Scene, connection: Connection, disclosure: tuple[str, str]) -> None:
    assert disclosure
    run(connection, "UPDATE contact SET night_phone = '01632 960 222' WHERE id = :i", i=scene.contact_id)


def account_back(scene: Scene, connection: Connection, disclosure: tuple[str, str]) -> None:
    assert disclosure
    run(connection, "UPDATE user_account SET name = :n WHERE id = :i", n=NAME, i=scene.user.id)


def letter_back(scene: Scene, connection: Connection, disclosure: tuple[str, str]) -> None:
    assert disclosure
    facts = connection.execute(text("SELECT facts FROM letter WHERE id = :i"), {"i": scene.letter_id}).scalar_one()
    facts = facts if isinstance(facts, str) else json.dumps(facts)
    run(connection, "UPDATE letter SET facts = :f WHERE id = :i", f=facts.replace("[erased]", NAME), i=scene.letter_id)


Act = Callable[[Scene, Connection, tuple[str, str]], None]
TABLE: tuple[tuple[Act, str], ...] = (
    (words_back, "were erased, and stand here again"),
    (row_back, "What a timeline entry shows as text is not what was recorded"),
    (contact_back, "A contact was changed without being recorded"),
    (account_back, "A person's account was changed without being recorded"),
    (letter_back, "A letter was changed without being recorded"),
)


@pytest.mark.parametrize(("act", "sentence"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_whoever_brings_erased_words_back_is_found(scene: Scene, own_place: Place, act: Act, sentence: str) -> None:
    disclosure = _disclosure(scene)
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    with as_owner(own_place) as connection:
        act(scene, connection, disclosure)
    assert sentence in found(scene.ledger)


def test_words_that_were_brought_back_go_again(scene: Scene, own_place: Place) -> None:
    disclosure = _disclosure(scene)
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    with as_owner(own_place) as connection:
        words_back(scene, connection, disclosure)
    assert replay_erasures(scene.ledger).count >= 1
    assert found(scene.ledger) == ""


def test_a_deleted_file_that_is_back_is_found_and_goes_again(scene: Scene) -> None:
    (place,) = [file for file in scene.ledger.files.folder.glob("??/*") if file.read_bytes().startswith(b"%PDF")]
    content = place.read_bytes()
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    scene.ledger.files.keep(content)
    assert "A file that was deleted with an erasure is there again" in found(scene.ledger)
    assert replay_erasures(scene.ledger).count == 1
    assert found(scene.ledger) == ""


def test_a_list_from_before_evidence_could_be_deleted_is_read_too(scene: Scene) -> None:
    erase(scene.ledger, SYSTEM, MAIL, DELETED)
    place = scene.ledger.settings.checkpoints / FILE
    now_written = tuple(kept_erasures(place.parent))
    said = place.read_text(encoding="ascii").replace('"files"', '"letters"').replace('"files_basis"', '"letters_basis"')
    place.write_text(said, encoding="ascii")
    assert '"letters"' in said
    assert tuple(kept_erasures(place.parent)) == now_written


def _disclosure(scene: Scene) -> tuple[str, str]:
    """Return digest and disclosure of her name, as an event about the contact seals it."""
    with scene.ledger.database.read() as session:
        query = select(LogDisclosure.digest, LogDisclosure.text).where(LogDisclosure.log_id == scene.log_id)
        rows = session.execute(query.order_by(LogDisclosure.seq)).all()
    return next((digest, words) for digest, words in rows if words and opened(words) == ("name", NAME))


def _texts(ledger: Ledger) -> list[tuple[str, ...]]:
    with ledger.database.read() as session:
        queries = ("SELECT id, text FROM entry", "SELECT id, name FROM contact", "SELECT id, words FROM answer")
        return sorted(tuple(row) for query in queries for row in session.execute(text(query)))
