"""The acts of the tamper table (record.md, "Verification"): each by somebody who may do anything in the database."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from ledger.clients.logs import log_named
from ledger.incidents.models import Entry
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.ids import new_id
from ledger.notary.signing import checkpoint, ensure_key, outside_of
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.erasures import loses_words, null_disclosures
from ledger.record.operations import note
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.notary.tampering import as_owner, bodies_of, rebuild, rerecord, run
from tests.support.databases import Place

WORDS = "The queue grew since six."


@dataclass(frozen=True)
class Scene:
    """A ledger with one client's log; the last entry is the one that is tampered with. `kept` is the client's."""

    ledger: Ledger
    place: Place
    log_id: str
    kept: str

    def found(self, *outside: str) -> str:
        """Return what verification says, a line a finding."""
        return "\n".join(finding.sentence for finding in verify(self.ledger, SYSTEM, outside=outside).findings)


@pytest.fixture
def scene(own_ledger: Ledger, own_place: Place) -> Scene:
    a_provider(own_ledger)
    a_client(own_ledger)
    actor = an_actor(own_ledger)
    filed = an_incident(own_ledger, actor)
    ensure_key(own_ledger)
    given: dict[str, Any] = {"incident_id": filed.id, "kind": "observation", "visibility": "all_clients"}
    own_ledger.do(add_entry, actor, text="Mail stopped at six.", **given)
    own_ledger.do(add_entry, actor, text=WORDS, **given)
    log_id = own_ledger.ask(log_named, SYSTEM, "HFO")
    kept = checkpoint(own_ledger, log_id)
    scene = Scene(own_ledger, own_place, log_id, kept)
    assert scene.found(kept) == ""
    return scene


def edited(body: bytes) -> bytes:
    """Return the last entry's body with another kind."""
    return body.replace(b'"kind":"observation"', b'"kind":"restoration"')


def edit_body(scene: Scene, connection: Connection) -> None:
    last = len(bodies_of(connection, scene.log_id)) - 1
    body = edited(bodies_of(connection, scene.log_id)[-1])
    run(connection, "UPDATE log_entry SET body = :b WHERE log_id = :l AND seq = :s", b=body, l=scene.log_id, s=last)


def edit_body_and_hash(scene: Scene, connection: Connection) -> None:
    head = connection.execute(text("SELECT peaks FROM log_head WHERE log_id = :l"), {"l": scene.log_id}).scalar_one()
    edit_to_head(scene, connection)
    run(connection, "UPDATE log_head SET peaks = :p WHERE log_id = :l", p=head, l=scene.log_id)


def edit_to_head(scene: Scene, connection: Connection) -> None:
    bodies = bodies_of(connection, scene.log_id)
    rebuild(connection, scene.log_id, [*bodies[:-1], edited(bodies[-1])])


def edit_and_forget(scene: Scene, connection: Connection) -> None:
    edit_to_head(scene, connection)
    forget(scene, connection)


def forget(scene: Scene, connection: Connection) -> None:
    """Take the checkpoints away, in the database and in the folder on the same machine."""
    run(connection, "DELETE FROM log_checkpoint WHERE log_id = :l", l=scene.log_id)
    for file in outside_of(scene.ledger).folder.glob("*.txt"):
        file.unlink()


def edit_log_and_row(scene: Scene, connection: Connection) -> None:
    edit_and_forget(scene, connection)
    run(connection, "UPDATE entry SET kind = 'restoration' WHERE text = :w", w=WORDS)


def edit_everything(scene: Scene, connection: Connection) -> None:
    edit_log_and_row(scene, connection)
    rerecord(connection, Entry, _row_id(connection))


def _row_id(connection: Connection) -> str:
    return str(connection.execute(text("SELECT id FROM entry WHERE text = :w"), {"w": WORDS}).scalar_one())


def cut_the_tail(scene: Scene, connection: Connection) -> None:
    event = json.loads(bodies_of(connection, scene.log_id)[-1])
    rebuild(connection, scene.log_id, bodies_of(connection, scene.log_id)[:-1])
    row_id = _row_id(connection)
    run(connection, "DELETE FROM entry WHERE event_id = :e", e=event["id"])
    rerecord(connection, Entry, row_id)
    forget(scene, connection)


def edit_the_row(scene: Scene, connection: Connection) -> None:
    assert scene
    run(connection, "UPDATE entry SET text = 'The queue grew since five.' WHERE text = :w", w=WORDS)


def delete_the_row(scene: Scene, connection: Connection) -> None:
    assert scene
    run(connection, "DELETE FROM entry WHERE text = :w", w=WORDS)


def add_a_row(scene: Scene, connection: Connection) -> None:
    assert scene
    columns = "incident_id, kind, occurred_at, recorded_at, visibility, author_id"
    insert = f"INSERT INTO entry (id, text, event_id, {columns}) SELECT :i, 'Added', :i, {columns} FROM entry WHERE text = :w"  # noqa: E501, S608 our own columns
    run(connection, insert, i=new_id(), w=WORDS)


def add_a_row_of_a_true_event(scene: Scene, connection: Connection) -> None:
    assert scene
    columns = "event_id, incident_id, kind, occurred_at, recorded_at, visibility, author_id, text"
    insert = f"INSERT INTO entry (id, {columns}) SELECT :i, {columns} FROM entry WHERE text = :w"  # noqa: S608 ours
    run(connection, insert, i=new_id(), w=WORDS)


