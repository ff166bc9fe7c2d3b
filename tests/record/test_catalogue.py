"""The catalogue of event types: whole, held to when noting and when verifying, and told on a page."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ledger.letters.sections import SECTIONS
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.canonical import Value
from ledger.record.catalogue import CATALOGUE, ROOMS, NotInCatalogue, fault_of_body, require, version_of
from ledger.record.event_type import KINDS, EventType
from ledger.record.events_page import events_page
from ledger.record.models import LogEntry
from ledger.record.operations import note
from ledger.work import Ledger
from tests.factories import a_client, a_provider

CODE = Path(__file__).parents[2] / "ledger"
LISTED = {line.name for lines in ROOMS.values() for line in lines}
_LETTERS_OWN = {"noted_inside": "letter."}
"""Functions that put a noun before the verb they are given."""
CONTACT: dict[str, Value] = {"contact_id": "c1", "ring_order": 1, "may_receive_notices": True}


def _names_noted() -> Iterator[tuple[str, str]]:
    """Give where in the code which event is named: in a call that notes, or as a text that is no name of a page."""
    for path in sorted(CODE.rglob("*.py")):
        if path.parent.name == "event_types":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _LETTERS_OWN:
                act = node.args[3]
                assert isinstance(act, ast.Constant), f"{path.name} notes a letter's event that is computed"
                yield _LETTERS_OWN[node.func.id] + str(act.value), path.name
            elif isinstance(node, ast.Constant) and node.value in LISTED and "cli" not in path.parts:
                yield str(node.value), path.name


def _names_in_calls() -> Iterator[tuple[str, str]]:
    """Give the type in every call of `note` that says it plainly."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"note", "tell"}:
                names = [argument for argument in node.args if isinstance(argument, ast.Constant)]
                names += [one for argument in node.args if isinstance(argument, ast.IfExp)
                          for one in (argument.body, argument.orelse) if isinstance(one, ast.Constant)]  # fmt: skip
                yield from ((str(one.value), path.name) for one in names)


def test_every_event_that_the_code_names_has_its_line() -> None:
    unlisted = {(name, where) for name, where in (*_names_in_calls(), *_names_noted()) if name not in LISTED}
    assert unlisted == set(), "add a line in ledger/record/event_types/"


def test_every_line_is_noted_somewhere() -> None:
    old = {line.name for lines in ROOMS.values() for line in lines} - {name for name, _ in _names_noted()}
    assert old == set(), "nothing notes these any more: keep the line of a type once released, and say so here"


def test_every_line_says_itself_in_kinds_that_exist() -> None:
    for line in CATALOGUE.values():
        kinds = {kind.removesuffix("?") for kind in line.fields(is_clients=False).values()}
        assert kinds <= KINDS.keys(), line.name
        assert line.says.endswith("."), line.name
        assert line.whose != "client" or not (line.inside or line.inside_sealed), line.name
    assert len(CATALOGUE) >= sum(len(lines) for lines in ROOMS.values()), "two lines of one name and version"


def test_every_section_of_a_letter_may_be_sealed() -> None:
    keys = {section.key for sections in SECTIONS.values() for section in sections if section.written}
    for name in ("letter.drafted", "letter.edited"):
        assert keys <= CATALOGUE[name, version_of(name)].words(is_clients=False)


def test_the_page_for_readers_is_that_of_the_catalogue() -> None:
    page = (CODE.parent / "docs" / "events.md").read_text(encoding="utf-8")
    assert page == events_page(), "write it again: .venv/bin/python -m ledger.record.events_page > docs/events.md"


