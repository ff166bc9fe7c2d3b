"""Measures said as k of n per month: definition, anchor and unit stand in the docstring of each.

Common to all: rows are judged as known at `as_of`, so nothing that happened later counts; the period of a row is that
of its anchor in the reporting zone; rows anchored outside the given months are not in the series at all. Every point
carries the ids behind its two numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo

from ledger.trends.grouping import (
    RELEASED,
    by_period,
    detection_month,
    happened,
    known,
    left_out,
    reason_to_leave_or_near_miss,
)
from ledger.trends.measure_rows import ImpactRow, PromiseRow, Share, ShareSeries
from ledger.trends.months import day_ends, is_mature, month_key

NOTICE_DECISION_DAYS = 1
"""A month's first notices are judged from one day after its end: what was detected in its last hour is told by then."""
FOUND_BY_US = ("our_monitoring", "our_staff")


def told_first(impacts: Iterable[ImpactRow], as_of: datetime, zone: tzinfo, months: Sequence[str]) -> ShareSeries:
    """Count the impacts of which the client heard from us first. Good direction: up. Unit: impacts. Measure M1.

    k: `client_notified_at` precedes `client_reported_at`, or the client was notified and never reported. An impact
    never notified does not count as told first, and notice at the very instant of the report does not precede it.
    n: all impacts but near misses (S4), those of withdrawn, duplicate and foreign incidents, and those without a date
    of detection; all of these are counted beside. Anchor: `detected_at`.
    """
    return _impact_shares(impacts, as_of, zone, months, _is_told_first)


def found_first(impacts: Iterable[ImpactRow], as_of: datetime, zone: tzinfo, months: Sequence[str]) -> ShareSeries:
    """Count the impacts we found ourselves before the client said so. Good direction: up. Unit: impacts. Row under M1.

    k: found by our monitoring or staff, and `detected_at` precedes `client_reported_at` or there is no report.
    n and anchor as in `told_first`.
    """
    return _impact_shares(impacts, as_of, zone, months, _is_found_first)


def promises_kept(promises: Iterable[PromiseRow], as_of: datetime, zone: tzinfo, months: Sequence[str]) -> ShareSeries:
    """Count the promises kept by their original date. Good direction: up. Unit: promises. Measure M3.

    k: `kept_at` lies no later than the end of the client's day of `original_due_at` (or of the later day the client
    agreed to before the original day was over). n: promises whose day is over, so an open and overdue one is broken
    now; those not yet due are not counted; those released by the client leave and are counted beside.
    Anchor: `original_due_at`, once, whatever was agreed later. A month is mature when it is over and all of it was due.
    """
    grouped = by_period(promises, lambda row: month_key(row.original_due_at, zone), months)
    released = tuple(row.id for rows in grouped.values() for row in rows if happened(row.released_at, as_of))
    shares = tuple(_promise_share(month, grouped[month], as_of, zone) for month in grouped)
    return ShareSeries(shares, {RELEASED: released} if released else {})


def promise_due_at(promise: PromiseRow) -> datetime:
    """Give the last instant at which a promise is kept on time: the end of the client's day it is judged by."""
    original = day_ends(promise.original_due_at, promise.zone)
    if promise.agreed_due_at is None or promise.agreed_at is None or promise.agreed_at > original:
        return original
    return max(original, day_ends(promise.agreed_due_at, promise.zone))


def _impact_shares(
    impacts: Iterable[ImpactRow],
    as_of: datetime,
    zone: tzinfo,
    months: Sequence[str],
    meets: Callable[[ImpactRow, datetime], bool],
) -> ShareSeries:
    """Group impacts by the month of detection and ask of each whether it meets the measure."""
    rows = known(impacts, as_of)
    counted = [row for row in rows if reason_to_leave_or_near_miss(row) is None]
    grouped = by_period(counted, lambda row: detection_month(row, zone), months)
    shares = tuple(
        Share(
            month,
            met=tuple(row.id for row in members if meets(row, as_of)),
            counted=tuple(row.id for row in members),
            mature=is_mature(month, zone, as_of, NOTICE_DECISION_DAYS),
        )
        for month, members in grouped.items()
    )
    return ShareSeries(shares, left_out(rows, reason_to_leave_or_near_miss, zone, months))


def _is_told_first(row: ImpactRow, as_of: datetime) -> bool:
    if row.client_notified_at is None or row.client_notified_at > as_of:
        return False
    return row.client_reported_at is None or row.client_notified_at < row.client_reported_at


def _is_found_first(row: ImpactRow, _as_of: datetime) -> bool:
    if row.found_by not in FOUND_BY_US or row.detected_at is None:
        return False
    return row.client_reported_at is None or row.detected_at < row.client_reported_at


def _promise_share(month: str, rows: Sequence[PromiseRow], as_of: datetime, zone: tzinfo) -> Share:
    """Judge the promises of one month whose day is over."""
    bound = [row for row in rows if not happened(row.released_at, as_of)]
    due = [row for row in bound if promise_due_at(row) < as_of]
    return Share(
        month,
        met=tuple(row.id for row in due if happened(row.kept_at, promise_due_at(row))),
        counted=tuple(row.id for row in due),
        mature=is_mature(month, zone, as_of) and len(due) == len(bound),
    )
