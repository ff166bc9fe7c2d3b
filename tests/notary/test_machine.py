"""A hypothesis state machine over a real ledger, and the power cut at every statement of a unit of work."""

import contextlib
import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import event, func, select

from ledger.clients.logs import log_named
from ledger.clients.operations.contacts import add_contact
from ledger.config import home
from ledger.incidents.models import Entry, Incident
from ledger.incidents.operations.corrections import correct_entry
from ledger.incidents.operations.timeline import add_entry
from ledger.kernel.clock import now
from ledger.kernel.db import open_database
from ledger.kernel.schema import upgrade
from ledger.notary.erasing import erase
from ledger.notary.erasing_unit import Order
from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.models import LogEntry, LogHead, LogNode
from ledger.work import Ledger, open_ledger
from tests.conftest import settings_for
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.notary.erased_scene import everything
from tests.notary.test_receipts import checked
from tests.support.databases import Place

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda words: bool(words.strip())
)


class Recording(RuleBasedStateMachine):
    """Append, supersede, erase, keep checkpoints, reopen, export: what was kept continues, what was written stays.

    What was erased shows nowhere again: no receipt, no table, no file.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        place = Place(f"sqlite:///{self.folder / 'ledger.sqlite'}", f"sqlite:///{self.folder / 'ledger.sqlite'}")
        self.settings = settings_for(place, self.folder)
        engine = open_database(place.url).engine
        upgrade(engine, home() / "migrations")
        engine.dispose()
        self.ledger = open_ledger(self.settings)
        self.kept: list[str] = []
        self.entries: list[str] = []
        self.said: list[str] = []
        self.people = 0
        self.erased: list[str] = []

    @initialize()
    def begin(self) -> None:
        a_provider(self.ledger)
        a_client(self.ledger)
        self.actor = an_actor(self.ledger)
        self.incident = an_incident(self.ledger, self.actor).id
        self.log_id = self.ledger.ask(log_named, SYSTEM, "HFO")

    @rule(words=WORDS, visibility=st.sampled_from(["internal", "all_clients"]))
    def append(self, words: str, visibility: str) -> None:
        row = self.ledger.do(
            add_entry, self.actor, incident_id=self.incident, kind="observation", text=f"Seen: {words}",
            visibility=visibility,
        )  # fmt: skip
        self.entries.append(row.id)
        self.said += [row.text] if visibility == "all_clients" else []

    @precondition(lambda self: bool(self.entries))
    @rule(words=WORDS, data=st.data())
    def supersede(self, words: str, data: st.DataObject) -> None:
        wrong = data.draw(st.sampled_from(self.entries))
        self.entries.remove(wrong)
        row = self.ledger.do(
            correct_entry, self.actor, entry_id=wrong, text=f"Rather: {words}", reason="It was misread."
        )
        self.entries.append(row.id)
        self.said += [row.text] if row.visibility == "all_clients" else []

    @rule(words=WORDS, visibility=st.sampled_from(["internal", "all_clients"]))
    def erase_somebody(self, words: str, visibility: str) -> None:
        """Take a contact on, name her in the timeline, and erase her."""
        self.people += 1
        surname = f"Quillfeather{'abcdefghij'[self.people % 10]}"
        mail = f"{surname.lower()}@harbour.example"
        self.ledger.do(add_contact, SYSTEM, client_code="HFO", name=f"Ottoline {surname}", mail=mail)
        row = self.ledger.do(
            add_entry, self.actor, incident_id=self.incident, kind="observation", visibility=visibility,
            text=f"Ottoline {surname}: {words}",
        )  # fmt: skip
        self.entries.append(row.id)
        erase(self.ledger, SYSTEM, mail, Order("Art. 17 request 7"))
        self.erased.append(surname.lower())
        with self.ledger.database.read() as session:
            text = session.scalar(select(Entry.text).where(Entry.id == row.id))
        assert text == f"[erased]: {words}"

    @rule()
    def keep_a_checkpoint(self) -> None:
        self.kept.append(checkpoint(self.ledger, self.log_id))

    @rule()
    def reopen(self) -> None:
        self.ledger.database.engine.dispose()
        self.ledger = open_ledger(self.settings)

    @precondition(lambda self: bool(self.kept))
    @rule(data=st.data())
    def export(self, data: st.DataObject) -> None:
        since = data.draw(st.sampled_from(self.kept))
        text = receipt(self.ledger, SYSTEM, "HFO", since=since)[1]
        checked(self.ledger, text, since=since)
        told = json.dumps([entry["disclosures"] for entry in json.loads(text)["entries"]])
        assert told.count(",") + 1 >= len(self.said)

    @invariant()
    def everything_is_as_recorded(self) -> None:
        if hasattr(self, "log_id"):
            assert verify(self.ledger, SYSTEM, outside=tuple(self.kept)).findings == ()

    @precondition(lambda self: bool(self.erased))
    @invariant()
    def the_erased_show_nowhere(self) -> None:
        stands = everything(self.ledger)
        assert [surname for surname in self.erased if surname in stands] == []
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            checked(self.ledger, receipt(self.ledger, SYSTEM, "HFO")[1])
        assert "erased" in told.getvalue()
        assert "withheld" not in told.getvalue()
        assert [surname for surname in self.erased if surname in told.getvalue().lower()] == []

    def teardown(self) -> None:
        self.ledger.database.engine.dispose()
        shutil.rmtree(self.folder)


TestRecording = Recording.TestCase
TestRecording.settings = settings(max_examples=6, stateful_step_count=8, deadline=None)


def _counts(ledger: Ledger) -> list[int]:
    with ledger.database.read() as session:
        tables = (Incident, Entry, LogEntry, LogNode)
        rows = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
        return [*rows, session.scalar(select(func.sum(LogHead.size))) or 0]


class PowerCut(Exception):
    """The machine is off."""


def test_a_unit_cut_off_at_any_statement_leaves_nothing_and_at_the_end_everything(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    actor = an_actor(own_ledger)
    an_incident(own_ledger, actor)
    before = _counts(own_ledger)
    left = 0

    def cut(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise PowerCut(statement)

    engine = own_ledger.database.engine
    event.listen(engine, "before_cursor_execute", cut)
    statements = 0
    try:
        for statements in range(1, 200):
            left = statements
            try:
                an_incident(own_ledger, actor, title=f"Cut {now()}")
            except PowerCut:
                left = 0
                assert _counts(own_ledger) == before
            else:
                break
    finally:
        event.remove(engine, "before_cursor_execute", cut)
    assert statements > 10
    after = _counts(own_ledger)
    assert after[0] == before[0] + 1
    assert after[2] == after[4]
    assert verify(own_ledger, SYSTEM).findings == ()


def test_a_unit_that_cannot_commit_leaves_nothing(own_ledger: Ledger) -> None:
    a_provider(own_ledger)
    a_client(own_ledger)
    actor = an_actor(own_ledger)
    before = _counts(own_ledger)
    engine = own_ledger.database.engine

    def cut(_connection: Any) -> None:
        raise PowerCut

    event.listen(engine, "commit", cut)
    with pytest.raises(PowerCut):
        an_incident(own_ledger, actor)
    event.remove(engine, "commit", cut)
    engine.dispose()
    assert _counts(own_ledger) == before
