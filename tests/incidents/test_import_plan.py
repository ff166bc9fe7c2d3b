"""The dry run of an import: what would change, by external id, and nothing twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ledger.incidents.import_plan import fingerprint, plan_import
from ledger.incidents.intake import ParsedIncident, ParsedUpdate, Skipped
from tests.incidents.imported import known_after

START = datetime(2026, 10, 6, 8, tzinfo=UTC)
FIRST = ParsedUpdate("u1", "investigating", "We are looking.", START, START, START, ("Mail",))
SECOND = replace(FIRST, external_id="u2", text="Found it.", occurred_at=START + timedelta(hours=1))
INCIDENT = ParsedIncident(
    external_id="i1",
    page_id="p1",
    page_name="Northgate Status",
    title="Mail is slow",
    status="investigating",
    impact="minor",
    shortlink="",
    started_at=START,
    created_at=START,
    updated_at=START,
    monitoring_at=None,
    resolved_at=None,
    updates=(FIRST,),
    components=("Mail",),
    flags=(),
)
LATER = START + timedelta(hours=2)


def test_an_unknown_incident_is_created_with_all_its_updates() -> None:
    (change,) = plan_import([INCIDENT], {})
    assert (change.kind, change.external_id, change.title) == ("create", "i1", "Mail is slow")
    assert (change.new_updates, change.reason, change.incident) == ((FIRST,), "New, with 1 update.", INCIDENT)


def test_the_same_file_again_changes_nothing() -> None:
    (change,) = plan_import([INCIDENT], {"i1": known_after(INCIDENT)})
    assert (change.kind, change.new_updates, change.edited_updates, change.fields_changed) == ("unchanged", (), (), ())


def test_new_and_edited_updates_and_changed_fields_are_told_apart() -> None:
    edited = replace(FIRST, text="We are looking hard.")
    now = replace(INCIDENT, updated_at=LATER, resolved_at=LATER, status="resolved", updates=(edited, SECOND))
    (change,) = plan_import([now], {"i1": known_after(INCIDENT)})
    assert (change.kind, change.new_updates, change.edited_updates) == ("change", (SECOND,), (edited,))
    assert change.fields_changed == ("status", "resolved_at")
    assert change.reason == "1 new update; 1 edited update; changed: status, resolved_at."
    assert plan_import([now], {"i1": known_after(now, known_after(INCIDENT))})[0].kind == "unchanged"


def test_an_equal_title_is_not_the_same_incident() -> None:
    (change,) = plan_import([replace(INCIDENT, external_id="i2")], {"i1": known_after(INCIDENT)})
    assert change.kind == "create"


def test_a_version_older_than_the_recorded_one_is_skipped() -> None:
    known = {"i1": known_after(replace(INCIDENT, updated_at=LATER, title="Mail is back"))}
    (change,) = plan_import([INCIDENT], known)
    assert (change.kind, change.reason) == ("skip", "Older than what is already recorded.")


def test_an_update_the_file_no_longer_mentions_stays_known() -> None:
    before = known_after(replace(INCIDENT, updates=(FIRST, SECOND)))
    assert plan_import([INCIDENT], {"i1": before})[0].kind == "unchanged"
    assert set(known_after(INCIDENT, before).updates) == {"u1", "u2"}


def test_two_files_with_the_same_incident_make_one_change() -> None:
    newer = replace(INCIDENT, updated_at=LATER, updates=(FIRST, SECOND))
    changes = plan_import([newer, INCIDENT], {})
    assert [(change.kind, len(change.new_updates)) for change in changes] == [("create", 2), ("skip", 0)]


def test_what_was_left_out_of_the_file_is_listed_with_its_reason() -> None:
    (change,) = plan_import([], {}, [Skipped("m1", "New disks", "Scheduled maintenance, not an incident.")])
    assert (change.kind, change.external_id, change.reason) == ("skip", "m1", "Scheduled maintenance, not an incident.")


def test_a_fingerprint_follows_what_a_reader_sees_and_nothing_else() -> None:
    assert fingerprint(replace(FIRST, updated_at=LATER)) == fingerprint(FIRST)
    seen = (replace(FIRST, text="x"), replace(FIRST, occurred_at=LATER), replace(FIRST, status="x"))
    assert len({fingerprint(each) for each in (FIRST, *seen, replace(FIRST, components=()))}) == 5
