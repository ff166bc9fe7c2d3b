"""Importing a status page's file once, on both databases: what is written, and what is refused."""

from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.incidents.models import ClockRow, Entry, Impact, Incident
from ledger.incidents.operations.importing import Imported, apply_file
from ledger.incidents.statuspage import parse_file
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, Refused
from ledger.people.actor import SYSTEM, Actor
from ledger.record.models import PROVIDER_LOG, LogEntry
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.events import log_events
from tests.support.notices import a_notice, an_update, brought_in, counts, file_of, planned


@pytest.fixture
def manager(ledger: Ledger) -> Actor:
    """A service manager in a ledger with one client."""
    a_provider(ledger)
    a_client(ledger)
    return an_actor(ledger)


def test_what_the_file_does_not_say_is_not_recorded(ledger: Ledger, manager: Actor) -> None:
    done = brought_in(ledger, manager, file_of(a_notice()))
    assert done == Imported(created=1, changed=0, unchanged=0, skipped=0, entries=1)
    with ledger.database.read() as session:
        incident, impact = session.scalars(select(Incident)).one(), session.scalars(select(Impact)).one()
        entry = session.scalars(select(Entry)).one()
        assert session.scalar(select(func.count()).select_from(ClockRow)) == 0
    assert (incident.severity, incident.external_priority, incident.status) == ("S2", "major", "open")
    assert (incident.external_provider, incident.external_id) == ("statuspage", "i1")
    assert (incident.detected_at, incident.aware_at, incident.acknowledged_at, incident.resolved_at) == (None,) * 4
    assert (incident.found_by, incident.act_statement, incident.ours) == ("not_recorded", None, "not_yet_known")
    assert (incident.owner_id, incident.filed_by, incident.report_month) == (manager.user_id, "system", "2026-10")
    assert impact.client_reference == f"HFO-{now().year}-01"
    assert (impact.from_at, impact.client_notified_at) == (incident.impact_started_at, None)
    assert (entry.kind, entry.visibility, entry.text) == ("update", "all_clients", "We are looking (u1).")


def test_the_record_holds_ours_inside_and_the_notices_in_the_client_s_log(ledger: Ledger, manager: Actor) -> None:
    brought_in(ledger, manager, file_of(a_notice()))
    with ledger.database.read() as session:
        impact = session.scalars(select(Impact)).one()
        client_log = session.scalars(select(LogEntry.log_id).where(LogEntry.event_id == impact.event_id)).one()
        seen, inside = log_events(session, client_log), log_events(session, PROVIDER_LOG)
    assert [event.type for event in seen] == ["client.added", "impact.opened", "entry.added"]
    assert "INC-" not in "".join(str(event.body) for event in seen)
    assert inside[-1].type == "incident.imported"
    assert "Mail is slow" not in str(inside[-1].body)


def test_the_dry_run_says_what_would_happen_and_changes_nothing(ledger: Ledger, manager: Actor) -> None:
    before = counts(ledger)
    plan = planned(ledger, manager, file_of(a_notice(), a_notice("m1", scheduled_for="2026-11-01T00:00:00Z")))
    assert [(one.kind, one.external_id) for one in plan.changes] == [("create", "i1"), ("skip", "m1")]
    assert (plan.client_name, plan.page_name, plan.updates) == ("Harbour Foods", "Tidewater Status", 1)
    assert planned(ledger, manager, file_of(a_notice()), "NEW").client_name is None
    assert counts(ledger) == before


def test_times_that_cannot_be_are_kept_and_flagged(ledger: Ledger, manager: Actor) -> None:
    brought_in(ledger, manager, file_of(a_notice(resolved_at="2026-10-06T07:00:00Z", status="resolved")))
    with ledger.database.read() as session:
        incident = session.scalars(select(Incident)).one()
    assert incident.import_flags == ["resolved_before_started"]
    assert incident.resolved_at is not None
    assert incident.impact_started_at is not None
    assert incident.resolved_at < incident.impact_started_at


