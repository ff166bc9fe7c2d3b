"""What a measure's points say: which chart they bear, which of them are no chance, and the sentence that states it.

Only mature points take part; what is not all due yet is drawn hollow and judged later. Limits are those of a stretch:
the whole of it, or since limits were last made to begin anew (`acts`). Where months hold too little for limits,
quarters are what is judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ledger.trends.acts import NO_ACTS, Acts, stretches, target_in
from ledger.trends.catalogue import Measure
from ledger.trends.measure_rows import Share
from ledger.trends.months import first_day, is_quarter, period_label, quarter_months, quarters_between
from ledger.trends.signal_rules import Flag, Outlook, Runs, anhoej, assurance, flags
from ledger.trends.signals import (
    DOTS_BELOW,
    ENOUGH,
    RARE,
    Band,
    Chart,
    Standing,
    chart_for,
    expected_rarer,
    laney_p,
    laney_u,
    standing,
    t_roots,
    xmr,
)

PER_PEOPLE = 1_000
"""Counts are said for so many people of our clients."""
Tone = Literal["", "concern", "improvement", "neutral"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A measure over its periods, judged; bands, flags and targets stand beside the points, none where there is none.

    `measure` carries the target that holds now.
    """

    measure: Measure
    shares: tuple[Share, ...]
    """Its months."""
    points: tuple[Share, ...]
    """What is charted and judged: the months, or the whole quarters among them."""
    chart: Chart
    standing: Standing
    bands: tuple[Band | None, ...]
    flags: tuple[Flag | None, ...]
    targets: tuple[float | None, ...] = ()
    begins: tuple[str, ...] = ()
    """The points at which limits begin anew."""
    runs: Runs | None = None
    gaps: tuple[float, ...] = ()
    """Days between the rarer outcomes, where that is the chart."""
    gap_flag: Flag | None = None
    outlook: Outlook | None = None
    people: int = 0
    """What counts are divided by, where the measure is a count; 0 where nobody knows."""

    @property
    def k(self) -> int:
        """How many met the measure in all periods."""
        return sum(share.k for share in self.shares)

    @property
    def n(self) -> int:
        """Out of how many in all periods."""
        return sum(share.n for share in self.shares)

    @property
    def last(self) -> Share | None:
        """The last mature point with anything in it."""
        return next((share for share in reversed(self.points) if share.mature and share.n), None)

    @property
    def flag(self) -> Flag | None:
        """The flag of the last mature point; of the last gap where gaps are what is judged."""
        if self.chart == "t":
            return self.gap_flag
        pairs = zip(reversed(self.points), reversed(self.flags), strict=True)
        return next((flag for share, flag in pairs if share.mature and share.n), None)

    @property
    def tone(self) -> Tone:
        """What the last point means: concern, improvement, a change of neither, or nothing beyond chance."""
        if self.flag is not None:
            return tone_of(self.measure, self.flag)
        return "neutral" if self.chart == "run" and self.runs is not None and self.runs.is_signal else ""

    def value(self, share: Share) -> float | None:
        """Give a point's value as it is charted: a share 0..1, or a count for each thousand people."""
        return _value(self.measure, share, self.people)


def tone_of(measure: Measure, flag: Flag) -> Tone:
    """Say whether a flag is good or bad by the measure's good direction; neither for a neutral one."""
    if not measure.direction:
        return "neutral"
    return "improvement" if flag.side * measure.direction > 0 else "concern"


def judged(  # noqa: PLR0913 what is judged, and by what
    measure: Measure,
    shares: Sequence[Share],
    *,
    people: int = 0,
    gaps: Sequence[float] = (),
    rarer_is_met: bool = False,
    acts: Acts = NO_ACTS,
) -> Judged:
    """Judge a measure's shares by month, oldest first; `gaps` are the days between its rarer outcomes, for a t-chart.

    `rarer_is_met` says which outcome the gaps are between: longer gaps of what is met mean less of it. `acts` are the
    targets and rebases in force.
    """
    points, chart = _charted(measure, shares)
    mature = _mature(points)
    parts = stretches(mature, acts.rebased)
    newest = parts[-1] if parts else []
    bands, flagged = _of_stretches(measure, parts, people) if chart == "rate" else ({}, {})
    roots = t_roots(gaps) if chart == "t" and standing(len(gaps)) != "dots" else []
    gap_flags = flags(roots, xmr(roots)) if roots else ()
    targets = tuple(target_in(measure, acts.aims, point.period) for point in points)
    target = targets[-1] if targets else measure.target
    last = bands.get(newest[-1].period) if newest else None
    return Judged(
        measure=replace(measure, target=target),
        shares=tuple(shares),
        points=tuple(points),
        chart=chart,
        standing=standing(len(newest)),
        bands=tuple(bands.get(point.period) for point in points),
        flags=tuple(flagged.get(point.period) for point in points),
        targets=targets,
        begins=tuple(part[0].period for part in parts[1:]),
        runs=anhoej([_value(measure, point, people) or 0.0 for point in newest]) if chart == "run" else None,
        gaps=tuple(gaps) if chart == "t" else (),
        gap_flag=_of_gaps(gap_flags, rarer_is_met=rarer_is_met),
        outlook=assurance(target, measure.direction, last) if target is not None and last is not None else None,
        people=people,
    )


