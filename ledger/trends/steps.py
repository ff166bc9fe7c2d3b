"""Where a level was left: the place at which points part best into two levels, and whether chance explains the step.

The four rules look at the last point; a step of long ago is one although an ordinary month of the new level lies on the
old average. A step counts as one by itself from `CLEAR` standard errors on: the best of all places is that far apart by
chance in one steady chart of 1,000 (simulated; the limits' own spread is an estimate).
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import sqrt
from typing import NamedTuple

from ledger.trends.signal_rules import RUN

CLEAR = 5.0
LEAST_BEFORE = 3
"""So many points show what was before a step; what came after it is a level once it is a run."""
AS_LIKELY = 2.0
"""Places whose log-likelihoods differ by less are nearly as good: about a 95 % interval of where the step was."""


class Parted(NamedTuple):
    """Points parted at a place: how far the later ones are above the earlier, and how sharply they part.

    `between` is the weighted sum of squares between the two, largest where the likelihood of one step is.
    """

    at: int
    step: float
    between: float


class Step(NamedTuple):
    """Where the level before the newest begins, where the newest does, and its side.

    It is `rough` where another place is nearly as likely.
    """

    begin: int
    at: int
    side: int
    rough: bool


def step_of_run(
    values: Sequence[float], weights: Sequence[float], spreads: Sequence[float], side: int, least: int = RUN
) -> Step:
    """Return where values part best into two levels, the later one on this side of the earlier, `least` of it or more.

    The run that showed a step begins later than it where a value lay by chance on the other side of the average.
    """
    found = [one for one in _partings(values, weights) if len(values) - one.at >= least and one.step * side > 0]
    best = max(found, key=lambda one: one.between)
    return Step(0, best.at, side, _is_rough(best, found, weights, spreads))


def newest_step(values: Sequence[float], weights: Sequence[float], spreads: Sequence[float]) -> Step | None:
    """Return the newest step that chance does not explain, or none.

    `spreads` are the standard deviations of the values. After a step the rest is looked at once more, so that what came
    back is not said to have stayed.
    """
    begin, found = 0, None
    while True:
        part = slice(begin, None)
        several = [one for one in _partings(values[part], weights[part]) if one.at >= LEAST_BEFORE]
        best = max(several, key=lambda one: one.between, default=None)
        if best is None or best.at > len(values) - begin - RUN or not _is_clear(best, weights[part], spreads[part]):
            return found
        rough = _is_rough(best, several, weights[part], spreads[part])
        found = Step(begin, begin + best.at, 1 if best.step > 0 else -1, rough)
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


def _is_rough(found: Parted, several: Sequence[Parted], weights: Sequence[float], spreads: Sequence[float]) -> bool:
    unit = sum(weight * spread**2 for weight, spread in zip(weights, spreads, strict=True)) / len(weights)
    near = found.between - 2 * AS_LIKELY * unit
    return any(one.at != found.at and one.between > near for one in several)
