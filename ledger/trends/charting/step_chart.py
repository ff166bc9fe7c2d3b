"""How long things take, as steps that rise to what is over, with a band; open items count as open, never dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from ledger.trends.charting.layout import LegendEntry, apart, below_axis, frame_for, place_legend
from ledger.trends.charting.marks import Curve, StepChart, Tick
from ledger.trends.charting.paths import path
from ledger.trends.charting.scales import Geometry, Scale
from ledger.trends.survival import Step, median_minutes

MINUTES_AN_HOUR = 60
_HOURS = (1, 2, 4, 8, 12, 24, 48, 96, 168, 336, 720, 2160, 4392, 8760)
"""Lengths of the time axis; it ends at the first that holds nine tenths of what has ended."""
SEEN = 64
"""So many places across are told apart: some eight pixels each."""
RISE = 1.5
"""Units up that are told apart: less waits for the next step, so that a long flat end is one line."""
QUARTERS_OF_THE_WAY = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Lasting:
    """One group whose durations are drawn: its name, its curve, how many it holds and how many are still open."""

    name: str
    steps: tuple[Step, ...]
    n: int
    open_count: int
    said: str = ""
    """What its legend says, where half-time is not what matters."""
    still: str = "still open"
    """What is said of those that are not over."""
    until: float = inf
    """The longest that was observed, in minutes: beyond it nobody is left to say anything of."""

    @property
    def words(self) -> str:
        """Say half-time and size: "half by 2 h 30 min; 14 of 64 still open"."""
        if self.said:
            return self.said
        half = median_minutes(self.steps)
        said = "less than half over yet" if half is None else f"half by {duration(half)}"
        return f"{said}; {self.open_count:,} of {self.n:,} {self.still}"


def duration(minutes: float) -> str:
    """Write minutes as people say them: "45 min", "2 h 30 min", "3 days"."""
    whole = round(minutes)
    if whole < MINUTES_AN_HOUR:
        return f"{whole} min"
    hours, rest = divmod(whole, MINUTES_AN_HOUR)
    if hours >= 72:  # noqa: PLR2004 from three days on nobody counts hours
        return f"{round(hours / 24)} days"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def step_chart(groups: Sequence[Lasting], geometry: Geometry, over: str = "over") -> StepChart | None:
    """Lay out one curve a group that has a step; None where none has. The first is solid, others dashed.

    `over` says what has happened to the share drawn, at the axis. A curve ends with the last that was observed.
    """
    drawn = [group for group in groups if group.steps]
    if not drawn:
        return None
    hours = _span(drawn)
    legend, top = place_legend(
        [LegendEntry(f"curve-{place}", f"{group.name}: {group.words}") for place, group in enumerate(drawn, 1)],
        geometry,
    )
    frame = frame_for(geometry, top + 2.4 * geometry.font, ["100%"], duration(hours * MINUTES_AN_HOUR))
    across = Scale(0, hours * MINUTES_AN_HOUR, frame.x, frame.right)
    up = Scale(0, 1, frame.bottom, frame.y)
    return StepChart(
        geometry=geometry,
        height=round(frame.bottom + below_axis(geometry), 1),
        frame=frame,
        curves=tuple(_curve(group, place, across, up) for place, group in enumerate(drawn, 1)),
        x_ticks=_times(hours * MINUTES_AN_HOUR, across, geometry),
        y_ticks=tuple(Tick(up.at(tick / 100), f"{tick}%") for tick in QUARTERS_OF_THE_WAY),
        legend=legend,
        unit=f"{over} after",
        unit_y=round(top + geometry.font, 1),
    )


def _span(groups: Sequence[Lasting]) -> int:
    ended = sorted(step.minutes for group in groups for step in group.steps)
    wanted = ended[min(len(ended) - 1, len(ended) * 9 // 10)] / MINUTES_AN_HOUR
    return next((hours for hours in _HOURS if hours >= wanted), _HOURS[-1])


def _times(minutes: int, across: Scale, geometry: Geometry) -> tuple[Tick, ...]:
    """Label quarters of the axis, or its half, where quarters would touch; its end always."""
    for parts in (4, 2, 1):
        times = [minutes * part / parts for part in range(parts + 1)]
        ticks = tuple(Tick(across.at(time), duration(time) if time else "0") for time in times)
        if apart(ticks, geometry) == ticks:
            break
    return ticks


def _curve(group: Lasting, place: int, across: Scale, up: Scale) -> Curve:
    # Of steps that fall together the last is drawn: nobody sees more, and large ledgers have hundreds.
    width = (across.high - across.low) / SEEN
    shown = {int(step.minutes / width): step for step in group.steps if step.minutes <= across.high}
    done = at_least = at_most = up.at(0)
    line, low, high = [(across.start, done)], [(across.start, done)], [(across.start, done)]
    for step in shown.values():
        x = across.at(step.minutes)
        was = done, at_least, at_most
        lower, upper = step.band
        now = up.at(step.done), up.at(1 - upper), up.at(1 - lower)
        if max(abs(was[0] - now[0]), abs(was[1] - now[1]), abs(was[2] - now[2])) < RISE:
            continue
        done, at_least, at_most = now
        line += [(x, was[0]), (x, done)]
        low += [(x, was[1]), (x, at_least)]
        high += [(x, was[2]), (x, at_most)]
    end = across.at(min(across.high, group.until))
    for points, y in ((line, done), (low, at_least), (high, at_most)):
        points.append((end, y))
    return Curve(group.name, group.words, path(line), path([*low, *reversed(high)], "z"), dashed=place > 1)