def by_quarter(shares: Sequence[Share]) -> list[Share]:
    """Add months up to the quarters they fill; one that began before the first month is left out.

    The running quarter is there with the months it has, and not mature.
    """
    if not shares:
        return []
    months = {share.period: share for share in shares}
    quarters = quarters_between(first_day(shares[0].period), first_day(shares[-1].period))
    found = []
    for quarter in quarters:
        here = quarter_months(quarter)
        if here[0] in months:
            members = [months[month] for month in here if month in months]
            whole = len(members) == len(here) and all(member.mature for member in members)
            k, n = sum(member.k for member in members), sum(member.n for member in members)
            found.append(Share(quarter, k, n, mature=whole))
    return found


def change_sentence(found: Judged) -> str | None:
    """Say what has really changed at the last mature point, or nothing where it is chance."""
    name, flag, last = found.measure.name, found.flag, found.last
    if last is None:
        return None
    if flag is None:
        if found.tone != "neutral":
            return None
        return f"{name}: its months do not vary around one level as chance would; look at when it moved."
    up = flag.side > 0
    if found.chart == "t":
        said = "more often" if (flag.side > 0) == (_rarer_is_met(found)) else "more rarely"
        return f"{name}: what is rare here happens {said} than it did."
    unit = "quarter" if is_quarter(last.period) else "month"
    words = {
        "outside": f"{'rose above' if up else 'fell below'} its expected range in {period_label(last.period)}"
        f" (one {unit}; look at its cases)",
        "trend": f"has {'risen' if up else 'fallen'} for seven {unit}s in a row or more",
        "two_of_three": f"has been close to its {'upper' if up else 'lower'} limit in two of the last three {unit}s",
        "shift": f"has been {'above' if up else 'below'} its average for seven {unit}s or more",
    }
    return f"{name} {words[flag.rule]}."


def under_filing(incidents: Judged, told_first: Judged) -> str | None:
    """Say that falling incidents with a falling share told first mean that less is filed, not that less happens."""
    if all(found.flag is not None and found.flag.side < 0 for found in (incidents, told_first)):
        return (
            "Fewer incidents are filed while clients more often tell us first: that is what under-filing looks like,"
            " not improvement."
        )
    return None


def gate_is_bad(gate: Judged) -> bool:
    """Say whether the record is too late or too thin to trust what is counted from it: below its target overall."""
    target = gate.measure.target or 0.0
    return gate.n > 0 and gate.k < target * gate.n


def _charted(measure: Measure, shares: Sequence[Share]) -> tuple[Sequence[Share], Chart]:
    """Choose what is judged and how: months, or quarters where months hold too little and quarters enough."""
    mature = _mature(shares)
    if measure.unit == "share":
        chart = chart_for([(share.k, share.n) for share in mature])
        quarters = by_quarter(shares) if chart == "run" else []
        whole = _mature(quarters)
        if len(whole) >= DOTS_BELOW and chart_for([(share.k, share.n) for share in whole]) == "rate":
            return quarters, "rate"
        return shares, chart
    if measure.unit == "stock":  # a stock that is nearly always nought has no spread that limits could be made of
        return shares, "rate" if expected_rarer([(share.k, share.n) for share in mature]) >= RARE else "run"
    counted = sum(share.n for share in mature)
    return shares, "rate" if counted >= ENOUGH * len(mature) else "t"


def _mature(shares: Sequence[Share]) -> list[Share]:
    return [share for share in shares if share.mature and share.n]


def _of_stretches(
    measure: Measure, parts: Sequence[Sequence[Share]], people: int
) -> tuple[Mapping[str, Band], Mapping[str, Flag | None]]:
    """Return limits and flags by period; a stretch too short for limits has neither."""
    bands: dict[str, Band] = {}
    flagged: dict[str, Flag | None] = {}
    for part in parts:
        if standing(len(part)) != "dots":
            own_bands, own_flags = _limits(measure, part, people)
            bands |= own_bands
            flagged |= own_flags
    return bands, flagged


def _limits(
    measure: Measure, mature: Sequence[Share], people: int
) -> tuple[Mapping[str, Band], Mapping[str, Flag | None]]:
    values = [_value(measure, share, people) or 0.0 for share in mature]
    if measure.unit == "count":
        bands = laney_u([(share.n, people / PER_PEOPLE if people else 1.0) for share in mature])
    elif measure.unit == "stock":
        bands = xmr(values)
    else:
        bands = laney_p([(share.k, share.n) for share in mature])
    periods = [share.period for share in mature]
    found = flags(values, bands)
    return dict(zip(periods, bands, strict=True)), dict(zip(periods, found, strict=True))


def _value(measure: Measure, share: Share, people: int) -> float | None:
    if measure.unit == "count":
        return share.n * PER_PEOPLE / people if people else float(share.n)
    return share.k / share.n if share.n else None


def _of_gaps(found: Sequence[Flag | None], *, rarer_is_met: bool) -> Flag | None:
    """Turn the last gap's flag to the measure: longer gaps of what is met mean a lower share, of the rest a higher."""
    if not found or found[-1] is None:
        return None
    return Flag(found[-1].rule, -found[-1].side if rarer_is_met else found[-1].side)


def _rarer_is_met(found: Judged) -> bool:
    return 2 * found.k < found.n or found.measure.unit == "count"
