"""A share per period in the space of a word: no axes, no links, one label."""

from collections.abc import Sequence

from ledger.trends.layout import bands, span_label
from ledger.trends.line_chart import mature_mean, runs, share_label
from ledger.trends.marks import Box, Mark, Sparkline, dots
from ledger.trends.measure_rows import Share
from ledger.trends.scales import FEW, Scale, percent

WIDTH = 120
HEIGHT = 28
_POINT = 4
_MARGIN = 3


def sparkline(shares: Sequence[Share]) -> Sparkline | None:
    """Lay out a share per period on a fixed scale of 0 to 100 %; None when no period has five to count."""
    frame = Box(_MARGIN, _MARGIN, WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN)
    scale = Scale(0, 100, frame.bottom, frame.y)
    pairs = zip(shares, bands(frame, len(shares)) if shares else (), strict=True)
    points = tuple(_point(share, band, scale) for share, band in pairs if share.n >= FEW)
    if not points:
        return None
    k, n = mature_mean(shares)
    filled = dots((mark.box.middle, mark.box.centre) for mark in points if not mark.hollow)
    average = scale.at(100 * k / n) if n >= FEW else None
    return Sparkline(WIDTH, HEIGHT, points, filled, runs(shares, points), average, _label(shares))


def _label(shares: Sequence[Share]) -> str:
    """Say the whole and the last period in words."""
    k, n = sum(share.k for share in shares), sum(share.n for share in shares)
    last = next(share for share in reversed(shares) if share.n)
    return f"{span_label([share.period for share in shares])}: {k} of {n}; {share_label(last)}"


def _point(share: Share, band: Box, scale: Scale) -> Mark:
    y = scale.at(100 * share.k / share.n)
    box = Box(round(band.middle - _POINT / 2, 1), round(y - _POINT / 2, 1), _POINT, _POINT)
    return Mark(
        period=share.period,
        series="share",
        box=box,
        hit=band,
        label="",  # the picture as a whole is said, its points are not
        href=None,
        k=share.k,
        n=share.n,
        value=percent(share.k, share.n),
        hollow=not share.mature,
    )
