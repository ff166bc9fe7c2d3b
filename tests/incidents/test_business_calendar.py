"""A client's working time across clock changes, holidays, weekends and midnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.incidents.business_calendar import BusinessCalendar

LONDON = BusinessCalendar("Europe/London", country="GB", subdivision="ENG")
KOLKATA = BusinessCalendar("Asia/Kolkata", opens=time(9, 30), closes=time(18))
ALWAYS = BusinessCalendar("Europe/London", opens=time(0), closes=time(0), weekdays=frozenset(range(7)))


def local(zone: str, *parts: int) -> datetime:
    """Return the instant at which it is that time there."""
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type, misc] # as many numbers as a test needs


def end_of(zone: str, year: int, month: int, day: int) -> datetime:
    return local(zone, year, month, day, 23, 59, 59, 999_999)


def test_weekends_holidays_and_extra_closed_days_are_no_business_days() -> None:
    calendar = BusinessCalendar("Europe/London", country="GB", subdivision="ENG", closed=frozenset({date(2026, 10, 7)}))
    assert calendar.is_business_day(date(2026, 10, 6))
    assert not calendar.is_business_day(date(2026, 10, 7))
    assert not calendar.is_business_day(date(2026, 10, 10))
    assert not calendar.is_business_day(date(2026, 12, 25))
    assert not calendar.is_business_day(date(2026, 12, 28)), "Boxing Day is a Saturday, kept on the Monday"


def test_a_holiday_of_one_part_of_a_country_is_a_working_day_in_another() -> None:
    scotland = BusinessCalendar("Europe/London", country="GB", subdivision="SCT")
    assert LONDON.is_business_day(date(2026, 11, 30))
    assert not scotland.is_business_day(date(2026, 11, 30))


def test_a_holiday_observed_in_the_year_before_is_known() -> None:
    """New Year's Day 2022 was a Saturday and kept on Friday 31 December 2021 in the United States."""
    assert not BusinessCalendar("America/New_York", country="US").is_business_day(date(2021, 12, 31))


def test_business_days_end_with_the_clients_day_and_day_zero_does_not_count() -> None:
    tuesday_morning = local("Europe/London", 2026, 10, 6, 9, 2)
    assert LONDON.add_business_days(tuesday_morning, 0) == end_of("Europe/London", 2026, 10, 6)
    assert LONDON.add_business_days(tuesday_morning, 1) == end_of("Europe/London", 2026, 10, 7)
    assert LONDON.add_business_days(tuesday_morning, 10) == end_of("Europe/London", 2026, 10, 20)


def test_from_a_weekend_the_first_business_day_is_monday() -> None:
    saturday = local("Europe/London", 2026, 10, 10, 12)
    assert LONDON.add_business_days(saturday, 1) == end_of("Europe/London", 2026, 10, 12)
    assert LONDON.add_business_days(saturday, 0) == end_of("Europe/London", 2026, 10, 10)


def test_christmas_and_new_year_are_stepped_over() -> None:
    wednesday = local("Europe/London", 2026, 12, 23, 15)
    assert LONDON.add_business_days(wednesday, 2) == end_of("Europe/London", 2026, 12, 29)
    assert LONDON.add_business_days(wednesday, 5) == end_of("Europe/London", 2027, 1, 4)


def test_the_day_is_the_clients_not_the_one_in_utc() -> None:
    """20:00 UTC on Tuesday is already Wednesday in Kolkata."""
    late = datetime(2026, 10, 6, 20, tzinfo=UTC)
    assert KOLKATA.local_day(late) == date(2026, 10, 7)
    assert KOLKATA.add_business_days(late, 1) == datetime(2026, 10, 8, 18, 29, 59, 999_999, tzinfo=UTC)


def test_midnight_belongs_to_the_day_it_begins() -> None:
    midnight = local("Europe/London", 2026, 10, 7)
    assert LONDON.add_business_days(midnight, 1) == end_of("Europe/London", 2026, 10, 8)
    assert LONDON.add_business_days(midnight - timedelta(microseconds=1), 1) == end_of("Europe/London", 2026, 10, 7)


@pytest.mark.parametrize(
    ("day", "hours"),
    [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 3, 28), 24)],
    ids=["spring", "autumn", "usual"],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: tuple[int, int, int], hours: int) -> None:
    begins = local("Europe/London", *day)
    assert ALWAYS.add_days(begins, 0) - begins == timedelta(hours=hours, microseconds=-1)
    assert ALWAYS.add_business_minutes(begins, hours * 60) == begins + timedelta(hours=hours)


def test_calendar_days_end_with_the_clients_day_across_a_clock_change_and_a_leap_day() -> None:
    assert LONDON.add_days(local("Europe/London", 2026, 3, 20, 10), 15) == datetime(
        2026, 4, 4, 22, 59, 59, 999_999, tzinfo=UTC
    )
    assert LONDON.add_days(local("Europe/London", 2028, 2, 28, 10), 1) == end_of("Europe/London", 2028, 2, 29)
    assert LONDON.add_days(local("Europe/London", 2027, 2, 28, 10), 1) == end_of("Europe/London", 2027, 3, 1)


def test_a_leap_day_is_a_business_day() -> None:
    monday = local("Europe/London", 2028, 2, 28, 10)
    assert LONDON.add_business_days(monday, 1) == end_of("Europe/London", 2028, 2, 29)
    assert LONDON.add_business_days(monday, 2) == end_of("Europe/London", 2028, 3, 1)