@pytest.mark.parametrize(
    ("name", "is_clients", "data", "sealed", "sentence"),
    [
        ("contact.vanished", True, CONTACT, (), r"contact.vanished has no line.*event_types/clients\.py"),
        ("comet.seen", True, {}, (), r"has no line.*event_types/<room>\.py"),
        ("contact.added", True, CONTACT | {"shoe_size": 43}, (), "the unknown field shoe_size"),
        ("contact.added", True, {"contact_id": "c1"}, (), "lacks the field ring_order; lacks the field may_receive"),
        ("contact.added", True, CONTACT | {"ring_order": True}, (), "no count in the field ring_order"),
        ("contact.added", True, CONTACT | {"contact_id": "Sam Reed"}, (), "no id in the field contact_id"),
        ("contact.added", True, CONTACT, ("nickname",), "the unknown sealed field nickname"),
        ("contact.added", False, CONTACT, (), "may not stand in the provider's log"),
        ("incident.filed", True, {}, (), "may not stand in a client's log"),
        ("action.added", True, {"owner": "u1"}, (), "the unknown field owner"),
        ("action.added", True, {}, ("evidence",), "the unknown sealed field evidence"),
        ("letter.issued", True, {"pdf_sha256": "abc"}, (), "no digest in the field pdf_sha256"),
        ("letter.issued", True, {"dated_on": "today"}, (), "no day in the field dated_on"),
        ("clock.ended", False, {"at": "2026-11-20 21:14"}, (), "no time in the field at"),
        ("remedy.promised", True, {"value": "12,50"}, (), "no amount in the field value"),
        ("contacts.ordered", True, {"order": ["Sam Reed"]}, (), "no ids in the field order"),
    ],
)
def test_what_a_line_does_not_allow_is_refused_with_the_file_to_change(
    *, name: str, is_clients: bool, data: dict[str, Any], sealed: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(NotInCatalogue, match=sentence) as caught:
        require(name, is_clients=is_clients, data=data, sealed=sealed)
    assert "Sam Reed" not in str(caught.value)


def test_what_a_line_allows_is_noted(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    with ledger.unit() as session:
        note(session, "contact.added", actor="system", subjects={client.log_id: "HFO"}, data=CONTACT)
    with ledger.database.read() as session:
        query = select(LogEntry.body).where(LogEntry.type == "contact.added")
        assert json.loads(session.scalars(query).one())["v"] == version_of("contact.added")


def test_an_unlisted_event_stops_the_unit(ledger: Ledger) -> None:
    a_provider(ledger)
    with pytest.raises(NotInCatalogue), ledger.unit() as session:
        note(session, "incident.filed", actor="system", subjects="INC-2026-0001", data={"mood": "calm"})
    with ledger.database.read() as session:
        assert session.scalars(select(LogEntry).where(LogEntry.type == "incident.filed")).all() == []


def test_verification_finds_what_the_catalogue_does_not_know(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    with ledger.unit() as session:
        note(session, "client.recoded", actor="system", subjects={client.log_id: "HFO"}, data={"was": "HAR"})
    assert verify(ledger, SYSTEM).findings == ()
    without = EventType("client.recoded", "client", "Less.")
    monkeypatch.setitem(CATALOGUE, (without.name, 1), without)
    found = verify(ledger, SYSTEM).findings
    assert [(one.check, one.sentence) for one in found] == [("catalogue", "Entry 1 has the unknown field was.")]
    monkeypatch.delitem(CATALOGUE, (without.name, 1))
    (unknown,) = verify(ledger, SYSTEM).findings
    assert "is of a type and version (client.recoded, 1) that this Amends does not know" in unknown.sentence


def test_words_sealed_under_an_unknown_name_are_found(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    a_provider(ledger)
    with ledger.unit() as session:
        note(session, "test.noted", actor="system", subjects="x", sealed={"t": "Words"})
    assert verify(ledger, SYSTEM).findings == ()
    monkeypatch.setitem(CATALOGUE, ("test.noted", 1), EventType("test.noted", "both", "A test.", sealed="other"))
    (found,) = verify(ledger, SYSTEM).findings
    assert found.sentence.endswith("has the unknown sealed field t.")


def test_a_body_of_an_older_version_is_held_against_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    later = EventType("client.recoded", "client", "Newly told.", data="was:code is:code", version=2)
    monkeypatch.setitem(CATALOGUE, (later.name, later.version), later)
    body = {"v": 1, "type": "client.recoded", "data": {"was": "HFO"}, "_sd": []}
    assert version_of("client.recoded") == 2
    assert fault_of_body(body, is_clients=True) is None
    assert fault_of_body(body | {"v": 2}, is_clients=True) == "lacks the field is"
    assert "does not know" in str(fault_of_body(body | {"v": 3}, is_clients=True))
    assert fault_of_body(body | {"_sd": ["x"]}, is_clients=True) == "seals more than an event client.recoded may"
