"""How far each point moved from the one before it: the strip under a chart that shows what its limits are made of.

Said in percent of the way from the average to a limit, so that it reads the same under every kind of limits: on XmR
and on Laney's charts alike the limit lies 2.66 mean moving ranges away, so the mean range is 38 % of that way and a
jump (Wheeler's upper limit of the range, 3.267 times the mean) 123 %.
"""

from itertools import pairwise

from ledger.trends.charting.value_chart import Valued
from ledger.trends.in_view import is_seen
from ledger.trends.judging import Judged
from ledger.trends.months import period_label
from ledger.trends.signals import SCALE, SCREEN, Band

LIMITS = Band(100 / SCALE, 0, 100 * SCREEN / SCALE)


def moving_ranges(found: Judged) -> tuple[Valued, ...]:
    """Return one value for each point that has limits and follows one of its own stretch; others have none.

    Nothing is returned where no point has limits, or limits without any width.
    """
    ways = [_way(found, at) for at in range(len(found.points))]
    ranges: list[float | None] = [None]
    for (_, before), (at, here) in pairwise(enumerate(ways)):
        begins = found.points[at].period in found.begins
        ranges.append(None if before is None or here is None or begins else abs(here - before))
    if not any(moved for point, moved in zip(found.points, ranges, strict=True) if is_seen(found, point.period)):
        return ()
    return tuple(
        Valued(
            point.period,
            moved,
            _label(point.period, moved),
            point.n,
            tone="neutral" if moved is not None and moved > LIMITS.upper else "",
            band=LIMITS if moved is not None else None,
        )
        for point, moved in zip(found.points, ranges, strict=True)
        if is_seen(found, point.period)
    )


def _way(found: Judged, at: int) -> float | None:
    """Say how far a point is from its average, in percent of the way to a limit; below the average it is negative."""
    band, value = found.bands[at], found.value(found.points[at])
    if band is None or value is None or band.upper <= band.centre:
        return None
    return 100 * (value - band.centre) / (band.upper - band.centre)


def _label(period: str, moved: float | None) -> str:
    said = "not compared with the one before" if moved is None else f"moved {round(moved)}% of the way to a limit"
    return f"{period_label(period)}: {said}"
