"""A client's year as a strip: one row a severity, one point an incident, a bar as long as it lasted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ledger.trends.charting.layout import EDGE, LegendEntry, below_axis, fits, place_legend
from ledger.trends.charting.marks import Box, LegendItem, Mark, Tick
from ledger.trends.charting.scales import Geometry, Scale, text_width
from ledger.trends.months import MONTH_NAMES, day_begins

ROW = 26
_POINT = 10
_LEAST = 2.0
"""Units that the shortest bar takes, so that it is seen at all."""


@dataclass(frozen=True, slots=True)
class Event:
    """One incident: what it is called and says, how grave, from when to when; `ended_at` none while it goes on."""

    name: str
    label: str
    severity: str
    at: datetime
    ended_at: datetime | None
    was_late: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One severity's line."""

    name: str
    y: float


@dataclass(frozen=True, slots=True)
class IncidentStrip:
    """The strip: lanes, points on them, and the bars under the points."""

    geometry: Geometry
    height: float
    frame: Box
    lanes: tuple[Lane, ...]
    points: tuple[Mark, ...]
    bars: tuple[Box, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    legend: tuple[LegendItem, ...]


def incident_strip(
    events: Sequence[Event],
    span: tuple[datetime, datetime],
    zone: ZoneInfo,
    geometry: Geometry,
    link: Callable[[str], str] | None = None,
) -> IncidentStrip | None:
    """Lay out a client's incidents between two instants; None where there is none. Months are those of `zone`."""
    if not events:
        return None
    from_at, to_at = span
    names = [f"S{grade}" for grade in range(1, 5)]
    legend, top = place_legend(_legend(events), geometry)
    left = text_width("S4", geometry.font) + EDGE
    frame = Box(round(left, 1), round(top + EDGE, 1), round(geometry.width - left - EDGE, 1), ROW * len(names))
    across = Scale(from_at.timestamp(), to_at.timestamp(), frame.x + _POINT, frame.right - _POINT)
    lanes = tuple(Lane(name, round(frame.y + ROW * (place + 0.5), 1)) for place, name in enumerate(names))
    heights = {lane.name: lane.y for lane in lanes}
    return IncidentStrip(
        geometry=geometry,
        height=round(frame.bottom + below_axis(geometry), 1),
        frame=frame,
        lanes=lanes,
        points=tuple(_point(event, across, heights[event.severity], link) for event in events),
        bars=tuple(_bar(event, to_at, across, heights[event.severity]) for event in events),
        x_ticks=_months(from_at, to_at, zone, across, geometry),
        y_ticks=(),
        legend=legend,
    )


def _legend(events: Sequence[Event]) -> list[LegendEntry]:
    entries = [LegendEntry("concern", "first notice was late")] if any(event.was_late for event in events) else []
    return entries + ([LegendEntry("hollow", "still open")] if any(event.ended_at is None for event in events) else [])


def _point(event: Event, across: Scale, y: float, link: Callable[[str], str] | None) -> Mark:
    x = _within(across, event.at)
    return Mark(
        period="",
        series=event.severity,
        box=Box(round(x - _POINT / 2, 1), round(y - _POINT / 2, 1), _POINT, _POINT),
        hit=Box(round(x - 12, 1), round(y - ROW / 2, 1), 24, ROW),
        label=event.label,
        href=link(event.name) if link else None,
        k=1,
        n=1,
        value=None,
        hollow=event.ended_at is None,
        tone="concern" if event.was_late else "",
    )


def _bar(event: Event, to_at: datetime, across: Scale, y: float) -> Box:
    start, end = _within(across, event.at), _within(across, event.ended_at or to_at)
    return Box(start, round(y - 2, 1), round(max(_LEAST, end - start), 1), 4)


def _within(across: Scale, at: datetime) -> float:
    """Give the place of an instant; what lies before or after the span stands at its edge."""
    return min(max(across.at(at.timestamp()), across.start), across.end)


def _months(from_at: datetime, to_at: datetime, zone: ZoneInfo, across: Scale, geometry: Geometry) -> tuple[Tick, ...]:
    """Label every month, or every third where they would touch; the year stands at January."""
    always, roomy = fits("Nov", (across.end - across.start) / 12 - 6, geometry)
    day = date(from_at.astimezone(zone).year, from_at.astimezone(zone).month, 1)
    ticks = []
    while day_begins(day, zone) <= to_at:
        begins = day_begins(day, zone)
        is_third = (day.month - 1) % 3 == 0
        if begins >= from_at and (always or roomy or is_third):
            year = str(day.year) if day.month == 1 else ""
            name = MONTH_NAMES[day.month - 1][:3]
            ticks.append(Tick(across.at(begins.timestamp()), name, year, roomy=not (always or is_third)))
        day = (day + timedelta(days=32)).replace(day=1)
    return tuple(ticks)
