"""Which rows a measure counts, in which period, and which it leaves out with a reason that is counted beside."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Protocol, TypeVar

from ledger.trends.months import month_key

LEFT_OUT_STATUSES = ("withdrawn", "duplicate", "not_ours")
"""Ends of an incident that leave every denominator and are counted beside it."""
NOT_DATED = "not_dated"
RELEASED = "released"


class Detected(Protocol):
    """A row whose period is that of its detection."""

    @property
    def id(self) -> str:
        """Its id, opaque."""

    @property
    def status(self) -> str:
        """The status of the incident as known at the instant of judging."""

    @property
    def severity(self) -> str:
        """S1 to S4."""

    @property
    def detected_at(self) -> datetime | None:
        """When it was detected; None is "not recorded"."""


Row = TypeVar("Row")
DetectedRow = TypeVar("DetectedRow", bound=Detected)


def happened(at: datetime | None, as_of: datetime) -> bool:
    """Say whether something was already so at `as_of`."""
    return at is not None and at <= as_of


def known(rows: Iterable[DetectedRow], as_of: datetime) -> list[DetectedRow]:
    """Drop what was detected only after `as_of`; what has no date stays, to be counted as such."""
    return [row for row in rows if row.detected_at is None or row.detected_at <= as_of]


def by_period(
    rows: Iterable[Row], period_of: Callable[[Row], str | None], periods: Sequence[str]
) -> dict[str, list[Row]]:
    """Sort rows into the periods given; each has its list, and a row of no such period is in none."""
    grouped: dict[str, list[Row]] = {period: [] for period in periods}
    for row in rows:
        period = period_of(row)
        if period in grouped:
            grouped[period].append(row)
    return grouped


def detection_month(row: Detected, zone: tzinfo) -> str | None:
    """Give the month of detection in the reporting zone, or None when it was not recorded."""
    return None if row.detected_at is None else month_key(row.detected_at, zone)


def reason_to_leave(row: Detected) -> str | None:
    """Say why a row leaves the denominator (its status, or that it has no date), or None when it counts."""
    if row.status in LEFT_OUT_STATUSES:
        return row.status
    return NOT_DATED if row.detected_at is None else None


def left_out(
    rows: Iterable[DetectedRow], reason_of: Callable[[Detected], str | None], zone: tzinfo, months: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """List by reason the ids of rows that leave: those detected in the months given, and those without a date."""
    wanted: set[str | None] = {*months, None}
    ids: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        reason = reason_of(row)
        if reason is not None and detection_month(row, zone) in wanted:
            ids[reason].append(row.id)
    return {reason: tuple(members) for reason, members in sorted(ids.items())}
