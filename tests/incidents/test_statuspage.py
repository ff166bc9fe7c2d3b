"""Reading a status page's JSON. All of it invented: Harbour Foods' supplier keeps a page, `Northgate Status`."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.incidents.intake import RESOLVED_BEFORE_STARTED, STARTED_AFTER_FIRST_NOTICE, ZERO_DURATION
from ledger.incidents.statuspage import Page, ParsedIncident, Skipped, UnreadableFile, parse_file, parse_incident


def update(**changes: object) -> dict[str, Any]:
    return {
        "id": "u1",
        "status": "investigating",
        "body": "We are looking.",
        "created_at": "2026-10-06T08:05:00Z",
        "updated_at": "2026-10-06T08:05:00Z",
        "display_at": "2026-10-06T08:04:00Z",
        "affected_components": [{"code": "c1", "name": "Mail", "old_status": "operational"}],
    } | changes


def incident(**changes: object) -> dict[str, Any]:
    return {
        "id": "i1",
        "name": "Mail is slow",
        "status": "investigating",
        "impact": "minor",
        "created_at": "2026-10-06T08:03:00Z",
        "updated_at": "2026-10-06T08:05:00Z",
        "started_at": "2026-10-06T08:00:00Z",
        "monitoring_at": None,
        "resolved_at": None,
        "shortlink": "https://status.example/i1",
        "incident_updates": [update()],
        "components": [{"id": "c1", "name": "Mail"}, {"id": "c2", "name": "Files"}],
    } | changes


def export(*incidents: dict[str, Any], **more: object) -> bytes:
    return json.dumps({"page": {"id": "p1", "name": "Northgate Status"}, "incidents": incidents} | more).encode()


def parsed(value: dict[str, Any]) -> ParsedIncident:
    found = parse_incident(value)
    assert isinstance(found, ParsedIncident)
    return found


def test_an_export_is_read_with_its_page_and_all_fields() -> None:
    found = parse_file(export(incident()))
    assert (found.page_id, found.page_name, found.skipped) == ("p1", "Northgate Status", ())
    (one,) = found.incidents
    assert (one.external_id, one.page_id, one.page_name, one.title) == ("i1", "p1", "Northgate Status", "Mail is slow")
    assert (one.status, one.impact, one.shortlink) == ("investigating", "minor", "https://status.example/i1")
    assert one.started_at == datetime(2026, 10, 6, 8, tzinfo=UTC)
    assert (one.resolved_at, one.monitoring_at, one.flags) == (None, None, ())
    assert one.components == ("Mail", "Files")
    assert one.updates[0].occurred_at == datetime(2026, 10, 6, 8, 4, tzinfo=UTC)
    assert one.updates[0].components == ("Mail",)


@pytest.mark.parametrize(
    "data", [export(incident()), json.dumps([incident()]).encode(), json.dumps(incident()).encode()]
)
def test_an_export_a_bare_list_and_a_single_incident_are_accepted(data: bytes) -> None:
    assert [one.external_id for one in parse_file(data).incidents] == ["i1"]


def test_a_byte_order_mark_and_unknown_fields_are_ignored() -> None:
    data = b"\xef\xbb\xbf" + export(incident(newly_invented={"deep": [1, 2]}), status={"indicator": "none"})
    assert len(parse_file(data).incidents) == 1


def test_updates_come_oldest_first_and_an_edited_one_counts_once() -> None:
    later = update(id="u2", body="Found it.", display_at="2026-10-06T08:30:00Z")
    edited = update(body="We are looking<br>hard.", updated_at="2026-10-06T09:00:00Z")
    found = parsed(incident(incident_updates=[later, edited, update()]))
    assert [(each.external_id, each.text) for each in found.updates] == [
        ("u1", "We are looking\nhard."),
        ("u2", "Found it."),
    ]


def test_without_a_display_time_an_update_happened_when_it_was_created() -> None:
    found = parsed(incident(incident_updates=[update(display_at=None, affected_components=None)]))
    assert found.updates[0].occurred_at == datetime(2026, 10, 6, 8, 5, tzinfo=UTC)
    assert found.updates[0].components == ()


def test_a_start_that_is_not_given_stays_not_recorded() -> None:
    value = incident()
    del value["started_at"], value["components"]
    assert parsed(value).started_at is None
    assert parsed(value).components == ()


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({"started_at": "2026-10-06T08:04:02Z"}, (STARTED_AFTER_FIRST_NOTICE,)),
        ({"started_at": "2026-10-06T08:04:01Z"}, ()),
        ({"resolved_at": "2026-10-06T07:59:59Z"}, (RESOLVED_BEFORE_STARTED,)),
        ({"resolved_at": "2026-10-06T08:00:00Z"}, (ZERO_DURATION,)),
        ({"resolved_at": "2026-10-06T10:00:00Z"}, ()),
        (
            {"started_at": "2026-10-06T11:00:00Z", "resolved_at": "2026-10-06T10:00:00Z"},
            (STARTED_AFTER_FIRST_NOTICE, RESOLVED_BEFORE_STARTED),
        ),
    ],
)
def test_what_cannot_be_true_is_kept_and_flagged(changes: dict[str, str], flags: tuple[str, ...]) -> None:
    found = parsed(incident(**changes))
    assert found.flags == flags
    for name, written in changes.items():
        assert getattr(found, name) == datetime.fromisoformat(written)


def test_maintenance_is_skipped_with_the_reason_wherever_it_stands() -> None:
    planned = incident(id="m1", name="New disks", scheduled_for="2026-11-01T00:00:00Z")
    graded = incident(id="m2", name="New fans", impact="maintenance")
    listed = incident(id="m3", name="New doors")
    found = parse_file(export(incident(), planned, graded, scheduled_maintenances=[listed]))
    assert [one.external_id for one in found.incidents] == ["i1"]
    assert [(one.external_id, one.title) for one in found.skipped] == [
        ("m1", "New disks"),
        ("m2", "New fans"),
        ("m3", "New doors"),
    ]
    assert all("maintenance" in one.reason for one in found.skipped)


def test_a_file_of_maintenances_alone_has_no_incidents() -> None:
    data = json.dumps({"scheduled_maintenances": [incident(id="m1")]}).encode()
    assert (parse_file(data).incidents, len(parse_file(data).skipped)) == ((), 1)


def test_a_time_without_a_zone_refuses_that_incident_only() -> None:
    bad = incident(id="i2", incident_updates=[update(display_at="2026-10-06T08:04:00")])
    found = parse_file(export(incident(), bad))
    assert [one.external_id for one in found.incidents] == ["i1"]
    (refused,) = found.skipped
    assert refused == Skipped(
        "i2",
        "Mail is slow",
        "incidents[1].incident_updates[0].display_at: “2026-10-06T08:04:00” has no time zone.",
    )


def test_of_an_id_that_stands_twice_the_version_changed_last_is_kept() -> None:
    newer = incident(name="Mail is back", updated_at="2026-10-06T10:00:00+01:00")
    for pair in ([newer, incident()], [incident(), newer]):
        found = parse_file(export(*pair))
        assert [one.title for one in found.incidents] == ["Mail is back"]
        assert "more than once" in found.skipped[0].reason


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (export(incident(), incident(created_at=5)), r"incidents\[1\]\.created_at should be text, but is a number"),
        (export(incident(name=None)), r"incidents\[0\]\.name should be text, but is nothing"),
        (export(incident(id="")), r"incidents\[0\]\.id should be an id"),
        (export(incident(id="a\nb")), r"incidents\[0\]\.id should be an id"),
        (export(incident(incident_updates={})), r"incidents\[0\]\.incident_updates should be a list, but is an object"),
        (
            export(incident(incident_updates=[update(body=True)])),
            r"incident_updates\[0\]\.body should be text, but is yes or no",
        ),
        (export(incident(components=[7])), r"incidents\[0\]\.components\[0\] should be an object"),
        (json.dumps([incident(status=[])]).encode(), r"^\[0\]\.status should be text, but is a list"),
        (b'{"incidents": null}', "incidents should be a list, but is nothing"),
        (b'{"incidents": [], "page": []}', "page should be an object"),
        (b'{"incidents": [3]}', r"incidents\[0\] should be an object"),
        (b'{"components": []}', "not a status page's incidents"),
        (b"null", "not a status page's incidents"),
        (b'"incidents"', "not a status page's incidents"),
    ],
)
def test_a_wrong_shape_is_refused_and_the_field_is_named(value: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        parse_file(value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<html><title>504 Gateway Time-out</title></html>", "is a web page, not JSON"),
        (export(incident())[:-40], "breaks off before its end"),
        (export(incident())[:-1], "breaks off before its end"),
        (b'{"incidents": [}]', "is not JSON: line 1, column 16"),
        (b"\xff\xfe{\x00}\x00", "is not text in UTF-8: byte 1"),
        (b"[" * 65 + b"]" * 65, "nested deeper than 64 levels"),
        (b"[" * 5_000_000, "nested deeper than 64 levels"),
        (b'{"a":' * 100_000, "nested deeper than 64 levels"),
        (b'"' + b'\\"' * 2_000_000, "breaks off before its end"),
    ],
)
def test_a_file_that_is_not_json_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence) as refused:
        parse_file(data)
    assert str(refused.value).endswith(".")


def test_brackets_inside_text_are_not_nesting_and_long_numbers_are_no_trap() -> None:
    value = export(incident(name="[" * 100 + '\\"{' * 100))
    assert parse_file(value).incidents[0].title.startswith("[[[")
    assert len(parse_file(export(incident())[:-1] + b', "count": ' + b"9" * 10_000 + b"}").incidents) == 1


def test_a_file_above_the_limit_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(UnreadableFile, match=r"too large: the most is 1\.0 MB"):
        parse_file(b"[" * 2 * 1024 * 1024, limit_bytes=1024 * 1024)


def test_one_incident_object_is_read_with_the_page_it_is_said_to_be_from() -> None:
    found = parse_incident(incident(), page=Page("p9", "Other"))
    assert isinstance(found, ParsedIncident)
    assert (found.page_id, found.page_name) == ("p9", "Other")
