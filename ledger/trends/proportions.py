"""How sure a share is: Wilson's interval for one, and exact funnel limits for many compared at once.

Sources: Wilson 1927; Spiegelhalter 2005 (doi 10.1002/sim.1970), exact binomial limits interpolated between counts. The
limits are not widened for over-dispersion and not standardised for severity; a page that shows them says so.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import ceil, sqrt

Z95 = 1.959963984540054
"""The normal quantile of 97.5 %."""
TAILS = (0.001, 0.025, 0.975, 0.999)
"""Where the funnel's lines stand: 99.8 % and 95 % either side. Only beyond the outer ones is anybody named."""
_REACH = 8
"""Standard deviations summed either side; the rest weighs less than rounding."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """The limits of a share at one size, each 0..1."""

    n: int
    lower_998: float
    lower_95: float
    upper_95: float
    upper_998: float


def wilson(k: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Return the interval (0..1) of the share k/n; 0..1 where there is nothing. Raises ValueError outside 0 ≤ k ≤ n."""
    if not 0 <= k <= n:
        message = f"{k} of {n} is no share"
        raise ValueError(message)
    if not n:
        return 0.0, 1.0
    share, spread = k / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    reach = z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return (0.0 if k == 0 else middle - reach), (1.0 if k == n else middle + reach)


@lru_cache(maxsize=1_024)  # a page asks for the same sizes in its words and in its drawing
def funnel_limits(n: int, p: float) -> Funnel:
    """Return the exact binomial limits of a share at size n > 0 around the pooled share 0 ≤ p ≤ 1, in one pass."""
    if p in {0.0, 1.0}:
        return Funnel(n, p, p, p, p)
    return Funnel(n, *(min(max(limit, 0.0), 1.0) for limit in _quantiles(n, p, TAILS)))


def _quantiles(n: int, p: float, tails: Sequence[float]) -> list[float]:
    """Walk the binomial weights once, p(k+1) = p(k)·(n-k)/(k+1)·p/q, from far below the mean, and cut at the tails."""
    q = 1 - p
    reach = _REACH * sqrt(n * p * q) + _REACH
    first, last = max(0, int(n * p - reach)), min(n, ceil(n * p + reach))
    odds, weight = p / q, 1.0
    weights = [weight]
    for k in range(first, last):
        weight *= (n - k) / (k + 1) * odds
        weights.append(weight)
    up_to = list(accumulate(weights))
    total = up_to[-1]
    found = []
    for tail in tails:
        at = bisect_left(up_to, tail * total, hi=len(up_to) - 1)
        found.append((first + at - (up_to[at] - tail * total) / weights[at]) / n)
    return found
