"""Clocks: due times of the standard plan, how a clock stands, updates, and the sentence that explains one."""

from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.incidents.business_calendar import BusinessCalendar
from ledger.incidents.clocks import (
    DEFAULT_PLAN,
    Clock,
    ClockKind,
    ClockRule,
    ClockState,
    Unit,
    due_at,
    explain,
    next_update_due_at,
    state,
    warning,
    words_of,
)
from ledger.incidents.severities import Severity

LONDON = BusinessCalendar("Europe/London", country="GB", subdivision="ENG")
AWARE = datetime(2026, 10, 6, 8, 2, tzinfo=UTC)
"""Tuesday 6 October 2026, 09:02 in London."""
HOUR = timedelta(hours=1)


def standard(kind: ClockKind, severity: Severity) -> datetime:
    return due_at(DEFAULT_PLAN[kind, severity], AWARE, LONDON)


def london_day_end(month: int, day: int, year: int = 2026) -> datetime:
    return LONDON.add_days(datetime(year, month, day, 12, tzinfo=UTC), 0)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ClockKind.FIRST_NOTICE, (AWARE + HOUR, AWARE + 4 * HOUR, london_day_end(10, 7))),
        (ClockKind.UPDATES, (AWARE + HOUR / 2, AWARE + 4 * HOUR, london_day_end(10, 7))),
        (ClockKind.FIRST_LETTER, (london_day_end(10, 7), london_day_end(10, 8), london_day_end(10, 13))),
        (ClockKind.REMEDY_OFFERED, (london_day_end(10, 13),) * 3),
        (ClockKind.FINAL_LETTER, (london_day_end(10, 20), london_day_end(10, 20), london_day_end(10, 13))),
        (ClockKind.REMEDY_DELIVERED, (london_day_end(10, 20),) * 3),
        (ClockKind.ACTIONS_IMPLEMENTED, (london_day_end(10, 21), london_day_end(11, 5), london_day_end(12, 5))),
        (
            ClockKind.EFFECTIVENESS,
            (london_day_end(1, 4, 2027), london_day_end(1, 4, 2027), london_day_end(4, 4, 2027)),
        ),
        (ClockKind.PERSONAL_DATA, (AWARE + 24 * HOUR,) * 3),
    ],
)
def test_the_standard_plan_is_due_as_the_table_says(
    kind: ClockKind, expected: tuple[datetime, datetime, datetime]
) -> None:
    assert (standard(kind, "S1"), standard(kind, "S2"), standard(kind, "S3")) == expected


def test_a_near_miss_has_no_clock_and_every_other_severity_has_all() -> None:
    assert {severity for _, severity in DEFAULT_PLAN} == {"S1", "S2", "S3"}
    assert {kind for kind, _ in DEFAULT_PLAN} == set(ClockKind)
    assert len(DEFAULT_PLAN) == 27


def test_minute_clocks_run_through_the_night_and_a_clock_change() -> None:
    """Awareness at 00:30 GMT on 29 March 2026; the clocks go forward at 01:00."""
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert due_at(DEFAULT_PLAN[ClockKind.FIRST_NOTICE, "S1"], night, LONDON) == night + HOUR
    assert due_at(DEFAULT_PLAN[ClockKind.FIRST_NOTICE, "S2"], night, LONDON) == night + 4 * HOUR


def test_the_same_awareness_is_due_on_each_clients_own_day() -> None:
    rule = DEFAULT_PLAN[ClockKind.FIRST_LETTER, "S1"]
    evening = datetime(2026, 10, 6, 20, tzinfo=UTC)
    assert due_at(rule, evening, LONDON) == london_day_end(10, 7)
    kolkata = BusinessCalendar("Asia/Kolkata", closed=frozenset({date(2026, 10, 8)}))
    assert due_at(rule, evening, kolkata) == datetime(2026, 10, 9, 18, 29, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "expected", "warned"),
    [
        (-5, ClockState.DUE, 0),
        (29, ClockState.DUE, 0),
        (30, ClockState.DUE, 50),
        (47, ClockState.DUE, 50),
        (48, ClockState.AT_RISK, 80),
        (60, ClockState.AT_RISK, 80),
        (61, ClockState.MISSED, 80),
    ],
)
def test_a_running_clock_warns_at_half_and_four_fifths_of_its_span(
    minutes: int, expected: ClockState, warned: int
) -> None:
    clock = Clock(DEFAULT_PLAN[ClockKind.FIRST_NOTICE, "S1"], AWARE, AWARE + HOUR)
    now = AWARE + timedelta(minutes=minutes)
    assert (clock.state(now), clock.warning(now)) == (expected, warned)


def test_a_clock_stopped_in_time_is_met_for_ever_and_one_stopped_late_stays_missed() -> None:
    due = AWARE + HOUR
    for years in (1, 5):
        now = AWARE + timedelta(days=365 * years)
        assert state(due, due, AWARE, now) is ClockState.MET
        assert state(due, due + timedelta(microseconds=1), AWARE, now) is ClockState.MISSED
        assert warning(due, due, AWARE, now) == 0


