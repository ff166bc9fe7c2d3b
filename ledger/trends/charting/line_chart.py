"""A share per period as points in percent: hollow while not all is due, "k of n" where few, absent where nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger.trends.charting.layout import (
    LegendEntry,
    bands,
    below_axis,
    frame_for,
    period_ticks,
    place_legend,
)
from ledger.trends.charting.limit_lines import band_lines, rebase_lines, target_lines
from ledger.trends.charting.marks import Box, LimitLine, LineChart, Mark, Mean, Tick
from ledger.trends.charting.paths import Joint, joined
from ledger.trends.charting.scales import FEW, Geometry, Scale, percent, text_width
from ledger.trends.measure_rows import Share
from ledger.trends.months import period_label
from ledger.trends.signals import Band

QUARTERS_OF_THE_WAY = (0, 25, 50, 75, 100)
_POINT = 9
_STRIP = 20
_GAP = 8

Link = Callable[[str], str]


TONES = {
    "concern": "worse than chance",
    "improvement": "better than chance",
    "neutral": "above what chance does",
    "neutral_down": "below what chance does",
}
"""What a flagged point is called."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What stands beside the shares: band, tone and target of each, as shares 0..1, and where limits begin anew."""

    bands: tuple[Band | None, ...]
    tones: tuple[str, ...]
    targets: tuple[float | None, ...] = ()
    trial: bool = False
    begins: frozenset[int] = frozenset()


def line_chart(
    shares: Sequence[Share], geometry: Geometry, link: Link | None = None, signals: Signals | None = None
) -> LineChart | None:
    """Lay out a share per period, at least one of which has something to count; else give None.

    The axis always runs from 0 to 100 %: a cut axis makes a small change look large. `link` gives the address of the
    list behind a period. Limits are clipped to the axis here and nowhere else.
    """
    if not any(share.n for share in shares):
        return None
    said = signals or Signals((None,) * len(shares), ("",) * len(shares))
    has_limits = any(said.bands)
    legend, top = place_legend(_legend(shares, said), geometry)
    has_few = any(0 < share.n < FEW for share in shares)
    frame = frame_for(geometry, top + geometry.font, [f"{tick}%" for tick in QUARTERS_OF_THE_WAY])
    scale = Scale(0, 100, frame.bottom, frame.y)
    strip = Box(frame.x, frame.bottom + _GAP, frame.width, _STRIP) if has_few else None
    bottom = strip.bottom if strip else frame.bottom
    places = bands(Box(frame.x, frame.y, frame.width, round(bottom - frame.y, 1)), len(shares))
    points = tuple(
        _point(share, band, scale, link, tone)
        for (share, band), tone in zip(_each(shares, places), said.tones, strict=True)
        if share.n >= FEW
    )
    return LineChart(
        geometry=geometry,
        height=round(bottom + below_axis(geometry), 1),
        frame=frame,
        points=points,
        few=tuple(
            _few_mark(share, band, strip, geometry, link)
            for share, band in _each(shares, places)
            if strip and 0 < share.n < FEW
        ),
        strip=strip,
        runs=joined(_joints(shares, points)),
        mean=None if has_limits else _mean(shares, scale),
        x_ticks=period_ticks([share.period for share in shares], places, geometry),
        y_ticks=tuple(Tick(scale.at(tick), f"{tick}%") for tick in QUARTERS_OF_THE_WAY),
        legend=legend,
        lines=_lines(said, places, scale, frame),
    )


def _lines(said: Signals, places: Sequence[Box], scale: Scale, frame: Box) -> tuple[LimitLine, ...]:
    """Lay the band's lines and the target; a percentage is scaled from the share."""
    hundred = [
        None if band is None else Band(100 * band.centre, 100 * band.lower, 100 * band.upper) for band in said.bands
    ]
    targets = [None if target is None else 100 * target for target in said.targets]
    return (
        *band_lines(hundred, places, scale, said.begins),
        *(target_lines(targets, places, scale) if targets else ()),
        *rebase_lines(said.begins, places, frame),
    )


def share_label(share: Share) -> str:
    """Say one period in words: "March 2026: 7 of 9, 78%"; never a percentage of fewer than five."""
    said = percent(share.k, share.n)
    parts = [f"{period_label(share.period)}: {share.k} of {share.n}"]
    parts.append("too few for a percentage" if said is None else f"{said}%")
    if not share.mature:
        parts.append("not all due yet")
    return ", ".join(parts)


