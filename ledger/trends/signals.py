"""Limits that tell a change from chance: XmR, Laney's p-prime and u-prime, and the t-chart, and which of them to draw.

Sources: Wheeler, Understanding Variation (2.66 and 3.267); Laney 2002, "Improved control charts for attributes";
NHSRplotthedots (screening); Nelson 1994 (power 1/3.6 for times between events). Never plain p or u: at large n they
flag every chart. Never a g-chart with 3-sigma limits: it flags a third of quiet ones. Nothing is clipped here: only a
drawing cuts a band to 0..100 %, after the rules have looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Literal

SCALE = 2.66
"""Three sigma in mean moving ranges: 3 / 1.128."""
SCREEN = 3.267
"""A moving range this many times the mean one is a jump, not variation; screened once."""
DOTS_BELOW = 8
"""Fewer points than this are drawn as dots, without limits or rules."""
TRIAL_BELOW = 12
"""Limits of fewer points than this are trial limits, and say so."""
ENOUGH = 3.0
"""From this many expected of the rarer outcome a period a rate is charted month by month."""
RARE = 1.0
"""Below this many it is charted by the time between events."""
_NELSON = 3.6

Chart = Literal["rate", "run", "t"]
Standing = Literal["dots", "trial", "limits"]


@dataclass(frozen=True, slots=True)
class Band:
    """Centre and limits for one point, in the unit of the values; limits may lie outside what can be."""

    centre: float
    lower: float
    upper: float


def standing(points: int) -> Standing:
    """Say how far a stretch of points can be read: dots only, trial limits, or limits."""
    if points < DOTS_BELOW:
        return "dots"
    return "trial" if points < TRIAL_BELOW else "limits"


def mean_moving_range(values: Sequence[float]) -> float:
    """Return the mean distance of neighbours, without those more than 3.267 times the mean; 0 for fewer than two."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if not ranges:
        return 0.0
    limit = SCREEN * sum(ranges) / len(ranges)
    kept = [one for one in ranges if one <= limit]
    return sum(kept) / len(kept)


def xmr(values: Sequence[float]) -> tuple[Band, ...]:
    """Return the band of each value on an XmR chart: mean and 2.66 mean moving ranges either side."""
    if not values:
        return ()
    centre = sum(values) / len(values)
    reach = SCALE * mean_moving_range(values)
    return (Band(centre, centre - reach, centre + reach),) * len(values)


def laney_p(counts: Sequence[tuple[int, int]]) -> tuple[Band, ...]:
    """Return the band of each share k/n (as 0..1) on a p-prime chart; every n must be above 0.

    The binomial spread of each period is widened by how far the shares really move: 2.66 mean moving ranges of the
    shares in binomial standard deviations. Where all or none met, there is no spread and the band has no width.
    """
    n = sum(size for _, size in counts)
    if not n:
        return ()
    centre = sum(k for k, _ in counts) / n
    return _widened(
        [k / size for k, size in counts], centre, [_root(centre * (1 - centre) / size) for _, size in counts]
    )


def laney_u(counts: Sequence[tuple[int, float]]) -> tuple[Band, ...]:
    """Return the band of each rate count/exposure on a u-prime chart; every exposure must be above 0."""
    exposure = sum(size for _, size in counts)
    if not exposure:
        return ()
    centre = sum(count for count, _ in counts) / exposure
    return _widened([count / size for count, size in counts], centre, [_root(centre / size) for _, size in counts])


def t_roots(gaps: Sequence[float]) -> list[float]:
    """Return times between events (0 or more, any unit) on the scale where they are near normal: their 3.6th root.

    The rules look there; on the clock's own scale they would flag most quiet charts (58 % of simulated ones).
    """
    return [gap ** (1 / _NELSON) for gap in gaps]


def t_chart(gaps: Sequence[float]) -> tuple[Band, ...]:
    """Return the band of each time between events in their own unit, for drawing; a limit below nothing is 0."""
    return tuple(
        Band(band.centre**_NELSON, max(band.lower, 0.0) ** _NELSON, band.upper**_NELSON) for band in xmr(t_roots(gaps))
    )


def expected_rarer(counts: Sequence[tuple[int, int]]) -> float:
    """Return how many of the rarer outcome a period holds on average, n·min(p, 1-p); 0 without periods."""
    if not counts:
        return 0.0
    k, n = sum(k for k, _ in counts), sum(n for _, n in counts)
    return min(k, n - k) / len(counts)


def chart_for(counts: Sequence[tuple[int, int]]) -> Chart:
    """Choose how to chart a share: `rate` by p-prime, `run` by Anhøj's rules alone, `t` by time between events."""
    expected = expected_rarer(counts)
    if expected >= ENOUGH:
        return "rate"
    return "run" if expected >= RARE else "t"


def _widened(values: Sequence[float], centre: float, spreads: Sequence[float]) -> tuple[Band, ...]:
    """Set limits at 2.66 mean moving ranges of the standardised values, each in its own period's spread."""
    scores = [(value - centre) / spread if spread else 0.0 for value, spread in zip(values, spreads, strict=True)]
    reach = SCALE * mean_moving_range(scores)
    return tuple(Band(centre, centre - reach * spread, centre + reach * spread) for spread in spreads)


def _root(value: float) -> float:
    return sqrt(max(value, 0.0))