def forget_the_salt(scene: Scene, connection: Connection) -> None:
    assert scene
    run(connection, "DELETE FROM log_row WHERE key LIKE 'entry:%'")


def _digest(scene: Scene, connection: Connection, place: int = -1) -> str:
    return str(json.loads(bodies_of(connection, scene.log_id)[place])["_sd"][0])


def swap_a_field(scene: Scene, connection: Connection) -> None:
    copy = "UPDATE log_disclosure SET text = (SELECT text FROM log_disclosure WHERE digest = :other) WHERE digest = :d"
    run(connection, copy, d=_digest(scene, connection), other=_digest(scene, connection, -2))


def delete_a_field(scene: Scene, connection: Connection) -> None:
    run(connection, "DELETE FROM log_disclosure WHERE digest = :d", d=_digest(scene, connection))


def empty_a_field(scene: Scene, connection: Connection) -> None:
    run(connection, "UPDATE log_disclosure SET text = NULL WHERE digest = :d", d=_digest(scene, connection))


def edit_a_column(scene: Scene, connection: Connection) -> None:
    run(connection, "UPDATE log_entry SET type = 'entry.corrected' WHERE log_id = :l AND seq > 1", l=scene.log_id)


def edit_a_subject(scene: Scene, connection: Connection) -> None:
    run(connection, "UPDATE log_entry SET subject = 'HFO-2026-99' WHERE log_id = :l AND seq > 1", l=scene.log_id)


def make_a_body_no_json(scene: Scene, connection: Connection) -> None:
    last = len(bodies_of(connection, scene.log_id)) - 1
    run(connection, "UPDATE log_entry SET body = :b WHERE log_id = :l AND seq = :s", b=b"{", l=scene.log_id, s=last)


def make_every_body_no_json(scene: Scene, connection: Connection) -> None:
    for log_id in (scene.log_id, "_provider"):
        rebuild(connection, log_id, [b"nothing"] * len(bodies_of(connection, log_id)))


def make_every_body_an_empty_event(scene: Scene, connection: Connection) -> None:
    for log_id in (scene.log_id, "_provider"):
        rebuild(connection, log_id, [b'{"data":{"rows":7,"digests":7}}'] * len(bodies_of(connection, log_id)))


def remove_an_entry(scene: Scene, connection: Connection) -> None:
    run(connection, "DELETE FROM log_entry WHERE log_id = :l AND seq = 1", l=scene.log_id)


Act = Callable[[Scene, Connection], None]


TABLE: tuple[tuple[Act, str | None, str | None], ...] = (
    (edit_body, r"Entry \d+ is not what was hashed: it was changed", "checkpoint kept outside"),
    (edit_body_and_hash, "head is not the tree of its entries", "checkpoint kept outside"),
    (edit_to_head, "not those of a checkpoint stored here", "checkpoint kept outside"),
    (edit_and_forget, "What a timeline entry shows as kind is not what was recorded", "checkpoint kept outside"),
    (edit_log_and_row, "A timeline entry was changed without being recorded", "checkpoint kept outside"),
    (edit_everything, None, "The first \\d+ events are not those of a checkpoint kept outside"),
    (cut_the_tail, None, r"A checkpoint kept outside counts \d+ events, but only \d+ are there"),
    (edit_the_row, "What a timeline entry shows as text is not what was recorded", None),
    (delete_the_row, "wrote a timeline entry that is not there any more", None),
    (add_a_row, "A timeline entry was written without an event in the record", None),
    (add_a_row_of_a_true_event, "A timeline entry stands here that was never recorded", None),
    (forget_the_salt, "A timeline entry cannot be checked", None),
    (swap_a_field, r"The words kept for entry \d+ are not those it seals", None),
    (delete_a_field, r"The words that entry \d+ seals were removed", None),
    (empty_a_field, r"Words of entry \d+ are gone, but no event erased them", None),
    (edit_a_column, r"Entry \d+ is found under another type than was recorded", None),
    (edit_a_subject, r"Entry \d+ is found under another subject than was recorded", None),
    (make_a_body_no_json, r"Entry \d+ is not what was hashed: it was changed", "checkpoint kept outside"),
    (make_every_body_no_json, r"Entry \d+ is not an event", "checkpoint kept outside"),
    (make_every_body_an_empty_event, r"Entry \d+ is not an event", "checkpoint kept outside"),
    (remove_an_entry, r"Entry 1 is missing: the next one has the number 2", None),
)
"""The act, what the database alone says (none: nothing), and what it says with the client's old checkpoint."""


def erased(scene: Scene) -> tuple[str, str]:
    """Erase the words of the last entry; return their digest, and what disclosed them."""
    with as_owner(scene.place) as connection:
        digest = _digest(scene, connection)
        found = text("SELECT text FROM log_disclosure WHERE digest = :d")
        words = str(connection.execute(found, {"d": digest}).scalar_one())
    with scene.ledger.unit() as session:
        row = session.scalars(select(Entry).where(Entry.text == WORDS)).one()
        row.text = ""
        loses_words(session, row)
        null_disclosures(session, [digest])
        note(session, "privacy.erased", actor="system", subjects={scene.log_id: "x"}, data={"digests": [digest]})
    assert scene.found(scene.kept) == ""
    return digest, words
