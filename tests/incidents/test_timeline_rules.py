"""Which times an entry can have, who reads it by default, and what a notebook says."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.incidents.timeline import (
    KINDS,
    attempts_suffice,
    default_visibility,
    lag_words,
    pasted_lines,
    tells_the_client,
    time_fault,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEGAN = NOW - timedelta(hours=3)
MILESTONES = {"impact_started_at": BEGAN, "aware_at": BEGAN + timedelta(minutes=20)}
DAY = date(2026, 11, 19)
ZONE = "Europe/London"


@pytest.mark.parametrize("kind", ["detection", "containment", "restoration", "client_notice", "update"])
def test_an_entry_before_the_outage_is_refused(kind: str) -> None:
    assert time_fault(kind, BEGAN - timedelta(minutes=1), MILESTONES, NOW)
    assert time_fault(kind, BEGAN + timedelta(minutes=20), MILESTONES, NOW) is None


@pytest.mark.parametrize("kind", ["action", "decision", "observation", "client_contact", "correction"])
def test_a_change_or_a_talk_may_come_before_the_outage(kind: str) -> None:
    assert time_fault(kind, BEGAN - timedelta(days=1), MILESTONES, NOW) is None


def test_a_notice_before_we_knew_is_refused() -> None:
    assert "before we knew" in str(time_fault("client_notice", BEGAN + timedelta(minutes=5), MILESTONES, NOW))


@pytest.mark.parametrize("kind", KINDS)
def test_the_future_is_refused_for_every_kind(kind: str) -> None:
    assert "future" in str(time_fault(kind, NOW + timedelta(seconds=1), {}, NOW))


def test_clients_read_notices_and_updates_and_nothing_else_by_default() -> None:
    seen = {kind for kind in KINDS if default_visibility(kind) != "internal"}
    assert seen == {"client_notice", "update"}
    assert default_visibility("client_notice", one_client=True) == "one_client"


def test_three_attempts_on_two_channels_stand_for_a_notice() -> None:
    assert attempts_suffice(["phone", "phone", "mail"])
    assert not attempts_suffice(["phone", "phone", "phone"])
    assert not attempts_suffice(["phone", "mail"])
    assert not attempts_suffice(["phone", None, None])


def test_a_message_on_the_machine_tells_nobody() -> None:
    assert tells_the_client("client_notice", "reached")
    assert tells_the_client("client_notice", None)
    assert not tells_the_client("client_notice", "left_message")
    assert not tells_the_client("update", None)


def test_the_lag_is_told_from_five_minutes_on() -> None:
    assert not lag_words(NOW, NOW + timedelta(minutes=4))
    assert lag_words(NOW, NOW + timedelta(minutes=40)) == "written down 40 min later"
    assert lag_words(NOW, NOW + timedelta(hours=5)) == "written down 5 h later"
    assert lag_words(NOW, NOW + timedelta(days=3)) == "written down 3 days later"


def test_lines_cross_midnight_and_continue_when_indented() -> None:
    lines, bad = pasted_lines("23:50 rang the harbour\n\n00.10 - restarted\n  and waited\n0:40 mail runs", DAY, ZONE)
    assert bad == []
    assert [(line.number, line.occurred_at, line.text) for line in lines] == [
        (1, datetime(2026, 11, 19, 23, 50, tzinfo=UTC), "rang the harbour"),
        (3, datetime(2026, 11, 20, 0, 10, tzinfo=UTC), "restarted\nand waited"),
        (5, datetime(2026, 11, 20, 0, 40, tzinfo=UTC), "mail runs"),
    ]


def test_each_bad_line_is_named() -> None:
    _, bad = pasted_lines("21:14 restarted\nthen it worked\n25:10 no such hour\n21:60 nor minute\n21:15", DAY, ZONE)
    assert [sentence.partition(":")[0] for sentence in bad] == ["Line 2", "Line 3", "Line 4", "Line 5"]


def test_a_time_that_may_be_either_day_is_named_instead_of_guessed() -> None:
    lines, bad = pasted_lines("18:00 began\n17:30 a little out of order\n13:00 earlier or tomorrow", DAY, ZONE)
    assert [line.number for line in lines] == [1, 2]
    assert bad[0].startswith("Line 3: it goes back from 17:30 to 13:00")


_minutes = st.lists(st.integers(min_value=0, max_value=11 * 60), min_size=1, max_size=30)


@given(st.integers(min_value=0, max_value=23 * 60 + 59), _minutes, st.sampled_from([ZONE, "Asia/Kolkata", "UTC"]))
def test_any_notebook_kept_in_order_is_read_as_it_was_kept(first: int, gaps: list[int], zone: str) -> None:
    local = datetime(2026, 11, 19) + timedelta(minutes=first)  # noqa: DTZ001 the wall clock of whoever kept it
    kept = [local := local + timedelta(minutes=gap if number else 0) for number, gap in enumerate(gaps)]
    text = "\n".join(f"{at:%H:%M} line {number}" for number, at in enumerate(kept))
    lines, bad = pasted_lines(text, DAY, zone)
    assert bad == []
    assert [line.occurred_at for line in lines] == [at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for at in kept]
    assert [line.text for line in lines] == [f"line {number}" for number in range(len(kept))]


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader_of_lines(text: str) -> None:
    lines, bad = pasted_lines(text, DAY, ZONE)
    assert all(line.text for line in lines)
    assert len(lines) + len(bad) <= len(text.splitlines()) + 1
