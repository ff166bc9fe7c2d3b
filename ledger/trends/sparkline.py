"""A share per period in the space of a word: no axes, no links, one label."""

from collections.abc import Sequence

from ledger.trends.layout import span_label
from ledger.trends.line_chart import mature_mean, share_label
from ledger.trends.marks import Sparkline
from ledger.trends.measure_rows import Share
from ledger.trends.paths import Joint, dots, halved, joined
from ledger.trends.scales import FEW

WIDTH = 120
HEIGHT = 28
_MARGIN = 3


def sparkline(shares: Sequence[Share]) -> Sparkline | None:
    """Lay out a share per period on a fixed scale of 0 to 100 %; None when no period has five to count."""
    across, up = (WIDTH - 2 * _MARGIN) / max(1, len(shares)), HEIGHT - 2 * _MARGIN
    points = [
        Joint(at, halved(_MARGIN + (at + 0.5) * across), _height(share.k / share.n, up), not share.mature)
        for at, share in enumerate(shares)
        if share.n >= FEW
    ]
    if not points:
        return None
    k, n = mature_mean(shares)
    return Sparkline(
        width=WIDTH,
        height=HEIGHT,
        dots=dots((point.x, point.y) for point in points if not point.hollow),
        hollow=tuple((point.x, point.y) for point in points if point.hollow),
        runs=joined(points),
        mean_y=_height(k / n, up) if n >= FEW else None,
        label=_label(shares),
    )


def _height(share: float, up: float) -> float:
    """Give the place of a share, to half a pixel: a sparkline is no taller than a word."""
    return halved(_MARGIN + (1 - share) * up)


def _label(shares: Sequence[Share]) -> str:
    """Say the whole and the last period in words."""
    k, n = sum(share.k for share in shares), sum(share.n for share in shares)
    last = next(share for share in reversed(shares) if share.n)
    return f"{span_label([share.period for share in shares])}: {k} of {n}; {share_label(last)}"
