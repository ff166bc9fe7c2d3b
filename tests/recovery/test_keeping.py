"""When a promise is kept, as plain values."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.kernel.errors import Invalid
from ledger.kernel.money import Money
from ledger.recovery.keeping import binding_due_at, due_ahead, due_from, due_words, end_of_day, judged, update_words
from ledger.recovery.totals import totals

ZONES = ("UTC", "Europe/London", "Pacific/Auckland", "America/St_Johns", "America/Santiago")
FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 30)), st.sampled_from(ZONES))
def test_a_day_ends_in_the_clients_zone_a_moment_before_the_next_begins(day: date, zone: str) -> None:
    ends = end_of_day(day, zone)
    assert ends.astimezone(ZoneInfo(zone)).date() == day
    assert (ends + timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() > day


@pytest.mark.parametrize(
    ("status", "kept_at", "now", "judgement"),
    [
        ("open", None, FRIDAY, "open"),
        ("open", None, FRIDAY + timedelta(microseconds=1), "broken"),
        ("open", FRIDAY, FRIDAY, "kept"),
        ("open", FRIDAY + timedelta(seconds=1), FRIDAY + timedelta(days=1), "late"),
        ("released", None, FRIDAY + timedelta(days=9), "released"),
        ("broken", None, FRIDAY - timedelta(days=9), "broken"),
    ],
)
def test_a_promise_is_judged_by_its_date(status: str, kept_at: datetime | None, now: datetime, judgement: str) -> None:
    assert judged(status, kept_at, FRIDAY, now) == judgement


def test_a_later_date_counts_only_if_the_client_agreed_before_the_first_had_passed() -> None:
    later = FRIDAY + timedelta(days=7)
    assert binding_due_at(FRIDAY, later, FRIDAY) == later
    assert binding_due_at(FRIDAY, later, FRIDAY + timedelta(seconds=1)) == FRIDAY
    assert binding_due_at(FRIDAY, None, None) == FRIDAY
    assert binding_due_at(FRIDAY, FRIDAY - timedelta(days=2), FRIDAY - timedelta(days=3)) == FRIDAY


def test_by_when_is_a_day_or_an_instant_and_never_both_or_neither() -> None:
    assert due_from(None, FRIDAY, "Europe/London") == (FRIDAY, False)
    assert due_from(date(2026, 6, 1), None, "Europe/London") == (
        datetime(2026, 6, 1, 22, 59, 59, 999999, tzinfo=UTC), True,
    )  # fmt: skip
    for day, instant in ((None, None), (date(2026, 6, 1), FRIDAY)):
        with pytest.raises(Invalid):
            due_from(day, instant, "UTC")


@pytest.mark.parametrize(("day", "instant", "field"), [(date(2026, 11, 26), None, "due_on"), (None, FRIDAY, "due_at")])
def test_what_has_passed_is_refused_beside_what_was_said(
    day: date | None, instant: datetime | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        due_ahead(day, instant, "UTC", FRIDAY)
    assert list(refusal.value.fields) == [field]


def test_the_words_to_copy_end_with_the_time_of_the_next_update_and_its_zone() -> None:
    words = update_words("Nothing new; we are still working on it", FRIDAY, "Europe/London")
    assert words == "Nothing new; we are still working on it. Next update by Fri 27 Nov 2026, 16:00 GMT."
    assert update_words("All works again.", None, "UTC") == "All works again."
    assert due_words(FRIDAY, "Europe/London", is_day=True) == "27 Nov 2026"


money = st.builds(Money, st.integers(0, 10**12), st.sampled_from(("EUR", "GBP", "JPY", "USD")))


@given(st.lists(money))
def test_totals_never_add_two_currencies(amounts: list[Money]) -> None:
    sums = {total.currency: total.minor for total in totals(amounts)}
    assert sums.keys() == {amount.currency for amount in amounts if amount.minor}
    for currency, minor in sums.items():
        assert minor == sum(amount.minor for amount in amounts if amount.currency == currency)