@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        ({"name": "x" * 401}, "title"),
        ({"name": ""}, "title"),
        ({"name": "Harbour Foods and Orchard Clinic are slow"}, "names another client"),
        ({"impact": "x" * 41}, "impact"),
        ({"started_at": "2999-01-01T00:00:00Z"}, "future"),
        ({"started_at": "0001-01-01T00:00:00Z"}, "before 1990"),
        ({"incident_updates": [an_update(body="x" * 60_000)]}, "longer"),
    ],
)
def test_what_cannot_be_held_is_skipped_with_its_reason(
    ledger: Ledger, manager: Actor, differs: dict[str, Any], reason: str
) -> None:
    a_client(ledger, "ORC", "Orchard Clinic")
    data = file_of(a_notice(**differs), a_notice("i2"))
    plan = planned(ledger, manager, data)
    assert [one.kind for one in plan.changes] == ["create", "skip"]
    assert reason in plan.changes[1].reason
    assert brought_in(ledger, manager, data).created == 1


def test_an_update_that_names_another_client_is_kept_internal(ledger: Ledger, manager: Actor) -> None:
    a_client(ledger, "ORC", "Orchard Clinic")
    brought_in(ledger, manager, file_of(a_notice(updates=(an_update(body="Orchard Clinic is slow too."),))))
    with ledger.database.read() as session:
        assert session.scalars(select(Entry.visibility)).one() == "internal"


def test_a_link_that_is_no_web_address_is_left_out(ledger: Ledger, manager: Actor) -> None:
    brought_in(ledger, manager, file_of(a_notice(shortlink="javascript:alert(1)")))
    with ledger.database.read() as session:
        assert session.scalars(select(Incident.external_url)).one() is None


def test_one_page_s_incident_belongs_to_one_client(ledger: Ledger, manager: Actor) -> None:
    a_client(ledger, "ORC", "Orchard Clinic")
    brought_in(ledger, manager, file_of(a_notice()))
    plan = planned(ledger, manager, file_of(a_notice()), "ORC")
    assert [one.kind for one in plan.changes] == ["skip"]
    assert "another client" in plan.changes[0].reason


def test_a_client_that_is_not_there_is_refused_or_taken_on_with_the_import(ledger: Ledger, manager: Actor) -> None:
    parsed = parse_file(file_of(a_notice()))
    with pytest.raises(Invalid, match="no client with the code NEW"):
        ledger.do(apply_file, manager, parsed=parsed, client_code="NEW")
    done = ledger.do(apply_file, manager, parsed=parsed, client_code="NEW", new_client_name="New Ventures")
    assert done.created == 1


def test_an_import_that_fails_takes_neither_client_nor_number(ledger: Ledger, manager: Actor) -> None:
    before = counts(ledger)

    def break_off(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    parsed = parse_file(file_of(a_notice()))
    with pytest.raises(KeyboardInterrupt):
        ledger.do(apply_file, manager, parsed=parsed, client_code="NEW", new_client_name="New", progress=break_off)
    assert counts(ledger) == before
    assert an_incident(ledger, manager).reference.endswith("-0001")


def test_an_auditor_cannot_import(ledger: Ledger, manager: Actor) -> None:
    assert manager.is_staff
    with pytest.raises(Refused):
        planned(ledger, an_actor(ledger, "auditor"), file_of(a_notice()))


def test_the_command_line_gives_what_it_imports_to_leadership(ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    with pytest.raises(Conflict, match="add one of our people"):
        brought_in(ledger, SYSTEM, file_of(a_notice()))
    an_actor(ledger, "admin")
    lead = an_actor(ledger, "leadership")
    brought_in(ledger, SYSTEM, file_of(a_notice()))
    with ledger.database.read() as session:
        assert session.scalars(select(Incident.owner_id)).one() == lead.user_id
