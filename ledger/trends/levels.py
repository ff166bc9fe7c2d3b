"""The newest level of a measure, and how its target stands to it: by limits, or by Wilson's range of k of n."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.trends.catalogue import Measure
from ledger.trends.charted_points import value_of
from ledger.trends.charting.scales import FEW
from ledger.trends.measure_rows import Share
from ledger.trends.proportions import wilson
from ledger.trends.signal_rules import RUN, Outlook, assurance, parted_at
from ledger.trends.signals import Band


@dataclass(frozen=True, slots=True)
class Moved:
    """A level that was left: the newest points lie on one side of the average; since a period, up (1) or down.

    It was left where the points part best into two levels. `before` and `now` are all points of a level as one, k of n;
    counts are theirs of so many periods.
    """

    since: str
    side: int
    before: Share
    now: Share
    before_count: int
    now_count: int


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
    """Find the newest level of a stretch: what came after it moved, if its last point is part of a shift, else all."""
    if not all(point.period in bands for point in stretch):
        return None, stretch
    values = [value_of(measure, point, people) or 0.0 for point in stretch]
    centres = [bands[point.period].centre for point in stretch]
    sides = [(value > centre) - (value < centre) for value, centre in zip(values, centres, strict=True)]
    long = next((place for place, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))
    if not sides or not sides[-1] or not RUN <= long < len(sides):
        return None, stretch
    weights = [float(point.n) if measure.unit == "share" else 1.0 for point in stretch]
    at = parted_at(values, weights, sides[-1], RUN)
    before, now = stretch[:at], stretch[at:]
    return Moved(now[0].period, sides[-1], whole_of(before), whole_of(now), len(before), len(now)), now


def whole_of(points: Sequence[Share]) -> Share:
    """Return some points as one: k of n of them all."""
    k, n = sum(point.k for point in points), sum(point.n for point in points)
    return Share(points[-1].period, k, n, mature=True)
