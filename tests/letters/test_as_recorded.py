"""Looking at what a case shows: the digests of rows, the hash of each event, its words and its subject."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, text

from ledger.clients.logs import log_named
from ledger.letters.as_recorded import case_findings
from ledger.people.actor import SYSTEM
from ledger.record.canonical import canonical
from ledger.record.models import PROVIDER_LOG
from ledger.work import Ledger
from tests.letters.steps import Case, a_case
from tests.notary.tampering import as_owner, bodies_of, rebuild, run
from tests.support.databases import Place

WORDS = "We stopped the restore."


def last_of(connection: Connection, log_id: str) -> tuple[int, dict[str, Any]]:
    """Return the number and the event of the timeline's last visible entry."""
    bodies = [json.loads(body) for body in bodies_of(connection, log_id)]
    return max((seq, body) for seq, body in enumerate(bodies) if body["type"] == "entry.added")


def edit_an_event(connection: Connection, log_id: str) -> None:
    seq, body = last_of(connection, log_id)
    edited = canonical(body | {"reason": "other"})
    run(connection, "UPDATE log_entry SET body = :b WHERE log_id = :l AND seq = :s", b=edited, l=log_id, s=seq)


def turn_to_another_subject(connection: Connection, log_id: str) -> None:
    bodies = [json.loads(body) for body in bodies_of(connection, log_id)]
    seq, _ = last_of(connection, log_id)
    bodies[seq] |= {"subject": "HFO-2019-77"}
    rebuild(connection, log_id, [canonical(body) for body in bodies])


def swap_words(connection: Connection, log_id: str) -> None:
    _, body = last_of(connection, log_id)
    other = text("SELECT text FROM log_disclosure WHERE log_id = :l AND seq = 0")
    words = connection.execute(other, {"l": log_id}).scalars().first()
    run(connection, "UPDATE log_disclosure SET text = :t WHERE digest = :d", t=words, d=body["_sd"][0])


def remove_words(connection: Connection, log_id: str) -> None:
    _, body = last_of(connection, log_id)
    run(connection, "DELETE FROM log_disclosure WHERE digest = :d", d=body["_sd"][0])


def edit_a_digest(connection: Connection, log_id: str) -> None:
    assert log_id
    body = bodies_of(connection, PROVIDER_LOG)
    seq = max(seq for seq, one in enumerate(body) if b'"entry:' in one)
    edited = canonical(json.loads(body[seq]) | {"reason": "other"})
    run(connection, "UPDATE log_entry SET body = :b WHERE log_id = '_provider' AND seq = :s", b=edited, s=seq)


def edit_the_row(connection: Connection, log_id: str) -> None:
    assert log_id
    run(connection, "UPDATE entry SET text = 'Nothing.' WHERE text = :w", w=WORDS)


def name_another_event(connection: Connection, log_id: str) -> None:
    assert log_id
    run(connection, "UPDATE entry SET event_id = 'none' WHERE text = :w", w=WORDS)


def forget_the_salt(connection: Connection, log_id: str) -> None:
    assert log_id
    run(connection, "DELETE FROM log_row WHERE key LIKE 'entry:%'")


ACTS: tuple[tuple[Callable[[Connection, str], None], str], ...] = (
    (edit_an_event, "is not what was hashed: it was changed"),
    (turn_to_another_subject, "is about HFO-2019-77, and not about this"),
    (swap_words, "are not those it seals"),
    (remove_words, "seals were removed"),
    (edit_a_digest, "is not what was hashed: it was changed"),
    (edit_the_row, "A timeline entry was changed without being recorded"),
    (forget_the_salt, "A timeline entry was never recorded, or what was kept for checking it is gone"),
    (name_another_event, "an event wrote it which is not in the record"),
)


@pytest.mark.parametrize(("act", "sentence"), ACTS, ids=[act.__name__ for act, _ in ACTS])
def test_a_look_at_the_case_finds_it(
    own_ledger: Ledger, own_place: Place, act: Callable[[Connection, str], None], sentence: str
) -> None:
    case: Case = a_case(own_ledger)
    assert own_ledger.ask(case_findings, SYSTEM, case.incident_id) == []
    with as_owner(own_place) as connection:
        act(connection, own_ledger.ask(log_named, SYSTEM, "HFO"))
    found = own_ledger.ask(case_findings, SYSTEM, case.incident_id)
    assert sentence in "\n".join(finding.sentence for finding in found)


def test_a_ledger_from_before_rows_had_digests_is_not_alarmed(own_ledger: Ledger, own_place: Place) -> None:
    case = a_case(own_ledger)
    with as_owner(own_place) as connection:
        kept = [body for body in bodies_of(connection, PROVIDER_LOG) if b'"rows.written"' not in body]
        told = [{name: value for name, value in json.loads(body).items() if name != "rows"} for body in kept]
        renumbered = [canonical(body | {"seq": seq}) for seq, body in enumerate(told)]
        run(connection, "DELETE FROM log_entry WHERE log_id = '_provider' AND type = 'rows.written'")
        for seq, body in enumerate(renumbered):
            update = "UPDATE log_entry SET seq = :s WHERE log_id = '_provider' AND event_id = :e"
            run(connection, update, s=seq, e=json.loads(body)["id"])
        run(connection, "DELETE FROM log_disclosure WHERE log_id = '_provider'")
        run(connection, "DELETE FROM log_row")
        rebuild(connection, PROVIDER_LOG, renumbered)
        assert connection.execute(text("SELECT count(*) FROM log_row")).scalar_one() == 0
    found = own_ledger.ask(case_findings, SYSTEM, case.incident_id)
    assert {finding.check for finding in found} <= {"disclosure"}