def test_where_midnight_itself_is_skipped_the_day_ends_at_the_change() -> None:
    """Cairo's clocks went from 24:00 on Thursday 24 April 2025 to 01:00."""
    cairo = BusinessCalendar("Africa/Cairo")
    end = cairo.add_days(local("Africa/Cairo", 2025, 4, 24, 12), 0)
    assert end == datetime(2025, 4, 24, 21, 59, 59, 999_999, tzinfo=UTC)


def test_where_the_last_hour_comes_twice_the_day_ends_after_the_second() -> None:
    """Cairo's clocks went from 24:00 on Thursday 30 October 2025 back to 23:00."""
    end = BusinessCalendar("Africa/Cairo").add_days(local("Africa/Cairo", 2025, 10, 30, 12), 0)
    assert end == datetime(2025, 10, 30, 21, 59, 59, 999_999, tzinfo=UTC)


def test_business_minutes_run_only_while_the_client_works() -> None:
    assert LONDON.add_business_minutes(local("Europe/London", 2026, 10, 6, 10), 240) == local(
        "Europe/London", 2026, 10, 6, 14
    )
    friday = local("Europe/London", 2026, 10, 9, 16, 30)
    assert LONDON.add_business_minutes(friday, 30) == local("Europe/London", 2026, 10, 9, 17)
    assert LONDON.add_business_minutes(friday, 31) == local("Europe/London", 2026, 10, 12, 9, 1)
    night = local("Europe/London", 2026, 10, 6, 3)
    assert LONDON.add_business_minutes(night, 60) == local("Europe/London", 2026, 10, 6, 10)
    assert LONDON.add_business_minutes(night, 0) == night


def test_business_minutes_over_the_clock_change_keep_the_clients_opening_time() -> None:
    """The clocks go back on Sunday 25 October 2026; Monday opens at 09:00 GMT."""
    friday = local("Europe/London", 2026, 10, 23, 16)
    assert LONDON.add_business_minutes(friday, 120) == datetime(2026, 10, 26, 10, tzinfo=UTC)
    assert KOLKATA.add_business_minutes(datetime(2026, 10, 6, 12, tzinfo=UTC), 60) == datetime(
        2026, 10, 7, 4, 30, tzinfo=UTC
    )


def test_hours_inside_the_skipped_hour_take_no_time_and_no_harm() -> None:
    night_shift = BusinessCalendar("Europe/London", opens=time(1, 15), closes=time(1, 45), weekdays=frozenset({6}))
    saturday = local("Europe/London", 2026, 3, 28, 12)
    assert night_shift.add_business_minutes(saturday, 30) >= saturday + timedelta(hours=12)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"zone": "Europe/Nowhere"}, "no time zone called"),
        ({"zone": "../../etc/passwd"}, "no time zone called"),
        ({"zone": ""}, "no time zone called"),
        ({"zone": "UTC", "opens": time(17), "closes": time(9)}, "cannot close at 09:00"),
        ({"zone": "UTC", "weekdays": frozenset()}, "at least one working weekday"),
        ({"zone": "UTC", "weekdays": frozenset({7})}, "at least one working weekday"),
        ({"zone": "UTC", "country": "XX"}, "no public holidays for “XX”"),
        ({"zone": "UTC", "country": "GB", "subdivision": "XXX"}, "no public holidays for “GB-XXX”"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(arguments: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        BusinessCalendar(**arguments)  # type: ignore[arg-type] # wrong on purpose


def test_a_time_without_a_zone_and_a_negative_span_are_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        LONDON.add_business_days(datetime(2026, 10, 6, 9), 1)  # noqa: DTZ001 - the naive time is the point
    with pytest.raises(ValueError, match="counts forward"):
        LONDON.add_business_minutes(datetime(2026, 10, 6, 9, tzinfo=UTC), -1)


def test_a_calendar_that_never_opens_says_so_instead_of_searching_for_ever() -> None:
    closed = frozenset(date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(800))
    with pytest.raises(ValueError, match="no working day in the 400 days"):
        BusinessCalendar("UTC", closed=closed).add_business_days(datetime(2026, 1, 1, tzinfo=UTC), 1)


INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants bounds without a zone
CALENDARS = st.sampled_from(
    [LONDON, KOLKATA, ALWAYS, BusinessCalendar("Africa/Cairo"), BusinessCalendar("Pacific/Apia", country="WS")]
)


@given(INSTANTS, CALENDARS, st.integers(0, 3000), st.integers(0, 3000))
def test_business_minutes_add_up(start: datetime, calendar: BusinessCalendar, first: int, second: int) -> None:
    in_steps = calendar.add_business_minutes(calendar.add_business_minutes(start, first), second)
    assert calendar.add_business_minutes(start, first + second) == in_steps


@given(INSTANTS, CALENDARS, st.integers(1, 30))
def test_a_business_day_ends_on_a_business_day(start: datetime, calendar: BusinessCalendar, days: int) -> None:
    end = calendar.add_business_days(start, days)
    assert calendar.is_business_day(calendar.local_day(end))
    assert calendar.local_day(end + timedelta(microseconds=1)) > calendar.local_day(end)