def mature_mean(shares: Sequence[Share]) -> tuple[int, int]:
    """Add up k and n of the mature periods; periods not all due yet take no part in a mean."""
    k = n = 0
    for share in shares:
        if share.mature:
            k, n = k + share.k, n + share.n
    return k, n


def _joints(shares: Sequence[Share], points: Sequence[Mark]) -> list[Joint]:
    place = {share.period: at for at, share in enumerate(shares)}
    return [Joint(place[mark.period], *mark.box.point, mark.hollow) for mark in points]


def _each(shares: Sequence[Share], places: Sequence[Box]) -> "zip[tuple[Share, Box]]":
    return zip(shares, places, strict=True)


def _legend(shares: Sequence[Share], said: Signals) -> list[LegendEntry]:
    """Name only what is drawn."""
    entries = _limits_legend(said)
    k, n = mature_mean(shares)
    if n >= FEW and not any(said.bands):
        entries.append(LegendEntry("mean", f"average {percent(k, n)}%"))
    if any(share.n >= FEW and not share.mature for share in shares):
        entries.append(LegendEntry("hollow", "not all due yet"))
    if any(0 < share.n < FEW for share in shares):
        entries.append(LegendEntry("strip", "few: under five, no percentage"))
    if any(0 < share.n < FEW and not share.mature for share in shares):
        entries.append(LegendEntry("unfinished", "few, and not all due yet"))
    return entries


def _limits_legend(said: Signals) -> list[LegendEntry]:
    """Name the lines by their newest values, and the tones that occur."""
    entries = []
    last = next((band for band in reversed(said.bands) if band), None)
    if last is not None:
        low, high = (round(100 * min(max(limit, 0.0), 1.0)) for limit in (last.lower, last.upper))
        kind = "trial limits" if said.trial else "expected range"
        entries += [
            LegendEntry("mean", f"average {round(100 * last.centre)}%"),
            LegendEntry("limit", f"{kind} {low}% to {high}%"),
        ]
    target = said.targets[-1] if said.targets else None
    if target is not None:
        entries.append(LegendEntry("target", f"target {round(100 * target)}%"))
    if said.begins:
        entries.append(LegendEntry("rebase", "limits begin anew"))
    return entries + [LegendEntry(tone, words) for tone, words in TONES.items() if tone in said.tones]


def _mean(shares: Sequence[Share], scale: Scale) -> Mean | None:
    """Place the mean of what is mature, unless that is too few."""
    k, n = mature_mean(shares)
    if n < FEW:
        return None
    return Mean(scale.at(100 * k / n), k, n, f"average {percent(k, n)}%")


def _point(share: Share, band: Box, scale: Scale, link: Link | None, tone: str) -> Mark:
    """Place one point in the middle of its band; it stands at the exact share, its words are rounded."""
    y = scale.at(100 * share.k / share.n)
    box = Box(round(band.middle - _POINT / 2, 1), round(y - _POINT / 2, 1), _POINT, _POINT)
    return _mark(share, box, band, link, tone=tone)


def _few_mark(share: Share, band: Box, strip: Box, geometry: Geometry, link: Link | None) -> Mark:
    """Set "k of n" into the strip under the plot."""
    box = Box(band.x, strip.y, band.width, strip.height)
    return _mark(share, box, band, link, text=_few_text(share, band, geometry))


def _few_text(share: Share, band: Box, geometry: Geometry) -> str:
    """Write as much of "k of n" as the band holds; nothing where not even "k/n" fits (a tick stands there then)."""
    spellings = (f"{share.k} of {share.n}", f"{share.k}/{share.n}")
    return next((text for text in spellings if text_width(text, geometry.font) <= band.width), "")


def _mark(  # noqa: PLR0913 the parts of one mark
    share: Share, box: Box, hit: Box, link: Link | None, *, text: str = "", tone: str = ""
) -> Mark:
    return Mark(
        period=share.period,
        series="share",
        box=box,
        hit=hit,
        label=share_label(share) + (f", {TONES[tone]}" if tone else ""),
        href=link(share.period) if link else None,
        k=share.k,
        n=share.n,
        value=percent(share.k, share.n),
        hollow=not share.mature,
        text=text,
        tone=tone,
    )
