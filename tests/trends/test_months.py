"""Months and quarters in a zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.trends.months import (
    day_ends,
    first_day,
    first_instant,
    following,
    is_mature,
    last_instant,
    last_months,
    last_quarters,
    month_key,
    months_between,
    period_label,
    quarter_key,
    quarters_between,
    short_label,
)

BERLIN = ZoneInfo("Europe/Berlin")
CHICAGO = ZoneInfo("America/Chicago")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")

zones = st.sampled_from([BERLIN, CHICAGO, KIRITIMATI, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu")])
months = st.builds("{:04d}-{:02d}".format, st.integers(2015, 2040), st.integers(1, 12))
quarters = st.builds("{:04d}-Q{:d}".format, st.integers(2015, 2040), st.integers(1, 4))


def test_the_month_of_an_instant_depends_on_the_zone() -> None:
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert [month_key(late, zone) for zone in (UTC, BERLIN, CHICAGO)] == ["2026-01", "2026-02", "2026-01"]


def test_the_quarter_of_an_instant_depends_on_the_zone() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert [quarter_key(new_year, zone) for zone in (UTC, BERLIN)] == ["2026-Q4", "2027-Q1"]


def test_an_instant_without_a_zone_belongs_to_no_month() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        month_key(datetime(2026, 1, 31, 23, 30), BERLIN)  # noqa: DTZ001 - a naive instant is what is refused


@pytest.mark.parametrize("nonsense", ["2026-13", "2026-1", "2026-Q5", "2026", "", "2026-01-01", "٢٠٢٦-01"])
def test_what_is_no_period_is_refused(nonsense: str) -> None:
    with pytest.raises(ValueError, match="not a month or quarter"):
        first_day(nonsense)


def test_a_month_begins_at_midnight_of_its_zone_in_summer_and_winter_time() -> None:
    assert first_instant("2026-03", BERLIN) == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert first_instant("2026-04", BERLIN) == datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert last_instant("2026-03", BERLIN) == datetime(2026, 3, 31, 21, 59, 59, 999999, tzinfo=UTC)


@given(st.one_of(months, quarters), zones)
def test_first_and_last_instant_belong_to_the_period_and_their_neighbours_do_not(period: str, zone: ZoneInfo) -> None:
    key = quarter_key if "Q" in period else month_key
    tick = timedelta(microseconds=1)
    first, last = first_instant(period, zone), last_instant(period, zone)
    assert (key(first, zone), key(last, zone)) == (period, period)
    assert key(first - tick, zone) < period < key(last + tick, zone)
    assert key(last + tick, zone) == following(period)


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_a_sequence_of_months_has_no_gap_and_no_double(one: date, two: date) -> None:
    first, last = sorted((one, two))
    keys = months_between(first, last)
    assert len(keys) == (last.year - first.year) * 12 + last.month - first.month + 1
    assert list(keys) == sorted(set(keys))
    assert {f"{key[:4]}-Q{(int(key[5:]) + 2) // 3}" for key in keys} == set(quarters_between(first, last))


def test_the_last_twelve_months_end_with_the_one_that_is_running_in_the_zone() -> None:
    as_of = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert last_months(as_of, BERLIN, 12)[:1] + last_months(as_of, BERLIN, 12)[-1:] == ("2025-12", "2026-11")
    assert last_months(as_of, UTC, 2) == ("2026-09", "2026-10")
    assert last_quarters(as_of, BERLIN, 5) == ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")


def test_a_month_is_mature_when_it_is_over_in_its_zone_and_the_days_to_decide_have_passed() -> None:
    over = first_instant("2026-11", CHICAGO)
    assert is_mature("2026-10", CHICAGO, over)
    assert not is_mature("2026-10", CHICAGO, over - timedelta(microseconds=1))
    assert not is_mature("2026-10", CHICAGO, over + timedelta(days=9), decision_days=10)
    # Chicago leaves summer time on 1 November: ten calendar days are one hour longer than 240.
    assert not is_mature("2026-10", CHICAGO, over + timedelta(days=10), decision_days=10)
    assert is_mature("2026-10", CHICAGO, over + timedelta(days=10, hours=1), decision_days=10)


def test_a_day_ends_at_midnight_where_the_client_is() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert day_ends(noon, CHICAGO) == datetime(2026, 11, 21, 5, 59, 59, 999999, tzinfo=UTC)
    assert day_ends(noon, KIRITIMATI) == datetime(2026, 11, 21, 9, 59, 59, 999999, tzinfo=UTC)


def test_periods_are_written_in_words() -> None:
    assert [period_label("2026-03"), period_label("2026-Q1")] == ["March 2026", "2026 Q1"]
    assert [short_label("2026-03"), short_label("2026-Q1")] == ["Mar", "Q1"]
