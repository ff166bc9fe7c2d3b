"""Measures that add up: incidents by severity per month, and what recovery cost us by remedy code per quarter."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from ledger.trends.grouping import NOT_DATED, by_period, known, left_out, reason_to_leave
from ledger.trends.measure_rows import CostLine, IncidentRow, Part, Stack, StackSeries
from ledger.trends.months import is_mature, month_key, quarter_key


class Tally(NamedTuple):
    """One row as it is added up: its period, or None when it has no date, and its part of that period."""

    period: str | None
    series: str
    value: int
    id: str


def incidents_per_month(
    incidents: Iterable[IncidentRow], as_of: datetime, zone: tzinfo, months: Sequence[str]
) -> StackSeries:
    """Count incidents by severity. Direction: neutral (more filing is not worse). Unit: incidents. The counts of M6.

    Withdrawn, duplicate and foreign incidents leave and are counted beside, as are those without a date of detection.
    Near misses (S4) count. Anchor: `detected_at`. A month is mature when it is over.
    """
    rows = known(incidents, as_of)
    kept = [row for row in rows if reason_to_leave(row) is None]
    tallies = [Tally(_key(row.detected_at, zone, month_key), row.severity, 1, row.id) for row in kept]
    return StackSeries(*_stacked(tallies, months, as_of, zone), left_out=left_out(rows, reason_to_leave, zone, months))


def cost_per_quarter(
    lines: Iterable[CostLine], as_of: datetime, zone: tzinfo, quarters: Sequence[str]
) -> Mapping[str, StackSeries]:
    """Add up what recovery cost us, by remedy code, for each currency on its own. Good direction: down. Measure M8.

    Unit: minor units of the currency; currencies are never added. The lines are those booked as of then. Anchor:
    `detected_at` of the incident, so a reversal stands in the quarter of what it reverses. What a withdrawn incident
    cost was spent too and stays. A quarter is mature when it is over, although more may still be booked to it.
    """
    by_currency: dict[str, list[Tally]] = defaultdict(list)
    for line in lines:
        period = _key(line.detected_at, zone, quarter_key)
        by_currency[line.currency].append(Tally(period, line.code, line.amount, line.id))
    return {
        currency: StackSeries(*_stacked(tallies, quarters, as_of, zone), left_out=_undated(tallies))
        for currency, tallies in sorted(by_currency.items())
    }


def _key(at: datetime | None, zone: tzinfo, key: Callable[[datetime, tzinfo], str]) -> str | None:
    return None if at is None else key(at, zone)


def _undated(tallies: Sequence[Tally]) -> Mapping[str, tuple[str, ...]]:
    ids = tuple(tally.id for tally in tallies if tally.period is None)
    return {NOT_DATED: ids} if ids else {}


def _stacked(
    tallies: Sequence[Tally], periods: Sequence[str], as_of: datetime, zone: tzinfo
) -> tuple[tuple[str, ...], tuple[Stack, ...]]:
    """Add tallies up; give the series that occur in these periods, and one stack a period with a part for each."""
    grouped = by_period(tallies, lambda tally: tally.period, periods)
    series = tuple(sorted({tally.series for members in grouped.values() for tally in members}))
    stacks = tuple(
        Stack(period, tuple(_part(name, members) for name in series), is_mature(period, zone, as_of))
        for period, members in grouped.items()
    )
    return series, stacks


def _part(series: str, tallies: Sequence[Tally]) -> Part:
    mine = [tally for tally in tallies if tally.series == series]
    return Part(series, sum(tally.value for tally in mine), tuple(tally.id for tally in mine))