def test_looking_back_a_later_stop_has_not_happened_yet() -> None:
    due = AWARE + HOUR
    assert state(due, AWARE + HOUR / 2, AWARE, AWARE + HOUR / 4) is ClockState.DUE
    assert state(due, AWARE + 3 * HOUR, AWARE, AWARE + 2 * HOUR) is ClockState.MISSED


# Updates: (last sent, promised next, due), in minutes after awareness
@pytest.mark.parametrize(
    ("last_sent", "promised", "expected"),
    [
        (None, None, 30),
        (None, 20, 20),
        (None, 45, 30),
        (10, None, 40),
        (30, 240, 60),
        (90, 240, 120),
        (100, 240, 240),
        (100, 110, 110),
        (115, None, 145),
        (240, 600, 600),
        (240, 240, 270),
        (240, 200, 270),
    ],
)
def test_grave_updates_keep_their_rhythm_for_two_hours_and_then_the_promise(
    last_sent: int | None, promised: int | None, expected: int
) -> None:
    def after(minutes: int | None) -> datetime | None:
        return None if minutes is None else AWARE + timedelta(minutes=minutes)

    rule = DEFAULT_PLAN[ClockKind.UPDATES, "S1"]
    assert next_update_due_at(rule, AWARE, after(last_sent), after(promised), LONDON) == after(expected)


def test_lesser_updates_keep_their_rhythm_in_business_hours_and_an_earlier_promise_binds() -> None:
    rule = DEFAULT_PLAN[ClockKind.UPDATES, "S2"]
    sent = datetime(2026, 10, 6, 14, tzinfo=UTC)
    next_morning = datetime(2026, 10, 7, 10, tzinfo=UTC)
    assert next_update_due_at(rule, AWARE, sent, None, LONDON) == next_morning
    assert next_update_due_at(rule, AWARE, sent, sent + HOUR, LONDON) == sent + HOUR
    assert next_update_due_at(rule, AWARE, sent, next_morning + HOUR, LONDON) == next_morning


def test_the_sentence_says_what_how_long_from_when_and_whose_plan() -> None:
    rule = DEFAULT_PLAN[ClockKind.FIRST_NOTICE, "S1"]
    assert explain(rule, AWARE, AWARE + HOUR, "Europe/London") == (
        "First notice within 60 minutes of awareness (S1, standard plan): due Tue 6 Oct 2026, 10:02 BST, "
        "counted from Tue 6 Oct 2026, 09:02 BST."
    )
    delivered = DEFAULT_PLAN[ClockKind.REMEDY_DELIVERED, "S2"]
    assert explain(delivered, AWARE, AWARE, "Asia/Kolkata").startswith(
        "Remedy delivered within 10 business days of the promise (S2, standard plan): due Tue 6 Oct 2026, 13:32 IST"
    )
    updates = DEFAULT_PLAN[ClockKind.UPDATES, "S2"]
    assert "within 4 business hours of the last one, or as promised" in explain(updates, AWARE, AWARE, "Asia/Dubai")
    assert explain(updates, AWARE, AWARE, "Asia/Dubai").endswith("12:02 UTC+04:00.")


def test_every_rule_of_the_plan_has_a_sentence() -> None:
    sentences = {explain(rule, AWARE, AWARE, "Europe/London") for rule in DEFAULT_PLAN.values()}
    assert len(sentences) == len(DEFAULT_PLAN)


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (1, "minutes", "1 minute"),
        (60, "minutes", "60 minutes"),
        (90, "minutes", "90 minutes"),
        (240, "minutes", "4 hours"),
        (240, "business_minutes", "4 business hours"),
        (1, "business_days", "1 business day"),
        (15, "days", "15 days"),
    ],
)
def test_a_span_is_said_in_words(amount: int, unit: Unit, words: str) -> None:
    assert words_of(amount, unit) == words


CALENDARS = st.sampled_from(
    [
        LONDON,
        BusinessCalendar("Asia/Kolkata", opens=time(9, 30), closes=time(18)),
        BusinessCalendar("America/New_York", opens=time(0), closes=time(0), country="US"),
        BusinessCalendar("Africa/Cairo", weekdays=frozenset({0, 1, 2, 3, 6})),
        BusinessCalendar("Pacific/Apia"),
    ]
)
ZEROS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants bounds without a zone


@given(ZEROS, CALENDARS, st.sampled_from(get_args(Unit)), st.integers(1, 60), st.integers(0, 60))
def test_more_time_is_never_due_earlier_and_nothing_is_due_before_zero(
    zero: datetime, calendar: BusinessCalendar, unit: Unit, amount: int, more: int
) -> None:
    def due(span: int) -> datetime:
        return due_at(ClockRule(ClockKind.UPDATES, "S1", span, unit, ""), zero, calendar)

    assert zero < due(amount) <= due(amount + more)
    assert due(amount).tzinfo is UTC


@given(ZEROS, CALENDARS, st.sampled_from(get_args(Unit)), st.integers(1, 60), st.integers(0, 10**7))
def test_a_later_awareness_is_never_due_earlier(
    zero: datetime, calendar: BusinessCalendar, unit: Unit, amount: int, seconds: int
) -> None:
    rule = ClockRule(ClockKind.UPDATES, "S1", amount, unit, "")
    assert due_at(rule, zero, calendar) <= due_at(rule, zero + timedelta(seconds=seconds), calendar)
