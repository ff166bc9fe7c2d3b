"""Where the digests of rows stand: with the event that wrote them where it has room, else in an entry of their own."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from ledger.clients.models import Client
from ledger.incidents.models import CauseFamily
from ledger.kernel.ids import new_id
from ledger.notary.verifying import verify
from ledger.people.actor import SYSTEM
from ledger.record.models import PROVIDER_LOG, LogEntry
from ledger.record.operations import note
from ledger.record.row_salts import ROWS_WRITTEN, digest_in, digests_in
from ledger.record.shown_checks import About, check_shown
from ledger.work import Ledger
from tests.factories import a_client, a_provider


def _families(ledger: Ledger, count: int, table: Any = None) -> list[dict[str, Any]]:
    """Write rows in one unit; return the bodies that it appended to the provider's log."""
    query = select(LogEntry.body).where(LogEntry.log_id == PROVIDER_LOG).order_by(LogEntry.seq)
    with ledger.database.read() as session:
        before = len(session.scalars(query).all())
    with ledger.unit() as session:
        told = note(session, "test.noted", actor="system", subjects="x", data={"table": table})
        session.add_all([CauseFamily(id=key, name=key, event_id=told) for key in (new_id() for _ in range(count))])
    with ledger.database.read() as session:
        bodies = [json.loads(body) for body in session.scalars(query)]
        shown = check_shown(session, [(CauseFamily, CauseFamily.event_id == told)], About(frozenset(), {}))
    assert shown == []
    assert verify(ledger, SYSTEM).findings == ()
    return bodies[before:]


def test_one_row_and_its_event_are_one_entry(ledger: Ledger) -> None:
    a_provider(ledger)
    (body,) = _families(ledger, 1)
    assert body["type"] == "test.noted"
    assert [key.partition(":")[0] for key in body["rows"]] == ["cause_family"]


@pytest.mark.parametrize(("rows", "table"), [(101, None), (1, ["x" * 40_000])], ids=["many rows", "a long event"])
def test_what_has_no_room_beside_its_event_stands_before_it(ledger: Ledger, rows: int, table: list[str]) -> None:
    a_provider(ledger)
    written, event = _families(ledger, rows, table)
    assert written["type"] == ROWS_WRITTEN
    assert len(written["data"]["rows"]) == rows
    assert "rows" not in event


def test_a_ledger_goes_on_from_entries_of_their_own(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    a_provider(ledger)
    monkeypatch.setattr("ledger.record.appending.WITH_EVENT", 0)
    assert len(_families(ledger, 1)) == 2
    monkeypatch.undo()
    assert len(_families(ledger, 1)) == 1


def test_a_client_s_log_carries_no_digests_of_rows(ledger: Ledger) -> None:
    a_provider(ledger)
    client = a_client(ledger)
    with ledger.unit() as session:
        row = session.get_one(Client, client.id)
        row.name = "Harbour Foods Ltd"
        row.event_id = note(session, "test.noted", actor="system", subjects={row.log_id: "HFO"})
    with ledger.database.read() as session:
        bodies = session.scalars(select(LogEntry.body).where(LogEntry.log_id == client.log_id)).all()
        ours = select(LogEntry.type).where(LogEntry.log_id == PROVIDER_LOG).order_by(LogEntry.seq.desc())
        assert session.scalars(ours).first() == ROWS_WRITTEN
    assert [body for body in bodies if b'"rows"' in body] == []


def test_a_digest_is_read_from_the_body_s_own_member() -> None:
    data = {"rows": {"entry:1": "a" * 43}}
    plain = json.dumps({"data": data, "type": ROWS_WRITTEN}, sort_keys=True, separators=(",", ":")).encode()
    beside = json.dumps({"data": data, "rows": {"entry:1": None}}, sort_keys=True, separators=(",", ":")).encode()
    assert (digest_in(plain, "entry:1"), digests_in(plain)) == ("a" * 43, data["rows"])
    assert (digest_in(beside, "entry:1"), digests_in(beside)) == (None, {"entry:1": None})
    with pytest.raises(KeyError):
        digest_in(plain, "entry:2")
