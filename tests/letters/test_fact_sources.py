"""What a letter reads of the record: only what still stands."""

from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from ledger.incidents.models import Factor, Incident
from ledger.incidents.operations import entries
from ledger.incidents.operations.editing import add_factor, remove_factor
from ledger.incidents.operations.timeline import paste_entries
from ledger.letters.fact_sources import factors, visible_entries
from ledger.work import Ledger
from tests.letters.steps import a_case


def test_a_factor_that_was_taken_out_is_in_no_letter(ledger: Ledger) -> None:
    case = a_case(ledger)
    text = "The two backups lie in one folder."
    added = ledger.do(add_factor, case.writer, incident_id=case.incident_id, text=text)
    with ledger.database.read() as session:
        before = factors(session, case.incident_id)
    ledger.do(remove_factor, case.writer, factor_id=added.id)
    with ledger.database.read() as session:
        after = factors(session, case.incident_id)
        assert session.scalars(select(Factor).where(Factor.id == added.id)).one().removed_at is not None
    assert set(before) - set(after) == {text}


def test_lines_of_one_minute_stand_as_they_were_written_down(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_case(ledger)
    with ledger.database.read() as session:
        began_at = session.get_one(Incident, case.incident_id).impact_started_at
    assert began_at is not None
    falling = count(9, -1)
    monkeypatch.setattr(entries, "new_id", lambda: f"00000000-0000-7000-8000-00000000000{next(falling)}")
    wanted = ["We looked", "We tried", "We rang"]
    asked: dict[str, Any] = {
        "lines": "\n".join(f"{began_at:%H:%M} {text}" for text in wanted),
        "day": began_at.date(),
        "zone": "UTC",
    }
    ledger.do(paste_entries, case.writer, incident_id=case.incident_id, visibility="all_clients", **asked)
    with ledger.database.read() as session:
        shown = [one.text for one in visible_entries(session, case.incident_id, case.client.id)]
    assert [text for text in shown if text in wanted] == wanted
