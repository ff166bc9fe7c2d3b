"""Limits as lines: steps where the band moves, broken where there is none, clipped to the plot here alone."""

from collections.abc import Iterator, Sequence

from ledger.trends.marks import Box, LimitLine
from ledger.trends.scales import Scale
from ledger.trends.signals import Band


def band_lines(bands: Sequence[Band | None], places: Sequence[Box], scale: Scale) -> tuple[LimitLine, ...]:
    """Lay centre, upper and lower limit over the periods that have a band; every y lies within the scale."""
    lines = []
    for stretch in _stretches(bands, places):
        for kind in ("lower", "upper", "centre"):
            steps = [
                f"{x},{clipped(getattr(band, kind), scale)}" for band, place in stretch for x in (place.x, place.right)
            ]
            lines.append(LimitLine(kind, " ".join(steps)))
    return tuple(lines)


def level_line(kind: str, value: float, frame: Box, scale: Scale) -> LimitLine:
    """Lay one value across the whole plot."""
    y = clipped(value, scale)
    return LimitLine(kind, f"{frame.x},{y} {frame.right},{y}")


def clipped(value: float, scale: Scale) -> float:
    """Give the place of a value that may lie beyond the axis: at its end."""
    return scale.at(min(max(value, scale.low), scale.high))


def _stretches(bands: Sequence[Band | None], places: Sequence[Box]) -> Iterator[list[tuple[Band, Box]]]:
    stretch: list[tuple[Band, Box]] = []
    for band, place in zip(bands, places, strict=True):
        if band is not None:
            stretch.append((band, place))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
