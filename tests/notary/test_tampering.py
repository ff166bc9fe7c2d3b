"""The tamper table (record.md, "Verification"): what the database alone shows, and what one old checkpoint shows.

Each cell is one act of somebody who may do anything in the database; he puts the triggers back when he is done.
"""

import re

import pytest
from sqlalchemy import select, text

from ledger.incidents.models import Incident
from ledger.kernel.errors import Conflict
from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint
from ledger.people.actor import SYSTEM
from ledger.record.checkpoint import told_by
from ledger.record.checkpoints import anchor
from ledger.record.operations import note
from tests.notary.tampering import as_owner, bodies_of, run
from tests.notary.tampering_acts import TABLE, WORDS, Act, Scene, cut_the_tail, edit_and_forget, erased, scene

__all__ = ["scene"]


@pytest.mark.parametrize(("act", "alone", "with_checkpoint"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_an_act_of_the_administrator_is_found(
    scene: Scene, act: Act, alone: str | None, with_checkpoint: str | None
) -> None:
    with as_owner(scene.place) as connection:
        act(scene, connection)
    told = scene.found()
    assert re.search(alone, told) if alone else told == ""
    if with_checkpoint:
        assert re.search(with_checkpoint, scene.found(scene.kept))


def test_a_body_that_sqlite_keeps_as_text_or_as_a_number_is_found(scene: Scene) -> None:
    if not scene.ledger.database.is_sqlite:
        pytest.skip("PostgreSQL keeps nothing but bytes in a column of bytes")
    for value in ("text", 7):
        with as_owner(scene.place) as connection:
            last = len(bodies_of(connection, scene.log_id)) - 1
            edit = "UPDATE log_entry SET body = :b, leaf_hash = :b WHERE log_id = :l AND seq = :s"
            run(connection, edit, b=value, l=scene.log_id, s=last)
        assert f"Entry {last} is not what was hashed: it was changed" in scene.found()
        run_again = scene.found(scene.kept)
        assert "checkpoint kept outside" in run_again


def test_signing_again_with_the_stolen_key_does_not_help_against_the_row_or_an_old_checkpoint(scene: Scene) -> None:
    with as_owner(scene.place) as connection:
        edit_and_forget(scene, connection)
    checkpoint(scene.ledger, scene.log_id)
    assert "What a timeline entry shows as kind" in scene.found()
    assert "checkpoint kept outside" in scene.found(scene.kept)


def test_yesterday_s_backup_gone_on_with_is_found_by_an_old_checkpoint_alone(scene: Scene) -> None:
    with as_owner(scene.place) as connection:
        cut_the_tail(scene, connection)
    with scene.ledger.unit() as session:
        for _ in range(3):
            note(session, "test.noted", actor="system", subjects={scene.log_id: "x"})
    checkpoint(scene.ledger, scene.log_id)
    assert scene.found() == ""
    assert "are not those of a checkpoint kept outside" in scene.found(scene.kept)


def test_a_row_put_back_as_it_was_before_is_found(scene: Scene) -> None:
    with as_owner(scene.place) as connection:
        kept = connection.execute(text("SELECT seq, salt FROM log_row WHERE key LIKE 'incident:%'")).one()
        event_id = connection.execute(text("SELECT event_id FROM incident")).scalar_one()
    with scene.ledger.unit() as session:
        incident = session.scalars(select(Incident)).one()
        incident.status = "contained"
        incident.event_id = note(session, "test.noted", actor="system", subjects=incident.reference)
    assert scene.found() == ""
    with as_owner(scene.place) as connection:
        run(connection, "UPDATE incident SET status = 'open', event_id = :e", e=event_id)
        run(connection, "UPDATE log_row SET seq = :s, salt = :t WHERE key LIKE 'incident:%'", s=kept.seq, t=kept.salt)
    assert "An incident was changed without being recorded" in scene.found()


def test_erased_text_that_is_brought_back_is_found(scene: Scene) -> None:
    digest, words = erased(scene)
    with as_owner(scene.place) as connection:
        run(connection, "UPDATE log_disclosure SET text = :t WHERE digest = :d", t=words, d=digest)
    assert "were erased, and stand here again" in scene.found()


def test_erased_words_put_back_into_the_row_are_found(scene: Scene) -> None:
    erased(scene)
    with as_owner(scene.place) as connection:
        run(connection, "UPDATE entry SET text = :w WHERE text = ''", w=WORDS)
    assert re.search(
        "A timeline entry was changed without being recorded|What a timeline entry shows as text", scene.found()
    )


GARBAGE = (
    ("UPDATE incident SET detected_at = 'yesterday'", "An incident cannot be read: it holds what is not of its kind."),
    ("UPDATE entry SET event_id = x'ff' WHERE text = 'Mail stopped at six.'", "A timeline entry"),
    ("UPDATE client SET name = x'ff'", "What a client shows as name is not what was recorded"),
    ("UPDATE log_entry SET occurred_at = 'soon' WHERE seq = 1", "Entry 1 cannot be read"),
    ("UPDATE log_head SET last_recorded_at = 'x'", r"Not everything could be compared \(leaves and head\)"),
    ("DROP TABLE trend_target", "a table cannot be read|Not everything could be compared"),
)


@pytest.mark.parametrize("database_kind", ["sqlite"])  # PostgreSQL keeps nothing but a column's own kind
@pytest.mark.parametrize(("statement", "told"), GARBAGE, ids=[told[:30] for _, told in GARBAGE])
def test_what_cannot_be_read_is_a_finding_and_hides_no_other(scene: Scene, statement: str, told: str) -> None:
    with as_owner(scene.place) as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        run(connection, statement)
        run(connection, "UPDATE impact SET statement = 'Nothing happened.'")
    found = scene.found()
    assert re.search(told, found)
    assert "What an impact shows as statement is not what was recorded" in found


def test_one_missing_entry_is_one_finding(scene: Scene) -> None:
    with as_owner(scene.place) as connection:
        run(connection, "DELETE FROM log_entry WHERE log_id = '_provider' AND seq = 3")
    assert scene.found().count("is missing: the next one has the number") == 1


def test_nodes_that_are_no_hashes_are_found_and_a_receipt_is_refused_in_a_sentence(scene: Scene) -> None:
    junk = "text" if scene.ledger.database.is_sqlite else b"text"
    with as_owner(scene.place) as connection:
        run(connection, "UPDATE log_node SET hash = :junk WHERE log_id = :l", junk=junk, l=scene.log_id)
    assert "Stored hashes that receipts are made from, wrong, missing or too many" in scene.found()
    with pytest.raises(Conflict, match="amends verify says what is wrong"):
        receipt(scene.ledger, SYSTEM, "HFO")


def test_a_checkpoint_that_went_out_and_is_not_stored_any_more_is_found(scene: Scene) -> None:
    size = told_by(scene.kept).size
    with scene.ledger.database.write() as session:
        anchor(session, scene.log_id, size, "email", "<1@tidewater.example>")
        session.commit()
    assert scene.found() == ""
    with as_owner(scene.place) as connection:
        run(connection, "DELETE FROM log_checkpoint")
    told = f"A checkpoint over {size} events went out in 1 mails, but is not stored here any more: it was removed."
    assert scene.found() == told
