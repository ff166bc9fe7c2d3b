"""Importing a status page's file again: nothing twice, revisions, people's own corrections; and large files."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.incidents.models import Entry, Impact, Incident
from ledger.incidents.operations.importing import Imported, apply_file, plan_file
from ledger.incidents.statuspage import parse_file
from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor
from tests.support.notices import a_notice, an_update, brought_in, counts, file_of

DATA = Path(__file__).parents[3] / "shared" / "data" / "statuspage-github-raw"


@pytest.fixture
def manager(ledger: Ledger) -> Actor:
    """A service manager in a ledger with one client."""
    a_provider(ledger)
    a_client(ledger)
    return an_actor(ledger)


def test_the_same_file_again_changes_nothing(ledger: Ledger, manager: Actor) -> None:
    data = file_of(a_notice(), a_notice("i2", (an_update("u2"), an_update("u3"))))
    brought_in(ledger, manager, data)
    before = counts(ledger)
    assert brought_in(ledger, manager, data) == Imported(0, 0, 2, 0, 0)
    assert counts(ledger) == before


def test_a_revision_adds_what_is_new_and_corrects_what_was_edited(ledger: Ledger, manager: Actor) -> None:
    brought_in(ledger, manager, file_of(a_notice()))
    edited = an_update(body="We are looking hard.")
    new = an_update("u2", status="resolved", body="Mail is back.", created_at="2026-10-06T10:00:00Z")
    ended = {"status": "resolved", "resolved_at": "2026-10-06T10:00:00Z", "updated_at": "2026-10-06T10:00:00Z"}
    data = file_of(a_notice(updates=(edited, new), **ended))
    assert brought_in(ledger, manager, data) == Imported(0, 1, 0, 0, 2)
    assert brought_in(ledger, manager, data) == Imported(0, 0, 1, 0, 0)
    with ledger.database.read() as session:
        incident, impact = session.scalars(select(Incident)).one(), session.scalars(select(Impact)).one()
        entries = {entry.text: entry for entry in session.scalars(select(Entry))}
    assert (incident.status, incident.version) == ("resolved", 2)
    assert incident.resolved_at == impact.to_at is not None
    assert entries["We are looking hard."].supersedes_id == entries["We are looking (u1)."].id
    assert entries["We are looking hard."].correction_reason == "Edited on the status page."
    assert (entries["Mail is back."].kind, entries["Mail is back."].supersedes_id) == ("restoration", None)


def test_what_a_person_corrected_stays_until_the_page_itself_changes(ledger: Ledger, manager: Actor) -> None:
    brought_in(ledger, manager, file_of(a_notice()))
    with ledger.unit() as session:
        incident = session.scalars(select(Incident)).one()
        incident.title, incident.event_id = "Mail was slow for an hour", _noted(session)
    assert brought_in(ledger, manager, file_of(a_notice())).unchanged == 1
    later = file_of(a_notice(updates=(an_update(), an_update("u2")), updated_at="2026-10-06T09:00:00Z"))
    assert brought_in(ledger, manager, later).changed == 1
    with ledger.database.read() as session:
        assert session.scalars(select(Incident.title)).one() == "Mail was slow for an hour"


def _noted(session: Any) -> str:
    from ledger.record.operations import note  # noqa: PLC0415 a person's edit, for this test only

    return note(session, "incident.changed", actor="system", subjects="INC")


def test_a_file_older_than_what_is_recorded_is_skipped(ledger: Ledger, manager: Actor) -> None:
    brought_in(ledger, manager, file_of(a_notice(updated_at="2026-10-07T00:00:00Z")))
    assert brought_in(ledger, manager, file_of(a_notice(name="Older"))).skipped == 1


def test_seven_hundred_and_sixty_incidents_are_imported_in_fifteen_seconds(ledger: Ledger, manager: Actor) -> None:
    start = now() - timedelta(days=800)
    notices = []
    for number in range(760):
        at = (start + timedelta(days=number)).isoformat()
        updates = [an_update(f"u{number}-{each}", created_at=at, updated_at=at) for each in range(4)]
        notices.append(a_notice(f"i{number}", tuple(updates), started_at=at, created_at=at, updated_at=at))
    data = file_of(*notices)
    seen: list[tuple[int, int]] = []
    done = ledger.do(
        apply_file,
        manager,
        parsed=parse_file(data),
        client_code="HFO",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert (done.created, done.entries) == (760, 3040)
    assert (seen[0], seen[-1], len(seen)) == ((1, 760), (760, 760), 760)
    assert brought_in(ledger, manager, data).unchanged == 760


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared real incident data (../shared/data) is not here")
def test_every_revision_of_a_real_page_ends_where_its_last_file_stands(ledger: Ledger, manager: Actor) -> None:
    import gzip  # noqa: PLC0415 only where the data is

    versions: dict[str, list[Any]] = {}
    with gzip.open(DATA / "incident_revisions.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)["object"]
            versions.setdefault(found["id"], []).append(found)
    for depth in range(max(map(len, versions.values()))):
        brought_in(
            ledger, manager, json.dumps([each[depth] for each in versions.values() if depth < len(each)]).encode()
        )
    last = parse_file((DATA / "incidents_last_seen.json").read_bytes())
    plan = ledger.ask(plan_file, manager, parsed=last, client_code="HFO")
    assert {one.kind for one in plan.changes} == {"unchanged"}
    with ledger.database.read() as session:
        superseded = select(Entry.supersedes_id).where(Entry.supersedes_id.is_not(None))
        shown = session.execute(select(Entry.external_id, Entry.text).where(Entry.id.not_in(superseded))).all()
        assert session.scalar(select(func.count()).select_from(Incident)) == 760
    newest = {update.external_id: update.text for one in last.incidents for update in one.updates}
    assert len(shown) == len({row.external_id for row in shown})
    assert {row.external_id: row.text for row in shown if row.external_id in newest} == newest
