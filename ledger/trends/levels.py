"""The newest level of a measure, and how its target stands to it: by limits, or by Wilson's range of k of n."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.trends.catalogue import Measure
from ledger.trends.charted_points import value_of
from ledger.trends.charting.scales import FEW
from ledger.trends.measure_rows import Share
from ledger.trends.proportions import wilson
from ledger.trends.signal_rules import RUN, Outlook, assurance
from ledger.trends.signals import Band
from ledger.trends.steps import newest_step, step_of_run

SIGMAS = 3
"""Limits lie so many standard deviations from the centre."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A level that was left, by a step that chance does not explain or a shift that the last point is of.

    It was left since a period, up (1) or down, where the points part best in two. `before` and `now` are all points of
    a level as one, k of n; counts are theirs of so many periods.
    """

    since: str
    side: int
    before: Share
    now: Share
    before_count: int
    now_count: int
    rough: bool = False
    """Whether other periods are nearly as likely the one since which."""


def ranged_of(measure: Measure, stretch: Sequence[Share]) -> Share:
    """Return what a target is held against without limits: all of a share's points, the last of a stock's."""
    return stretch[-1] if measure.unit == "stock" else whole_of(stretch)


def outlook_of(target: float | None, direction: int, last: Band | None, ranged: Share | None) -> Outlook | None:
    """Say how a target stands to the newest limits, or where there are none to the range of what was decided."""
    if target is None:
        return None
    if last is not None:
        return assurance(target, direction, last)
    return None if ranged is None else _by_range(target, direction, ranged)


def is_short(target: float | None, measure: Measure, level: Sequence[Share]) -> bool:
    """Say whether a level, all of it together, is plausibly no better than short of a target (Wilson's range)."""
    if target is None or not level:
        return False
    return _by_range(target, measure.direction, ranged_of(measure, level)) == "missed"


def _by_range(target: float, direction: int, of: Share) -> Outlook | None:
    """Hold a target against the plausible range of k of n; none of fewer than five."""
    if of.n < FEW:
        return None
    low, high = wilson(of.k, of.n)
    return assurance(target, direction, Band(of.k / of.n, low, high))


def level_of(
    measure: Measure, stretch: Sequence[Share], bands: Mapping[str, Band], people: int
) -> tuple[Moved | None, Sequence[Share]]:
    """Find the newest level of a stretch: what came after a step, or of which the last point's shift is, else all."""
    if not stretch or not all(point.period in bands for point in stretch):
        return None, stretch
    values = [value_of(measure, point, people) or 0.0 for point in stretch]
    weights = [float(point.n) if measure.unit == "share" else 1.0 for point in stretch]
    limits = [bands[point.period] for point in stretch]
    spreads = [(band.upper - band.centre) / SIGMAS for band in limits]
    found = newest_step(values, weights, spreads)
    if found is None:
        side = _shifted(values, limits)
        if not side:
            return None, stretch
        found = step_of_run(values, weights, spreads, side)
    before, now = stretch[found.begin : found.at], stretch[found.at :]
    parts = whole_of(before), whole_of(now), len(before), len(now)
    return Moved(now[0].period, found.side, *parts, found.rough), now


def _shifted(values: Sequence[float], limits: Sequence[Band]) -> int:
    """Return on which side the last value's shift lies; 0 where it is part of none, or all lie on that side."""
    sides = [(value > band.centre) - (value < band.centre) for value, band in zip(values, limits, strict=True)]
    long = next((place for place, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))
    return sides[-1] if RUN <= long < len(sides) else 0


def whole_of(points: Sequence[Share]) -> Share:
    """Return some points as one: k of n of them all."""
    k, n = sum(point.k for point in points), sum(point.n for point in points)
    return Share(points[-1].period, k, n, mature=True)
