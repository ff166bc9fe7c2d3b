"""The days on which what is rare of a measure came about: what a t-chart is made of, and the words for it.

Several on one day are one: promised days all end at midnight, so that two missed on one day would be a gap of nothing
below every limit (of quiet charts with a mean gap of ten days two in five would be flagged; days apart, one in seven,
as the rules say). What is not all due yet is drawn and not judged.
"""

from collections.abc import Sequence
from datetime import tzinfo
from itertools import pairwise

from ledger.trends.catalogue import Measure
from ledger.trends.measure_rows import Rare, Share
from ledger.trends.months import local_day


def rare_days(times: Sequence[Rare], zone: tzinfo) -> tuple[Rare, ...]:
    """Return the first of each calendar day of a zone; `times` are oldest first."""
    found: list[Rare] = []
    for one in times:
        if not found or local_day(one.at, zone) > local_day(found[-1].at, zone):
            found.append(one)
    return tuple(found)


def days_between(days: Sequence[Rare], zone: tzinfo) -> list[float]:
    """Return how many calendar days lie from each to the next, one at least."""
    return [float((local_day(later.at, zone) - local_day(earlier.at, zone)).days) for earlier, later in pairwise(days)]


def decided_days(days: Sequence[Rare], months: Sequence[Share]) -> tuple[Rare, ...]:
    """Return those that count in months which are all due, or lie before one that is."""
    last = max((share.period for share in months if share.mature), default="")
    return tuple(one for one in days if one.month <= last)


def rare_words(measure: Measure, *, is_met: bool) -> str:
    """Name what is rare of a measure, in the plural: "promises not kept on time"."""
    if measure.unit == "count":
        return measure.noun
    said = measure.met_ones if is_met else measure.missed_ones
    return said or f"{measure.noun} that {'' if is_met else 'do not '}count as “{measure.met}”"
