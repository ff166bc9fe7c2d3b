"""Event logs of ITSM tools: what is read, what is missing, what is left out and why; nothing is invented."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ledger.incidents.event_log import Written, parse_event_log, usual_columns
from ledger.incidents.import_rules import severity_of
from ledger.incidents.intake import Skipped, UnreadableFile

HEAD = "number,incident_state,opened_at,sys_updated_at,resolved_at,contact_type,category,cmdb_ci,priority\n"
LONDON = Written(ZoneInfo("Europe/London"))
LOG = HEAD + (
    "T-1,New,3/7/2026 09:05,3/7/2026 09:06,?,Phone,Mail,?,2 - High\n"
    "T-1,Closed,3/7/2026 09:05,9/7/2026 10:00,4/7/2026 08:00,Phone,Mail,?,2 - High\n"
    "T-1,Active,3/7/2026 09:05,3/7/2026 09:30,?,Phone,Mail,?,2 - High\n"
    "T-1,Active,3/7/2026 09:05,3/7/2026 09:40,?,Phone,Mail,?,2 - High\n"
    "T-2,Active,2026-11-01T10:00:00Z,2026-11-01T10:20:00Z,2026-11-01T10:10:00Z,Monitor,?,till server,4 - Low\n"
)


def test_the_last_line_of_a_ticket_says_how_it_stands() -> None:
    one, other = parse_event_log(LOG.encode(), LONDON).incidents
    assert (one.external_id, one.title, one.status, one.impact) == ("T-1", "Mail", "resolved", "2 - High")
    assert one.detected_at == one.created_at == datetime(2026, 7, 3, 8, 5, tzinfo=UTC)
    assert one.resolved_at == datetime(2026, 7, 4, 7, 0, tzinfo=UTC)
    assert one.started_at is None
    assert one.is_reported
    assert other.title == "No title in the source"
    assert other.components == ("till server",)
    assert not other.is_reported


def test_an_open_ticket_has_no_end_whatever_its_column_says() -> None:
    other = parse_event_log(LOG.encode(), LONDON).incidents[1]
    assert (other.status, other.resolved_at) == ("open", None)


def test_the_acknowledgement_is_inferred_and_flagged_as_that() -> None:
    one, other = parse_event_log(LOG.encode(), LONDON).incidents
    assert one.acknowledged_at == datetime(2026, 7, 3, 8, 30, tzinfo=UTC)
    assert one.flags == ("acknowledgement_inferred",)
    never = parse_event_log((HEAD + "T-3,New,3/7/2026 09:05,3/7/2026 09:06,?,Phone,Mail,?,?\n").encode(), LONDON)
    assert (never.incidents[0].acknowledged_at, never.incidents[0].flags) == (None, ())
    assert other.flags == ("acknowledgement_inferred",)


def test_an_end_without_a_time_is_the_last_change_into_an_ended_state_and_flagged() -> None:
    lines = (
        "T-4,Resolved,3/7/2026 09:05,3/7/2026 11:00,?,Phone,Mail,?,?\n"
        "T-4,Active,3/7/2026 09:05,3/7/2026 12:00,?,Phone,Mail,?,?\n"
        "T-4,Resolved,3/7/2026 09:05,3/7/2026 13:00,?,Phone,Mail,?,?\n"
        "T-4,Closed,3/7/2026 09:05,8/7/2026 13:00,?,Phone,Mail,?,?\n"
    )
    (one,) = parse_event_log((HEAD + lines).encode(), LONDON).incidents
    assert one.resolved_at == datetime(2026, 7, 3, 12, 0, tzinfo=UTC)
    assert one.flags == ("acknowledgement_inferred", "resolution_inferred")


def test_each_change_of_state_is_one_internal_line_in_the_order_of_time() -> None:
    one = parse_event_log(LOG.encode(), LONDON).incidents[0]
    assert [update.text for update in one.updates] == [
        "State in the source: New.",
        "State in the source: Active.",
        "State in the source: Closed.",
    ]
    assert all(update.is_internal for update in one.updates)


@pytest.mark.parametrize(
    ("written", "month_first", "month"),
    [("3/7/2026 09:05", False, 7), ("3/7/2026 09:05", True, 3), ("2026-07-03", True, 7)],
)
def test_days_stand_first_unless_it_is_said_otherwise(written: str, month_first: bool, month: int) -> None:  # noqa: FBT001 a column of the table
    line = f"T-1,New,{written},{written},?,Phone,Mail,?,?\n"
    parsed = parse_event_log((HEAD + line).encode(), Written(ZoneInfo("UTC"), month_first))
    assert parsed.incidents[0].created_at.month == month


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("T-9,New,31/2/2026 09:05,3/7/2026 09:06,?,Phone,Mail,?,?", "Line 2: “31/2/2026 09:05” is not a time"),
        ("T-9,?,3/7/2026 09:05,3/7/2026 09:06,?,Phone,Mail,?,?", "Line 2: state missing."),
        ("T-9,Closed,3/7/2026 09:05,3/7/2026 09:06,soon,Phone,Mail,?,?", "Line 2: “soon” is not a time"),
        ("?,New,3/7/2026 09:05,3/7/2026 09:06,?,Phone,Mail,?,?", "Line 2: number should have"),
    ],
)
def test_a_ticket_with_a_line_that_cannot_be_read_is_left_out_with_the_reason(line: str, why: str) -> None:
    parsed = parse_event_log((HEAD + line + "\n").encode(), LONDON)
    assert parsed.incidents == ()
    (left_out,) = parsed.skipped
    assert isinstance(left_out, Skipped)
    assert left_out.reason.startswith(why)


def test_columns_are_found_by_their_usual_names_or_as_said() -> None:
    columns = ("Key", "Status", "Created", "Updated", "Wording")
    assert usual_columns(columns, {"title": "Wording"}) == {
        "number": "Key", "state": "Status", "opened_at": "Created", "updated_at": "Updated", "title": "Wording",
    }  # fmt: skip
    with pytest.raises(UnreadableFile, match="Say which column holds: updated_at; the file has: Key, Status, Created"):
        usual_columns(columns[:3])
    with pytest.raises(UnreadableFile, match="There is no field owner"):
        usual_columns(columns, {"owner": "Key"})
    with pytest.raises(UnreadableFile, match="The file has no column Words"):
        usual_columns(columns, {"title": "Words"})


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "no lines"), (b"number,state\n", "no lines"), (b"\xff\xfe", "not UTF-8"), (b'a,b\n"x,y\n', "not CSV")],
)
def test_what_is_no_event_log_is_refused_whole(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        parse_event_log(data, LONDON)


def test_a_priority_is_graded_by_its_number_and_never_a_near_miss() -> None:
    graded = [severity_of(words) for words in ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low", "5", "")]
    assert graded == ["S1", "S2", "S3", "S3", "S3", "S3"]
