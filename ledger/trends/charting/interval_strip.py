"""A share with its plausible range against what was promised, in the width of a table cell."""

from ledger.trends.charting.marks import Box, Interval
from ledger.trends.charting.scales import FEW, Scale
from ledger.trends.proportions import wilson

WIDTH = 240
HEIGHT = 22
_EDGE = 6


def verdict(k: int, n: int, target: float | None, direction: int = 1) -> tuple[str, str]:
    """Say in words, and as a tone, how k of n stands to what was promised.

    Only a range that lies beyond it is a verdict; else it is said how it stands "so far", which may be chance.
    """
    if not n:
        return "nothing to count", ""
    if target is None or not direction:
        return "we have set no aim for this", ""
    if n < FEW:
        return "too few to say", ""
    low, high = wilson(k, n)
    share = k / n
    if direction < 0:
        share, low, high, target = 1 - share, 1 - high, 1 - low, 1 - target
    if high < target:
        return "below our aim", "concern"
    if low >= target:
        return "at our aim or better", "improvement"
    return ("at our aim so far" if share >= target else "below our aim so far, perhaps by chance"), ""


def interval_strip(title: str, k: int, n: int, target: float | None, other: float | None = None) -> Interval | None:
    """Lay out k of n on a bar of 0 to 100 % with Wilson's range; None where nothing counts, no range below five."""
    if not n:
        return None
    scale = Scale(0, 1, _EDGE, WIDTH - _EDGE)
    low, high = wilson(k, n)
    left, right = scale.at(low), scale.at(high)
    few = n < FEW
    said, tone = verdict(k, n, target)
    return Interval(
        width=WIDTH,
        height=HEIGHT,
        track=Box(_EDGE, HEIGHT / 2 - 0.5, WIDTH - 2 * _EDGE, 1),
        range=None if few else Box(left, HEIGHT / 2 - 4, round(right - left, 1), 8),
        point_x=None if few else scale.at(k / n),
        target_x=None if target is None else scale.at(target),
        other_x=None if other is None else scale.at(other),
        label=f"{title}: {k} of {n}, {said}",
        tone=tone,
    )
