"""How long things take when some are not over yet: Kaplan-Meier with a log-log band.

What is open is censored at its age, never dropped: dropping it makes every slow month look quick. Source: Kaplan and
Meier 1958; the band is Greenwood's variance on the log-log scale, which stays within 0..1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import NamedTuple

from ledger.trends.proportions import Z95

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Lasted:
    """How long things took, in minutes; `over` is false for what is still going on, `count` says how many they are."""

    minutes: float
    over: bool
    count: int = 1


class Step(NamedTuple):
    """From `minutes` on, this share (0..1) is not over yet."""

    minutes: float
    at_risk: int
    ended: int
    open_share: float
    variance: float
    """Greenwood's sum up to here; the band is reckoned from it where it is asked for, which is at few of many steps."""

    @property
    def band(self) -> tuple[float, float]:
        """The 95 % band of what is not over yet."""
        return _band(self.open_share, self.variance)

    @property
    def lower(self) -> float:
        """The band's lower end."""
        return self.band[0]

    @property
    def upper(self) -> float:
        """The band's upper end."""
        return self.band[1]

    @property
    def done(self) -> float:
        """The share that is over by then."""
        return 1 - self.open_share


def kaplan_meier(lasted: Iterable[Lasted]) -> tuple[Step, ...]:
    """Return the curve's steps at every duration at which something ended, shortest first."""
    ends, gone = dict[float, int](), dict[float, int]()
    for row in lasted:
        minutes, count = row.minutes, row.count
        gone[minutes] = gone.get(minutes, 0) + count
        if row.over:
            ends[minutes] = ends.get(minutes, 0) + count
    steps: list[Step] = []
    open_share, variance, at_risk = 1.0, 0.0, sum(gone.values())
    for minutes in sorted(gone):
        if ended := ends.get(minutes):
            open_share *= 1 - ended / at_risk
            variance += ended / (at_risk * (at_risk - ended)) if at_risk > ended else 0.0
            steps.append(Step(minutes, at_risk, ended, open_share, variance))
        at_risk -= gone[minutes]
    return tuple(steps)


def median_minutes(steps: Sequence[Step]) -> float | None:
    """Return when half of them were over; none where more than half are still open at the end of the curve."""
    return next((step.minutes for step in steps if step.open_share <= HALF), None)


def done_by(steps: Sequence[Step], minutes: float) -> tuple[float, float, float]:
    """Return the share over by then, 1 - S(τ), with its band; nothing is over before the first step."""
    reached = [step for step in steps if step.minutes <= minutes]
    if not reached:
        return 0.0, 0.0, 0.0
    lower, upper = reached[-1].band
    return reached[-1].done, 1 - upper, 1 - lower


def differ(steps: Sequence[Step], before: Sequence[Step]) -> int | None:
    """Say whether less (1) or more (-1) is over when half was before, beyond chance, or neither (0).

    Looked at where half of `before` was over, on the log-log scale with Greenwood's variance of both; none where either
    has not come so far, or all is over by then.
    """
    half = median_minutes(before)
    pair = [[step for step in one if half is not None and step.minutes <= half] for one in (steps, before)]
    if half is None or not all(pair):
        return None
    now, then = (reached[-1] for reached in pair)
    if not all(0 < one.open_share < 1 for one in (now, then)):
        return None
    way = log(-log(then.open_share)) - log(-log(now.open_share))
    spread = sqrt(sum(one.variance / log(one.open_share) ** 2 for one in (now, then)))
    return 0 if abs(way) <= Z95 * spread else 1 if way > 0 else -1


def _band(open_share: float, variance: float) -> tuple[float, float]:
    if open_share in {0.0, 1.0}:
        return open_share, open_share
    reach = exp(Z95 * sqrt(variance) / log(open_share))
    return open_share ** (1 / reach), open_share**reach
