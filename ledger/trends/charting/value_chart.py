"""Any value per period or event as points with limits: counts by people, days between events, costs on a log scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from ledger.trends.charting.layout import LegendEntry, apart, bands, below_axis, frame_for, period_ticks, place_legend
from ledger.trends.charting.limit_lines import band_lines, clipped, rebase_lines
from ledger.trends.charting.line_chart import TONES, Link
from ledger.trends.charting.marks import Box, LineChart, Mark, Tick
from ledger.trends.charting.paths import Run, path
from ledger.trends.charting.scales import Geometry, Scale, whole_ticks
from ledger.trends.months import short_label
from ledger.trends.signals import Band

_POINT = 9


@dataclass(frozen=True, slots=True)
class Valued:
    """One point: its period or place in line, its value in the chart's unit, and what is said of it."""

    period: str
    value: float | None
    label: str
    k: int
    hollow: bool = False
    tone: str = ""
    band: Band | None = None
    begins: bool = False
    """Whether limits begin anew here."""


def value_chart(  # noqa: PLR0913 what is drawn, and how
    points: Sequence[Valued],
    unit: str,
    geometry: Geometry,
    link: Link | None = None,
    *,
    trial: bool = False,
    log: bool = False,
    events: bool = False,
) -> LineChart | None:
    """Lay out values from nought upwards, at least one of which is there; else give None. Limits below nought are cut.

    With `log` the values and limits given are logarithms to base 10, drawn on their own scale and labelled as amounts.
    With `events` points are events in a row, each in its own place: a month may have several or none.
    """
    values = [point.value for point in points if point.value is not None]
    if not values:
        return None
    highs = [point.band.upper for point in points if point.band]
    lows = [point.band.lower for point in points if point.band]
    if log:
        ticks = tuple(range(floor(min([*values, *lows])), ceil(max([*values, *highs]) + 0.01) + 1))
    else:
        ticks = whole_ticks(0, max(1, round(max([*values, *highs]) * 1.02 + 0.5)))
    waiting = "still running" if events else "not all due yet"
    legend, top = place_legend(_legend(points, waiting, trial=trial, log=log), geometry)
    labels = [f"{10**tick:,}" if log else f"{tick:,}" for tick in ticks]
    frame = frame_for(geometry, top + 2.4 * geometry.font, labels)
    scale = Scale(ticks[0], ticks[-1], frame.bottom, frame.y)
    places = bands(frame, len(points))
    begins = frozenset(at for at, point in enumerate(points) if point.begins)
    marks = [_mark(point, place, scale, link) for point, place in zip(points, places, strict=True)]
    return LineChart(
        geometry=geometry,
        height=round(frame.bottom + below_axis(geometry), 1),
        frame=frame,
        points=tuple(mark for mark in marks if mark is not None),
        few=(),
        strip=None,
        runs=_runs(marks),
        mean=None,
        x_ticks=_event_ticks(points, places, geometry)
        if events
        else period_ticks([point.period for point in points], places, geometry),
        y_ticks=tuple(Tick(scale.at(tick), label) for tick, label in zip(ticks, labels, strict=True)),
        legend=legend,
        lines=(
            *band_lines([point.band for point in points], places, scale, begins),
            *rebase_lines(begins, places, frame),
        ),
        unit=unit,
        unit_y=round(top + geometry.font, 1),
    )


def _event_ticks(points: Sequence[Valued], places: Sequence[Box], geometry: Geometry) -> tuple[Tick, ...]:
    """Label the first event of a month, as far as labels do not touch; the year stands below."""
    firsts = {point.period: place for point, place in zip(reversed(points), reversed(places), strict=True)}
    wanted = sorted(firsts.items(), key=lambda one: one[1].middle)
    return apart([Tick(place.middle, short_label(period), period[:4]) for period, place in wanted], geometry)


def _mark(point: Valued, place: Box, scale: Scale, link: Link | None) -> Mark | None:
    if point.value is None:
        return None
    y = clipped(point.value, scale)
    return Mark(
        period=point.period,
        series="value",
        box=Box(round(place.middle - _POINT / 2, 1), round(y - _POINT / 2, 1), _POINT, _POINT),
        hit=place,
        label=point.label,
        href=link(point.period) if link and point.k else None,
        k=point.k,
        n=point.k,
        value=None,
        hollow=point.hollow,
        tone=point.tone,
    )


def _runs(marks: Sequence[Mark | None]) -> tuple[Run, ...]:
    return tuple(
        Run(path([one.box.point, two.box.point]), dashed=one.hollow or two.hollow)
        for one, two in pairwise(marks)
        if one is not None and two is not None
    )


def _legend(points: Sequence[Valued], waiting: str, *, trial: bool, log: bool) -> list[LegendEntry]:
    entries = []
    last = next((point.band for point in reversed(points) if point.band), None)
    if last is not None:
        kind = "trial limits" if trial else "expected range"
        entries += [
            LegendEntry("mean", f"average {_said(last.centre, log=log)}"),
            LegendEntry("limit", f"{kind} {_said(last.lower, log=log)} to {_said(last.upper, log=log)}"),
        ]
    if any(point.begins for point in points):
        entries.append(LegendEntry("rebase", "limits begin anew"))
    if any(point.hollow and point.value is not None for point in points):
        entries.append(LegendEntry("hollow", waiting))
    tones = {point.tone for point in points}
    return entries + [LegendEntry(tone, words) for tone, words in TONES.items() if tone in tones]


def _said(value: float, *, log: bool) -> str:
    return f"{10**value:,.1f}" if log else f"{max(0.0, value):,.1f}"
