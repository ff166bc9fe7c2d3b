"""Appending under an id that the caller chose: the same again stands once, something else is refused."""

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ledger.incidents.models import CauseFamily
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.models import PROVIDER_LOG, LogDisclosure, LogEntry
from ledger.record.operations import note
from ledger.record.repeats import EventTaken, stored_entries
from ledger.work import Ledger
from tests.factories import a_client, a_provider

AT = datetime(2026, 11, 20, 21, 14, tzinfo=UTC)
FIRST: dict[str, Any] = {
    "type": "test.noted", "actor": "u1", "subjects": "x", "data": {"n": 1, "table": [1, {"a": None}]},
    "sealed": {"t": "Words"}, "occurred_at": AT,
}  # fmt: skip


def _noted(ledger: Ledger, event_id: str | None = None, **other: Any) -> str:
    with ledger.unit() as session:
        return note(session, event_id=event_id, **(FIRST | other))


def _count(ledger: Ledger) -> tuple[int, int]:
    with ledger.database.read() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (LogEntry, LogDisclosure)]
    return counts[0], counts[1]


def test_the_same_event_again_stands_once(ledger: Ledger) -> None:
    a_provider(ledger)
    first = _noted(ledger, new_id())
    before = _count(ledger)
    assert _noted(ledger, first) == first
    assert _count(ledger) == before
    with ledger.unit() as session:
        for _ in range(2):
            note(session, event_id=first, **FIRST)
        (entry,) = stored_entries(session, [first])[first].values()
    assert entry.event_id == first
    assert _count(ledger) == before
    assert verify(ledger, SYSTEM).findings == ()


@pytest.mark.parametrize(
    "other",
    [
        {"type": "cause_family.added", "data": {}, "sealed": {"name": "Words"}},
        {"actor": "u2"},
        {"subjects": "y"},
        {"data": {"n": 2, "table": [1, {"a": None}]}},
        {"data": {"n": 1}},
        {"sealed": {"t": "Other words"}},
        {"sealed": {"text": "Words"}},
        {"sealed": {}},
        {"sealed": {"t": "Words", "text": "More"}},
        {"reason": "late"},
        {"supersedes": new_id()},
        {"occurred_at": AT.replace(minute=15)},
    ],
    ids="-".join,
)
def test_another_meaning_under_the_same_id_is_refused(ledger: Ledger, other: dict[str, Any]) -> None:
    a_provider(ledger)
    first = _noted(ledger, new_id())
    before = _count(ledger)
    with pytest.raises(EventTaken, match="Something else is recorded under this event id"):
        _noted(ledger, first, **other)
    assert _count(ledger) == before
    chosen = new_id()
    with pytest.raises(EventTaken), ledger.unit() as session:
        note(session, event_id=chosen, **FIRST)
        note(session, event_id=chosen, **(FIRST | other))
    assert _count(ledger) == before


def test_another_log_under_the_same_id_is_refused(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    first = _noted(ledger, new_id())
    for subjects in ({client.log_id: "x"}, {client.log_id: "x", PROVIDER_LOG: "x"}):
        with pytest.raises(EventTaken):
            _noted(ledger, first, subjects=subjects)
    both = _noted(ledger, new_id(), subjects={client.log_id: "HFO-2026-01", PROVIDER_LOG: "INC-2026-0001"})
    before = _count(ledger)
    _noted(ledger, both, subjects={client.log_id: "HFO-2026-01", PROVIDER_LOG: "INC-2026-0001"})
    assert _count(ledger) == before


def test_what_was_erased_since_cannot_be_said_again_under_its_id(ledger: Ledger) -> None:
    a_provider(ledger)
    first = _noted(ledger, new_id())
    with ledger.unit() as session:
        session.execute(update(LogDisclosure).values(text=None))
    for sealed in ({"t": "Words"}, {}):
        with pytest.raises(EventTaken):
            _noted(ledger, first, sealed=sealed)


def test_new_events_beside_a_repeated_one_are_appended(ledger: Ledger) -> None:
    a_provider(ledger)
    first = _noted(ledger, new_id())
    entries, _ = _count(ledger)
    with ledger.unit() as session:
        note(session, event_id=first, **FIRST)
        note(session, "test.noted", actor="u1", subjects="x")
    assert _count(ledger)[0] == entries + 1
    assert verify(ledger, SYSTEM).findings == ()


def test_a_row_cannot_change_under_an_event_that_was_recorded_before(ledger: Ledger) -> None:
    a_provider(ledger)
    chosen = new_id()

    def add(session: Session) -> None:
        told = note(
            session, "cause_family.added", actor="u1", subjects="f", sealed={"name": "Backups"}, event_id=chosen
        )
        session.add(CauseFamily(id=new_id(), name=f"Backups {new_id()}", event_id=told))

    with ledger.unit() as session:
        add(session)
    with pytest.raises(EventTaken), ledger.unit() as session:
        add(session)
    with ledger.database.read() as session:
        assert session.scalar(select(func.count()).select_from(CauseFamily)) == 1


@pytest.mark.parametrize(
    "wrong", ["41", "Sam Reed", "8D0E7B1C-7C1B-4F3A-8B1E-0C1F2A3B4C5D", "01A2029B-B362-7A4C-8F75-815E0AAC51F2"]
)
def test_an_id_is_a_uuid_of_version_7(ledger: Ledger, wrong: str) -> None:
    a_provider(ledger)
    with pytest.raises(Invalid, match="UUID of version 7"):
        _noted(ledger, wrong)


_PROGRAM = """
import os, sys
from ledger.config import read_settings
from ledger.kernel.errors import Conflict
from ledger.record.operations import note
from ledger.work import open_ledger
ledger = open_ledger(read_settings(os.environ))
ids, name = sys.argv[2:], sys.argv[1]
print("ready", flush=True)
sys.stdin.readline()
for event_id in ids:
    try:
        with ledger.unit() as session:
            note(session, "cause_family.added", actor="u1", subjects="f", sealed={"name": name}, event_id=event_id)
        print("stands")
    except Conflict:
        print("refused")
"""


def _at_once(ledger: Ledger, ids: list[str], names: tuple[str, str]) -> list[list[str]]:
    settings = ledger.settings
    surroundings = {
        "AMENDS_HOME": str(settings.home),
        "AMENDS_DATABASE_URL": settings.database_url,
        "PYTHONPATH": ":".join(sys.path),
    }
    programs = [
        subprocess.Popen(  # noqa: S603 our own program
            [sys.executable, "-c", _PROGRAM, name, *ids], env=surroundings, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in names
    ]  # fmt: skip
    for program in programs:
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
    told = [program.communicate("go\n", timeout=60)[0].split() for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    return told


def test_two_processes_at_once_record_one_event(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    before = _count(own_ledger)[0]
    ids = [new_id() for _ in range(12)]
    assert _at_once(own_ledger, ids, ("Backups", "Backups")) == [["stands"] * 12] * 2
    assert _count(own_ledger)[0] == before + 12
    others = [new_id() for _ in range(12)]
    one, two = _at_once(own_ledger, others, ("Backups", "Mail"))
    assert [sorted(pair) for pair in zip(one, two, strict=True)] == [["refused", "stands"]] * 12
    assert _count(own_ledger)[0] == before + 24
    assert verify(own_ledger, SYSTEM).findings == ()
