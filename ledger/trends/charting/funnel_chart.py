"""Many shares by their size between exact limits: only beyond the outer ones is anybody named."""

from collections.abc import Callable, Sequence
from itertools import compress
from math import log

from ledger.trends.charting.layout import LegendEntry, apart, below_axis, frame_for, place_legend
from ledger.trends.charting.limit_lines import clipped
from ledger.trends.charting.marks import Box, FunnelChart, LimitLine, Mark, Tick
from ledger.trends.charting.paths import dots, path
from ledger.trends.charting.scales import Geometry, Scale, text_width
from ledger.trends.proportions import Funnel, funnel_limits

_POINT = 9
_SIZES = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
_LINES = (("outer", "lower_998"), ("inner", "lower_95"), ("inner", "upper_95"), ("outer", "upper_998"))
_STEPS = 24
MANY = 40
"""Of more than so many, points within the limits cover each other: they are dots; the table leads to their lists."""


def _ticks(highest: float) -> tuple[int, ...]:
    """Give the percentages at the axis; it ends at the first of 20, 40, 60, 80 or 100 that holds every point."""
    end = next((end for end in (20, 40, 60, 80) if end >= 100 * highest), 100)
    return tuple(range(0, end + 1, end // 4))


def outside(k: int, n: int, pooled: float) -> int:
    """Return 1 above the 99.8 % limit, -1 below it, else 0."""
    limits = funnel_limits(n, pooled)
    return (k / n > limits.upper_998) - (k / n < limits.lower_998)


def funnel_chart(
    counts: Sequence[tuple[str, int, int]], geometry: Geometry, direction: int, link: Callable[[str], str] | None = None
) -> FunnelChart | None:
    """Lay out (name, k, n) of at least two that count anything; else give None. `direction` 1: more is better."""
    drawn = [(name, k, n) for name, k, n in counts if n]
    if len(drawn) < 2:  # noqa: PLR2004 one is compared with nobody
        return None
    pooled = sum(k for _, k, _ in drawn) / sum(n for _, _, n in drawn)
    legend, top = place_legend(
        [
            LegendEntry("mean", f"all together {round(100 * pooled)}%"),
            LegendEntry("inner", "95% by chance"),
            LegendEntry("outer", "99.8% by chance"),
        ],
        geometry,
    )
    frame = frame_for(geometry, top + 2.4 * geometry.font, ["100%"])
    low, high = min(n for _, _, n in drawn), max(n for _, _, n in drawn)
    named = [outside(k, n, pooled) != 0 for _, k, n in drawn]
    # A name stands to the right of its point.
    room = max((text_width(name, geometry.font) for name, _, _ in compress(drawn, named)), default=0.0)
    across = Scale(log(max(1, low * 0.8)), log(high * 1.25 + 1), frame.x + _POINT, frame.right - max(_POINT, room))
    limits = [funnel_limits(size, pooled) for size in _sizes(low, high)]
    ticks = _ticks(max(*(k / n for _, k, n in drawn), limits[-1].upper_998))
    up = Scale(0, ticks[-1] / 100, frame.bottom, frame.y)
    pressed = [len(drawn) <= MANY or one for one in named]
    return FunnelChart(
        geometry=geometry,
        height=round(frame.bottom + below_axis(geometry) + geometry.font, 1),
        frame=frame,
        points=tuple(
            _point(name, k, n, pooled, direction, across, up, frame, link) for name, k, n in compress(drawn, pressed)
        ),
        dots=dots((across.at(log(n)), up.at(k / n)) for (_, k, n), one in zip(drawn, pressed, strict=True) if not one),
        lines=(
            LimitLine("centre", path([(frame.x, up.at(pooled)), (frame.right, up.at(pooled))])),
            *(_line(kind, side, limits, across, up) for kind, side in _LINES),
        ),
        x_ticks=apart(
            [Tick(across.at(log(size)), f"{size:,}") for size in _SIZES if low * 0.8 <= size <= high * 1.25], geometry
        ),
        y_ticks=tuple(Tick(up.at(tick / 100), f"{tick}%") for tick in ticks),
        legend=legend,
        unit="share, by how many were counted (log scale)",
        unit_y=round(top + geometry.font, 1),
    )


def _sizes(low: int, high: int) -> list[int]:
    return sorted({max(1, round(low * (high / low) ** (step / _STEPS))) for step in range(_STEPS + 1)})


def _line(kind: str, side: str, limits: Sequence[Funnel], across: Scale, up: Scale) -> LimitLine:
    return LimitLine(kind, path((across.at(log(one.n)), clipped(getattr(one, side), up)) for one in limits))


def _point(  # noqa: PLR0913, PLR0917 what one point needs
    name: str, k: int, n: int, pooled: float, direction: int, across: Scale, up: Scale, frame: Box,
    link: Callable[[str], str] | None,
) -> Mark:  # fmt: skip
    side = outside(k, n, pooled)
    tone = {1: "improvement", -1: "concern", 0: ""}[side * direction] if direction else ("neutral" if side else "")
    x, y = across.at(log(n)), up.at(k / n)
    return Mark(
        period="",
        series=name,
        box=Box(round(x - _POINT / 2, 1), round(y - _POINT / 2, 1), _POINT, _POINT),
        hit=Box(round(x - 12, 1), round(max(frame.y, y - 12), 1), 24, 24),
        label=f"{name}: {k} of {n}" + (", beyond the 99.8% limits" if side else ""),
        href=link(name) if link else None,
        k=k,
        n=n,
        value=None,
        hollow=False,
        text=name if side else "",
        tone=tone,
    )
