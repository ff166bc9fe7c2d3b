"""Where a level was left: the place at which points part best into two levels, and whether chance explains the step.

The four rules look at the last point; a step of long ago is one although an ordinary month of the new level lies on the
old average. A step counts as one by itself from `CLEAR` standard errors on: the best of all places is that far apart by
chance in one steady chart of 400 (simulated; the limits' own spread is an estimate).
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import sqrt
from typing import NamedTuple

from ledger.trends.signal_rules import RUN

CLEAR = 4.5


class Parted(NamedTuple):
    """Points parted at a place: how far the later ones are above the earlier, and how sharply they part.

    `between` is the weighted sum of squares between the two, largest where the likelihood of one step is.
    """

    at: int
    step: float
    between: float


def parted_at(values: Sequence[float], weights: Sequence[float], side: int, least: int = RUN) -> int:
    """Return the place from which on values part best into two levels, the later one on this side of the earlier.

    At least so many are of the later. The run that showed a step begins later than it where a value lay by chance on
    the other side of the average.
    """
    found = [one for one in _partings(values, weights) if len(values) - one.at >= least and one.step * side > 0]
    return max(found, key=lambda one: one.between).at


def newest_step(
    values: Sequence[float], weights: Sequence[float], spreads: Sequence[float]
) -> tuple[int, int, int] | None:
    """Return where the level before the newest begins, where the newest does, and its side; none where chance explains.

    `spreads` are the standard deviations of the values. Both levels have seven points, or it is none yet. After a step
    the rest is looked at once more, so that what came back is not said to have stayed.
    """
    begin, found = 0, None
    while True:
        part = slice(begin, None)
        best = max(_partings(values[part], weights[part]), key=lambda one: one.between, default=None)
        if best is None or not RUN <= best.at <= len(values) - begin - RUN:
            return found
        if not _is_clear(best, weights[part], spreads[part]):
            return found
        found = begin, begin + best.at, 1 if best.step > 0 else -1
        begin += best.at


def _partings(values: Sequence[float], weights: Sequence[float]) -> Iterator[Parted]:
    sums = list(accumulate(value * weight for value, weight in zip(values, weights, strict=True)))
    sizes = list(accumulate(weights))
    for at in range(1, len(values)):
        before, now = sizes[at - 1], sizes[-1] - sizes[at - 1]
        if before and now:
            step = (sums[-1] - sums[at - 1]) / now - sums[at - 1] / before
            yield Parted(at, step, step * step * before * now / (before + now))


def _is_clear(found: Parted, weights: Sequence[float], spreads: Sequence[float]) -> bool:
    squares = [(weight * spread) ** 2 for weight, spread in zip(weights, spreads, strict=True)]
    error = sqrt(
        sum(squares[: found.at]) / sum(weights[: found.at]) ** 2
        + sum(squares[found.at :]) / sum(weights[found.at :]) ** 2
    )
    return abs(found.step) >= CLEAR * error and found.step != 0
