"""The calendar of the invented stories."""

from datetime import UTC, date, datetime

import pytest

from ledger.demo.moments import Moments, first_day, is_off, working_day

FRIDAY = date(2026, 10, 23)
"""The clocks go back in Europe on the Sunday after."""


def moments(zone: str = "Europe/London", locale: str = "en_GB") -> Moments:
    return Moments(FRIDAY, zone, locale, until=datetime(2026, 11, 22, 4, 41, tzinfo=UTC))


@pytest.mark.parametrize(
    ("count", "day"), [(0, FRIDAY), (1, date(2026, 10, 26)), (5, date(2026, 10, 30)), (-1, date(2026, 10, 22))]
)
def test_working_days_pass_over_weekends(count: int, day: date) -> None:
    assert working_day(FRIDAY, count, "GB") == day


@pytest.mark.parametrize(
    ("zone", "told", "hour"),
    [("Europe/London", "0 08:55", 7), ("Europe/London", "1 08:55", 8), ("Europe/Berlin", "1 08:55", 7)],
)
def test_a_clock_is_that_of_the_client_also_after_the_clocks_changed(zone: str, told: str, hour: int) -> None:
    assert moments(zone).at(told).hour == hour


def test_nothing_begins_on_a_public_holiday() -> None:
    assert working_day(date(2026, 4, 2), 1, "GB") == date(2026, 4, 7)
    assert working_day(date(2026, 5, 13), 1, "DE") == date(2026, 5, 15)
    assert is_off(date(2026, 12, 29), "GB")


def test_what_goes_on_now_is_told_in_minutes() -> None:
    assert moments().at("now-41") == datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def test_days_in_a_text_are_written_out() -> None:
    assert moments().fill("On {day}, not {1}; {x} stays.") == "On Friday 23 October 2026, not 26 October; {x} stays."


def test_a_story_of_a_sunday_long_ago_is_told_of_the_friday() -> None:
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert first_day(sunday, 28, "Europe/London", "GB") == date(2026, 10, 23)
    assert first_day(sunday, 0, "Europe/London", "GB") == date(2026, 11, 22)
