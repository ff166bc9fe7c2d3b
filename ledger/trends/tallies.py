"""Measures that add up: incidents by severity per month, and what recovery cost us by remedy code per quarter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from ledger.trends.facts.making import AS_NEAR_MISS
from ledger.trends.measure_rows import CostLine, CostSum, Part, Stack, StackSeries
from ledger.trends.months import is_mature, quarter_key, quarter_of_month


class Tally(NamedTuple):
    """Some rows as they are added up: period, part of it, value, and how many they are."""

    period: str
    series: str
    value: int
    rows: int


def incidents_per_month(
    counts: Mapping[tuple[str, str, str], int], as_of: datetime, zone: tzinfo, months: Sequence[str]
) -> StackSeries:
    """Count incidents by severity. Direction: neutral (more filing is not worse). Unit: incidents. M6 and near misses.

    `counts` are of M6 by month, severity and why they leave it. Near misses (S4) count here, withdrawn, duplicate and
    foreign incidents are counted beside. A month is mature when it is over.
    """
    tallies, left_out = [], defaultdict[str, int](int)
    for (month, severity, reason), count in sorted(counts.items()):
        if reason in {"", AS_NEAR_MISS}:
            tallies.append(Tally(month, severity, count, count))
        else:
            left_out[reason] += count
    return StackSeries(*stacked(tallies, months, as_of, zone), left_out=dict(sorted(left_out.items())))


def cost_per_quarter(
    sums: Iterable[CostSum], as_of: datetime, zone: tzinfo, quarters: Sequence[str]
) -> Mapping[str, StackSeries]:
    """Add up what recovery cost us, by remedy code, for each currency on its own. Good direction: down. Measure M8.

    Unit: minor units of the currency; currencies are never added. What counts is booked as of then, in the quarter in
    which the incident was detected (else began), so a reversal stands in the quarter of what it reverses. What a
    withdrawn incident cost was spent too and stays. A quarter is mature when it is over, although more may still be
    booked to it.
    """
    by_currency: dict[str, list[Tally]] = defaultdict(list)
    for one in sums:
        by_currency[one.currency].append(Tally(quarter_of_month(one.month), one.code, one.amount, one.count))
    return {
        currency: StackSeries(*stacked(tallies, quarters, as_of, zone))
        for currency, tallies in sorted(by_currency.items())
    }


def cost_by_class(
    lines: Iterable[CostLine], as_of: datetime, zone: tzinfo, quarters: Sequence[str]
) -> Mapping[str, StackSeries]:
    """Add the same up by quality-cost class: what reached the client, what we caught, checking, prevention. M8."""
    by_currency: dict[str, list[Tally]] = defaultdict(list)
    for line in lines:
        if line.detected_at is not None:
            period = quarter_key(line.detected_at, zone)
            by_currency[line.currency].append(Tally(period, line.quality, line.amount, 1))
    return {
        currency: StackSeries(*stacked(tallies, quarters, as_of, zone))
        for currency, tallies in sorted(by_currency.items())
    }


def stacked(
    tallies: Iterable[Tally], periods: Sequence[str], as_of: datetime, zone: tzinfo
) -> tuple[tuple[str, ...], tuple[Stack, ...]]:
    """Add tallies up; give the series that occur in these periods, and one stack a period with a part for each."""
    added: dict[tuple[str, str], tuple[int, int]] = {}
    for tally in tallies:
        value, count = added.get((tally.period, tally.series), (0, 0))
        added[tally.period, tally.series] = value + tally.value, count + tally.rows
    series = tuple(sorted({name for period, name in added if period in set(periods)}))
    stacks = tuple(
        Stack(
            period,
            tuple(Part(name, *added.get((period, name), (0, 0))) for name in series),
            is_mature(period, zone, as_of),
        )
        for period in periods
    )
    return series, stacks
