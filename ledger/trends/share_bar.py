"""k of n as one horizontal bar, for a headline."""

from ledger.trends.marks import Box, ShareBar
from ledger.trends.scales import FEW

WIDTH = 240
HEIGHT = 16
_GAP = 4


def share_bar(title: str, k: int, n: int, href: str | None = None) -> ShareBar | None:
    """Lay out k of n; None when there is nothing to count. k outside 0..n raises ValueError.

    Below five the bar is n separate cells of which k are filled: a length would read as the percentage not given.
    """
    if not 0 <= k <= n:
        message = f"{k} of {n} is no share"
        raise ValueError(message)
    if not n:
        return None
    label = f"{title}: {k} of {n}"
    track = Box(0.5, 0.5, WIDTH - 1, HEIGHT - 1)
    if n < FEW:
        return ShareBar(WIDTH, HEIGHT, track, None, _cells(n), k, n, label, href)
    filled = Box(track.x, track.y, round(track.width * k / n, 1), track.height) if k else None
    return ShareBar(WIDTH, HEIGHT, track, filled, (), k, n, label, href)


def _cells(n: int) -> tuple[Box, ...]:
    width = round((WIDTH - 1 - _GAP * (n - 1)) / n, 1)
    return tuple(Box(round(0.5 + place * (width + _GAP), 1), 0.5, width, HEIGHT - 1) for place in range(n))
