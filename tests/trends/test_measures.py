"""What the measures count, on cases small enough to count by hand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from ledger.trends.measure_rows import ActionRow, ImpactRow, PromiseRow, ShareSeries
from ledger.trends.measures import found_first, promises_kept, told_first
from ledger.trends.overdue import age_band, overdue_actions, overdue_promises

BERLIN = ZoneInfo("Europe/Berlin")
CHICAGO = ZoneInfo("America/Chicago")
AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
MONTHS = ("2026-09", "2026-10", "2026-11")
NOON = datetime(2026, 9, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def impact(
    key: str,
    detected_at: datetime | None = NOON,
    notified: int | None = 10,
    reported: int | None = None,
    **other: str,
) -> ImpactRow:
    """Make an impact; notice and report are minutes after noon of 10 September."""
    return ImpactRow(
        id=key,
        severity=other.get("severity", "S2"),
        status=other.get("status", "closed"),
        found_by=other.get("found_by", "our_monitoring"),
        detected_at=detected_at,
        client_notified_at=None if notified is None else NOON + notified * MINUTE,
        client_reported_at=None if reported is None else NOON + reported * MINUTE,
    )


def met(series: ShareSeries, month: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what met the measure in a month, and what was counted."""
    share = next(share for share in series.shares if share.period == month)
    return share.met, share.counted


def test_told_first_is_notice_before_the_report_or_without_one() -> None:
    rows = [
        impact("before", notified=10, reported=11),
        impact("unreported", notified=10),
        impact("same instant", notified=10, reported=10),
        impact("after", notified=12, reported=11),
        impact("never told", notified=None),
        impact("never told, reported", notified=None, reported=5),
    ]
    told, counted = met(told_first(rows, AS_OF, BERLIN, MONTHS), "2026-09")
    assert told == ("before", "unreported")
    assert counted == tuple(row.id for row in rows)


def test_near_misses_and_ended_incidents_leave_and_are_counted_beside() -> None:
    rows = [
        impact("counts"),
        impact("near", severity="S4"),
        impact("gone", status="withdrawn"),
        impact("gone near miss", severity="S4", status="withdrawn"),
        impact("double", status="duplicate"),
        impact("foreign", status="not_ours"),
        impact("undated", detected_at=None),
        impact("last year", detected_at=NOON - 365 * DAY, severity="S4"),
    ]
    series = told_first(rows, AS_OF, BERLIN, MONTHS)
    assert (series.k, series.n) == (1, 1)
    assert series.left_out == {
        "duplicate": ("double",),
        "near_miss": ("near",),
        "not_dated": ("undated",),
        "not_ours": ("foreign",),
        "withdrawn": ("gone", "gone near miss"),
    }


def test_found_first_is_ours_and_before_the_report_on_the_same_impacts() -> None:
    rows = [
        impact("monitoring"),
        impact("staff, before", found_by="our_staff", reported=1),
        impact("monitoring, too late", reported=0),
        impact("client", found_by="client", reported=5),
        impact("third party", found_by="third_party"),
    ]
    found, counted = met(found_first(rows, AS_OF, BERLIN, MONTHS), "2026-09")
    assert found == ("monitoring", "staff, before")
    assert counted == met(told_first(rows, AS_OF, BERLIN, MONTHS), "2026-09")[1]


def test_an_impact_belongs_to_the_month_of_its_detection_in_the_reporting_zone() -> None:
    row = impact("late evening", detected_at=datetime(2026, 9, 30, 22, 30, tzinfo=UTC))
    assert met(told_first([row], AS_OF, BERLIN, MONTHS), "2026-10")[1] == ("late evening",)
    assert met(told_first([row], AS_OF, CHICAGO, MONTHS), "2026-09")[1] == ("late evening",)


def test_what_happened_after_the_as_of_is_not_known_yet() -> None:
    rows = [impact("told later", notified=30), impact("found later", detected_at=NOON + 2 * DAY)]
    share = told_first(rows, NOON + 20 * MINUTE, BERLIN, MONTHS).shares[0]
    assert (share.met, share.counted, share.mature) == ((), ("told later",), False)


def test_notices_of_a_month_can_be_judged_one_day_after_it() -> None:
    end = datetime(2026, 9, 30, 22, tzinfo=UTC)
    judged = [told_first([], end + wait, BERLIN, MONTHS).shares[0].mature for wait in (DAY - MINUTE, DAY)]
    assert judged == [False, True]


def promise(key: str, kept: timedelta | None, **other: datetime) -> PromiseRow:
    """Make a promise due on 10 September in Chicago and kept so long after noon UTC of that day."""
    return PromiseRow(key, NOON, CHICAGO, kept_at=None if kept is None else NOON + kept, **other)


def test_a_promise_is_kept_until_the_end_of_the_clients_day() -> None:
    rows = [
        promise("last microsecond", timedelta(hours=17) - timedelta(microseconds=1)),
        promise("midnight there", timedelta(hours=17)),
        promise("a day early", -DAY),
        promise("open", None),
    ]
    kept, counted = met(promises_kept(rows, AS_OF, BERLIN, MONTHS), "2026-09")
    assert kept == ("last microsecond", "a day early")
    assert counted == ("last microsecond", "midnight there", "a day early", "open")


