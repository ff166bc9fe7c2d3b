"""A hypothesis state machine over a real ledger, on each database."""

import contextlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from ledger.clients.logs import log_named
from ledger.clients.operations.contacts import add_contact
from ledger.incidents.models import Entry
from ledger.incidents.operations.corrections import correct_entry
from ledger.incidents.operations.timeline import add_entry
from ledger.notary.erasing import erase
from ledger.notary.erasing_unit import Order
from ledger.notary.receipts import receipt
from ledger.notary.signing import checkpoint
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.work import open_ledger
from tests.conftest import settings_for
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.notary.client_script import checked
from tests.notary.erased_scene import everything
from tests.support.databases import Place

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda words: bool(words.strip())
)


class Recording(RuleBasedStateMachine):
    """Append, supersede, erase, keep checkpoints, reopen, export: what was kept continues, what was written stays.

    What was erased shows nowhere again: no receipt, no table, no file.
    """

    new_place: ClassVar[Callable[[], Place]]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.settings = settings_for(type(self).new_place(), self.folder)
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


EXAMPLES = {"sqlite": 6, "postgresql": 3}


def test_whatever_is_done_in_whatever_order_the_record_holds(
    database_kind: str, request: pytest.FixtureRequest
) -> None:
    places = request.getfixturevalue("sqlite_places" if database_kind == "sqlite" else "postgres_places")
    chosen = settings(max_examples=EXAMPLES[database_kind], stateful_step_count=8, deadline=None)

    class Here(Recording):
        new_place = partial(places.new, "machine")

    run_state_machine_as_test(Here, settings=chosen)
