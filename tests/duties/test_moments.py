"""When somebody is reminded of one thing, and who hears of it once it is missed."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.duties.moments import Escalation, before_at, digest_due, is_quiet, moments
from ledger.duties.signature import headers, new_secret, signature
from ledger.kernel.pauses import PAUSES, pause_after

DUE_AT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
END_OF_DAY = datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=UTC)
LONG_AGO = DUE_AT - timedelta(days=3)
RULE = Escalation(15, 60)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-31, []),
        (-30, ["before"]),
        (-1, ["before"]),
        (0, ["at"]),
        (15, ["at", "missed_manager"]),
        (60, ["at", "missed_manager", "missed_leadership"]),
        (24 * 60 + 14, ["missed_manager", "missed_leadership"]),
        (26 * 60, []),
    ],
)
def test_an_instant_is_told_of_before_at_and_after(minutes: int, said: list[str]) -> None:
    at = DUE_AT + timedelta(minutes=minutes)
    assert moments(LONG_AGO, DUE_AT, "Europe/London", RULE, at, is_day=False) == said


def test_a_short_time_is_reminded_of_at_its_half_and_never_before_it_began() -> None:
    began_at = DUE_AT - timedelta(minutes=15)
    assert before_at(began_at, DUE_AT, "UTC", is_day=False) == DUE_AT - timedelta(minutes=7, seconds=30)
    assert (
        moments(DUE_AT + timedelta(minutes=1), DUE_AT, "UTC", RULE, DUE_AT + timedelta(minutes=2), is_day=False) == []
    )


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 20, 8, 59, tzinfo=UTC), []),
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), ["before"]),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), ["at"]),
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), ["at", "missed_manager"]),
        (datetime(2026, 11, 22, 9, 0, tzinfo=UTC), ["missed_leadership"]),
    ],
)
def test_a_day_is_told_of_in_its_morning_and_missed_ones_the_mornings_after(at: datetime, said: list[str]) -> None:
    assert moments(LONG_AGO, END_OF_DAY, "Europe/London", RULE, at, is_day=True) == said


def test_the_digest_has_its_time_of_day_where_the_person_is() -> None:
    eight = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    assert digest_due("08:00", "Europe/Berlin", eight - timedelta(seconds=1)) is None
    assert digest_due("08:00", "Europe/Berlin", eight) == (eight.date(), eight)
    assert digest_due("08:00", "Europe/Berlin", eight + timedelta(hours=2)) is None


@pytest.mark.parametrize(("hour", "quiet"), [(19, False), (20, True), (3, True), (7, False)])
def test_quiet_hours_run_over_midnight(hour: int, *, quiet: bool) -> None:
    assert is_quiet("20:00", "07:00", "UTC", DUE_AT.replace(hour=hour)) is quiet
    assert not is_quiet("07:00", "07:00", "UTC", DUE_AT.replace(hour=hour))


def test_pauses_grow_and_end() -> None:
    assert [pause_after(tries) for tries in range(1, len(PAUSES) + 2)] == [*PAUSES, None]
    assert list(PAUSES) == sorted(PAUSES)


def test_a_message_is_signed_as_the_published_example_says() -> None:
    """The example of the Standard Webhooks specification's reference libraries."""
    secret, stamp = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "1614265330"
    expected = "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", stamp, b'{"test": 2432232314}') == expected


def test_secrets_are_new_and_the_headers_say_when() -> None:
    secret = new_secret()
    assert secret != new_secret()
    said = headers(secret, "m1", DUE_AT, b"{}")
    assert said["webhook-timestamp"] == str(int(DUE_AT.timestamp()))
    assert said["webhook-signature"] == f"v1,{signature(secret, 'm1', said['webhook-timestamp'], b'{}')}"
