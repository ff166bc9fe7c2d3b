"""Months in the space of a word: no axes, no links, one label; of what is judged with limits, target and flags."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from ledger.trends.charting.layout import span_label
from ledger.trends.charting.line_chart import mature_mean, share_label
from ledger.trends.charting.marks import Sparkline
from ledger.trends.charting.paths import Joint, dots, halved, joined, path
from ledger.trends.charting.scales import FEW
from ledger.trends.in_view import drawn
from ledger.trends.judging import Judged, tone_of
from ledger.trends.measure_rows import Share
from ledger.trends.months import period_label
from ledger.trends.signals import Band

WIDTH = 120
HEIGHT = 28
_MARGIN = 3
LEAST_SPAN = 0.1
"""Of shares: less is not stretched to the whole height, or chance would look like much."""


class Spot(NamedTuple):
    """One period: its value in the line's unit, none where there is too little for one, and what it bears."""

    value: float | None
    hollow: bool
    tone: str = ""
    band: Band | None = None


def sparkline(shares: Sequence[Share]) -> Sparkline | None:
    """Lay out a share per period on a fixed scale of 0 to 100 %; None when no period has five to count."""
    spots = [Spot(share.k / share.n if share.n >= FEW else None, not share.mature) for share in shares]
    k, n = mature_mean(shares)
    return _drawn(spots, (0.0, 1.0), k / n if n >= FEW else None, None, _label(shares) if shares else "")


def judged_sparkline(found: Judged) -> Sparkline | None:
    """Lay out what is judged of a measure, on a scale that holds its values, limits and target and no more."""
    found = drawn(found)
    counts = found.measure.unit == "count"
    most = float("inf") if counts else 1.0
    spots = [
        Spot(
            found.value(point) if counts or point.n >= FEW else None,
            not point.mature,
            "" if flag is None else tone_of(found.measure, flag),
            band and Band(band.centre, max(0.0, band.lower), min(most, band.upper)),
        )
        for point, flag, band in zip(found.points, found.flags, found.bands, strict=True)
    ]
    places = [value for spot in spots for value in _places_of(spot)]
    target = found.measure.target if places else None
    if target is not None:
        places.append(target)
    if not places:
        return None
    low, high = min(places), max(places)
    if high - low < LEAST_SPAN and not counts:
        low = max(0.0, min(low, (low + high - LEAST_SPAN) / 2))
        high = min(1.0, low + LEAST_SPAN)
    last = next((spot.band for spot in reversed(spots) if spot.band), None)
    label = _count_label(found.points) if counts else _label(found.points)
    centre = None if last is None else last.centre
    return _drawn(spots, (low, high if high > low else low + 1), centre, target, label)


def _places_of(spot: Spot) -> list[float]:
    limits = [spot.band.lower, spot.band.upper] if spot.band else []
    return limits if spot.value is None else [spot.value, *limits]


def _drawn(
    spots: Sequence[Spot], span: tuple[float, float], mean: float | None, target: float | None, label: str
) -> Sparkline | None:
    low, high = span
    xs, scale = _across(len(spots)), (HEIGHT - 2 * _MARGIN) / (high - low)

    def y(value: float) -> float:
        """Give the place of a value, to half a pixel: a sparkline is no taller than a word."""
        inside = low if value < low else min(value, high)
        return round(2 * (_MARGIN + (high - inside) * scale)) / 2

    points = [Joint(at, xs[at], y(spot.value), spot.hollow) for at, spot in enumerate(spots) if spot.value is not None]
    if not points:
        return None
    tones = {at: spot.tone for at, spot in enumerate(spots) if spot.tone}
    there = {point.at for point in points}
    alone = [point for point in points if not {point.at - 1, point.at + 1} & there]
    bands = [
        [(xs[at], round(y(band.upper)), round(y(band.lower))) for at, band in run if band]
        for held, run in groupby(((at, spot.band) for at, spot in enumerate(spots)), lambda one: one[1] is not None)
        if held
    ]
    return Sparkline(
        width=WIDTH,
        height=HEIGHT,
        dots=dots((point.x, point.y) for point in alone if not point.hollow and point.at not in tones),
        hollow=tuple((point.x, point.y) for point in points if point.hollow),
        runs=joined(points),
        mean_y=None if mean is None else y(mean),
        label=label,
        band="".join(
            path([*((at, upper) for at, upper, _ in run), *((at, lower) for at, _, lower in reversed(run))], "z")
            for run in bands
        ),
        target_y=None if target is None else y(target),
        toned=tuple((point.x, point.y, tones[point.at]) for point in points if point.at in tones),
    )


@lru_cache(maxsize=64)
def _across(count: int) -> tuple[float, ...]:
    """Give the places across of so many periods: every line of a page has the same ones."""
    across = (WIDTH - 2 * _MARGIN) / max(1, count)
    return tuple(halved(_MARGIN + (at + 0.5) * across) for at in range(count))


def _label(shares: Sequence[Share]) -> str:
    """Say the whole and the last period in words."""
    k, n = sum(share.k for share in shares), sum(share.n for share in shares)
    last = next((share for share in reversed(shares) if share.n), shares[-1])
    return f"{span_label([share.period for share in shares])}: {k} of {n}; {share_label(last)}"


def _count_label(shares: Sequence[Share]) -> str:
    last = next((share for share in reversed(shares) if share.mature), shares[-1])
    whole = sum(share.n for share in shares)
    return f"{span_label([share.period for share in shares])}: {whole}; {period_label(last.period)}: {last.n}"