def test_a_promise_not_yet_due_is_not_counted_even_when_kept_and_keeps_its_month_immature() -> None:
    rows = [promise("early", -DAY)]
    day_over = NOON + timedelta(hours=17)
    on_the_day = promises_kept(rows, day_over - timedelta(microseconds=1), BERLIN, MONTHS).shares[0]
    after = promises_kept(rows, day_over, BERLIN, MONTHS).shares[0]
    assert (on_the_day.n, on_the_day.mature) == (0, False)
    assert (after.k, after.n) == (1, 1)


def test_a_promise_released_by_the_client_leaves_and_is_counted_beside() -> None:
    series = promises_kept([promise("released", None, released_at=NOON + DAY)], AS_OF, BERLIN, MONTHS)
    assert (series.n, series.left_out) == (0, {"released": ("released",)})
    before = promises_kept([promise("released", None, released_at=AS_OF + DAY)], AS_OF, BERLIN, MONTHS)
    assert (before.k, before.n, before.left_out) == (0, 1, {})


def test_a_later_date_counts_only_when_the_client_agreed_before_the_original_day_was_over() -> None:
    later = NOON + 30 * DAY
    rows = [
        promise("agreed in time", 29 * DAY, agreed_due_at=later, agreed_at=NOON),
        promise("agreed too late", 29 * DAY, agreed_due_at=later, agreed_at=NOON + DAY),
        promise("agreed, and missed", 32 * DAY, agreed_due_at=later, agreed_at=NOON),
    ]
    kept, counted = met(promises_kept(rows, AS_OF, BERLIN, MONTHS), "2026-09")
    assert (kept, len(counted)) == (("agreed in time",), 3)
    early = promises_kept(rows, NOON + 25 * DAY, BERLIN, MONTHS).shares[0]
    assert (early.counted, early.mature) == (("agreed too late",), False)


def test_a_month_of_promises_is_immature_while_one_of_its_days_is_not_over_where_the_client_is() -> None:
    due = datetime(2026, 9, 30, 20, tzinfo=UTC)
    row = PromiseRow("month's end", due, CHICAGO)
    midnight_in_berlin = datetime(2026, 9, 30, 22, tzinfo=UTC)
    states = [
        promises_kept([row], midnight_in_berlin + timedelta(hours=hours), BERLIN, MONTHS).shares[0].mature
        for hours in (0, 6, 7)
    ]
    assert states == [False, False, True]


def test_overdue_counts_calendar_days_from_the_original_date_oldest_first() -> None:
    rows = [
        PromiseRow("yesterday", AS_OF - DAY, BERLIN),
        PromiseRow("today", AS_OF, BERLIN),
        PromiseRow("old, re-dated", NOON, BERLIN, agreed_due_at=AS_OF + DAY, agreed_at=NOON - DAY),
        PromiseRow("kept", NOON, BERLIN, kept_at=AS_OF),
        PromiseRow("released", NOON, BERLIN, released_at=AS_OF),
    ]
    stock = overdue_promises(rows, AS_OF)
    assert [(item.id, item.days) for item in stock.overdue] == [("old, re-dated", 73), ("yesterday", 1)]
    assert stock.open_ids == ("yesterday", "today", "old, re-dated")
    assert (stock.k, stock.n) == (2, 3)


def test_an_action_that_ended_is_not_overdue() -> None:
    rows = [ActionRow("open", NOON, BERLIN), ActionRow("done", NOON, BERLIN, ended_at=NOON + 20 * DAY)]
    assert [item.id for item in overdue_actions(rows, AS_OF).overdue] == ["open"]
    assert [item.id for item in overdue_actions(rows, NOON + DAY).overdue] == ["done", "open"]


def test_ages_fall_into_bands_without_gaps() -> None:
    edges = (0, 30, 31, 60, 61, 90, 91, 180, 181)
    words = ["0-30", "0-30", "31-60", "31-60", "61-90", "61-90", "91-180", "91-180", "> 180"]
    assert [age_band(days) for days in edges] == words


minutes = st.none() | st.integers(-500, 500)
impacts = st.builds(
    impact,
    st.uuids().map(str),
    detected_at=st.datetimes(datetime(2026, 8, 25), datetime(2026, 12, 5), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
    notified=minutes,
    reported=minutes,
    severity=st.sampled_from(["S1", "S2", "S3", "S4"]),
    status=st.sampled_from(["open", "closed", "withdrawn", "duplicate", "not_ours"]),
)


@given(st.lists(impacts, max_size=20), st.sampled_from([BERLIN, CHICAGO, UTC]))
def test_every_impact_of_the_months_is_counted_once_or_left_out_once(rows: list[ImpactRow], zone: ZoneInfo) -> None:
    series = told_first(rows, AS_OF, zone, MONTHS)
    counted = [key for share in series.shares for key in share.counted]
    beside = [key for ids in series.left_out.values() for key in ids]
    assert len(set(counted + beside)) == len(counted) + len(beside)
    assert all(set(share.met) <= set(share.counted) for share in series.shares)
    assert (series.k, series.n) == (sum(s.k for s in series.shares), len(counted))
