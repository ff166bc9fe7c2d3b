"""Limits as lines: steps where the band moves, broken where there is none, clipped to the plot here alone."""

from collections.abc import Iterator, Sequence

from ledger.trends.charting.marks import Box, LimitLine
from ledger.trends.charting.paths import path
from ledger.trends.charting.scales import Scale
from ledger.trends.signals import Band


def band_lines(
    bands: Sequence[Band | None], places: Sequence[Box], scale: Scale, begins: frozenset[int] = frozenset()
) -> tuple[LimitLine, ...]:
    """Lay centre, upper and lower limit over the periods that have a band; every y lies within the scale.

    Where limits begin anew (the places in `begins`) the lines are broken.
    """
    lines = []
    for stretch in _stretches(bands, places, begins):
        for kind in ("lower", "upper", "centre"):
            levels = [(place, clipped(getattr(band, kind), scale)) for band, place in stretch]
            lines.append(LimitLine(kind, path((x, y) for place, y in levels for x in (place.x, place.right))))
    return tuple(lines)


def target_lines(targets: Sequence[float | None], places: Sequence[Box], scale: Scale) -> tuple[LimitLine, ...]:
    """Lay the target over the periods that have one, in a step where another one was set."""
    levels = [None if target is None else Band(target, target, target) for target in targets]
    lines = []
    for stretch in _stretches(levels, places, frozenset()):
        steps = [(place, clipped(band.centre, scale)) for band, place in stretch]
        lines.append(LimitLine("target", path((x, y) for place, y in steps for x in (place.x, place.right))))
    return tuple(lines)


def rebase_lines(begins: frozenset[int], places: Sequence[Box], frame: Box) -> tuple[LimitLine, ...]:
    """Lay an upright line before each period at which limits begin anew."""
    return tuple(
        LimitLine("rebase", path([(places[at].x, frame.y), (places[at].x, frame.bottom)])) for at in sorted(begins)
    )


def clipped(value: float, scale: Scale) -> float:
    """Give the place of a value that may lie beyond the axis: at its end."""
    return scale.at(min(max(value, scale.low), scale.high))


def _stretches(
    bands: Sequence[Band | None], places: Sequence[Box], begins: frozenset[int]
) -> Iterator[list[tuple[Band, Box]]]:
    stretch: list[tuple[Band, Box]] = []
    for at, (band, place) in enumerate(zip(bands, places, strict=True)):
        if stretch and (band is None or at in begins):
            yield stretch
            stretch = []
        if band is not None:
            stretch.append((band, place))
    if stretch:
        yield stretch
