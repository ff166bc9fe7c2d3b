"""What a measure's points say: which chart they bear, which of them are no chance, and the sentence that states it.

Only mature points take part; what is not all due yet is drawn hollow and judged later. Limits are those of a stretch:
the whole of it, or since limits were last made to begin anew (`acts`). The target is held against the newest level of
it: where the last points are a shift, against limits of these alone. Where months hold too little for limits,
quarters are what is judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Literal

from ledger.kernel.counting import counted
from ledger.trends.acts import NO_ACTS, Acts, stretches, target_in
from ledger.trends.catalogue import Measure
from ledger.trends.charted_points import begun_within, charted, limits_of, mature_of, value_of
from ledger.trends.levels import Moved, is_short, level_of, outlook_of, ranged_of
from ledger.trends.measure_rows import Rare, Share
from ledger.trends.signal_rules import Flag, Outlook, Runs, anhoej, flags
from ledger.trends.signals import DOTS_BELOW, Band, Chart, Standing, standing, t_roots, xmr

Tone = Literal["", "concern", "improvement", "neutral", "neutral_down"]
"""What a flag means: bad, good, or neither; of the last what is above and what is below look and read otherwise."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A measure over its periods, judged; bands, flags and targets stand beside the points, none where there is none.

    `measure` carries the target that holds now.
    """

    measure: Measure
    shares: tuple[Share, ...]
    """Its months, those of the view."""
    points: tuple[Share, ...]
    """What is charted and judged: the months, or the quarters that they fill; also those before the view."""
    chart: Chart
    standing: Standing
    bands: tuple[Band | None, ...]
    flags: tuple[Flag | None, ...]
    targets: tuple[float | None, ...] = ()
    begins: tuple[str, ...] = ()
    """The points at which limits begin anew."""
    runs: Runs | None = None
    gaps: tuple[float, ...] = ()
    """Days between the rarer outcomes, where that is the chart; of months that are all due."""
    gap_flags: tuple[Flag | None, ...] = ()
    rare_at: tuple[Rare, ...] = ()
    """The days on which the rarer outcome came about, also those not all due yet, whose gaps are not judged."""
    rare_in: Mapping[str, int] = field(default_factory=dict)
    """How often it came about by month; on one day perhaps several times."""
    is_over: bool = False
    """Whether the newest gap, which runs still, is longer than is usual: what came more often does so no more."""
    outlook: Outlook | None = None
    people: int = 0
    """What counts are divided by, where the measure is a count; 0 where nobody knows."""
    moved: Moved | None = None
    """Where the newest points are of another level than those before: from what to what."""
    steady: tuple[Share, ...] = ()
    """The mature points of the newest level, which the outlook is of."""
    rarer_is_met: bool = False
    """Whether meeting the measure is its rarer outcome, which the gaps are between."""
    begun_within: str = ""
    """The month with which the first quarter judged begins, where there was nothing in it before."""
    short: bool = False
    """Whether the newest level together is plausibly no better than short of its target (Wilson's range)."""
    seen_from: str = ""
    """The first month of the view, where it shows fewer than are judged (`in_view`)."""
    ranged: Share | None = None
    """Where no limits are to compare the target with: k of n that is compared by its plausible range (Wilson)."""

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
        """The last point that is judged: mature, with anything in it."""
        return self.judged_points[-1] if self.judged_points else None

    @property
    def judged_points(self) -> Sequence[Share]:
        """The points that take part in limits and rules, oldest first."""
        return mature_of(self.points, counts=self.measure.unit == "count")

    @property
    def decided(self) -> Share:
        """All that everybody can judge by now, as one: k of n of the mature months."""
        mature = [share for share in self.shares if share.mature]
        return Share("", sum(share.k for share in mature), sum(share.n for share in mature), mature=True)

    @property
    def so_far(self) -> Share:
        """What a headline says: what is decided, or all of it where nothing is yet, which is then not mature."""
        return self.decided if self.decided.n else Share("", self.k, self.n, mature=False)

    @property
    def undecided(self) -> str:
        """How much beside the decided is not all due, in words; empty where nothing waits."""
        waiting = self.n - self.decided.n
        if not waiting:
            return ""
        return f"{counted(waiting, 'more is', 'more are') if self.decided.n else 'they are'} not all due yet"

    @property
    def too_few(self) -> bool:
        """Whether nothing can be said of a change: too few points, or too few days between what is rare."""
        return len(self.gaps) < DOTS_BELOW if self.chart == "t" else self.standing == "dots"

    @property
    def reached(self) -> int:
        """How many points of the newest level are as good as the target that holds now."""
        target, direction = self.measure.target, self.measure.direction
        values = [value_of(self.measure, point, self.people) or 0.0 for point in self.steady]
        return 0 if target is None else sum(value * direction >= target * direction for value in values)

    @property
    def flag(self) -> Flag | None:
        """The flag of the last mature point; of the last gap where gaps are what is judged."""
        if self.chart == "t":
            return self.gap_flags[-1] if self.gap_flags and not self.is_over else None
        last = self.last
        return None if last is None else self.flags[self.points.index(last)]

    @property
    def tone(self) -> Tone:
        """What the last point means, or a level that was left: concern, improvement, neither, or nothing but chance."""
        if self.flag is not None:
            tone = tone_of(self.measure, self.flag)
            return "neutral" if tone == "neutral_down" else tone
        if self.moved is not None:
            tone = tone_of(self.measure, Flag("shift", self.moved.side))
            return "neutral" if tone == "neutral_down" else tone
        return "neutral" if self.chart == "run" and self.runs is not None and self.runs.is_signal else ""

    @property
    def side(self) -> int:
        """Whether it points up (1) or down (-1), or nothing has changed (0)."""
        return self.flag.side if self.flag else self.moved.side if self.moved else 0

    @property
    def sign(self) -> str:
        """How the target stands, as its icon tells apart: by limits, or by the range of what was decided so far."""
        if self.short and self.outlook == "by_chance":
            return "missed_so_far"
        so_far = "_so_far" if self.ranged is not None and self.outlook in {"reached", "missed"} else ""
        return f"{self.outlook}{so_far}" if self.outlook else ""

    def value(self, share: Share) -> float | None:
        """Give a point's value as it is charted: a share 0..1, or a count for each thousand people."""
        return value_of(self.measure, share, self.people)


def tone_of(measure: Measure, flag: Flag) -> Tone:
    """Say whether a flag is good or bad by the measure's good direction; neither for a neutral one."""
    if not measure.direction:
        return "neutral" if flag.side > 0 else "neutral_down"
    return "improvement" if flag.side * measure.direction > 0 else "concern"


def judged(  # noqa: PLR0913 what is judged, and by what
    measure: Measure,
    shares: Sequence[Share],
    *,
    people: int = 0,
    gaps: Sequence[float] = (),
    quiet: float = 0.0,
    rarer_is_met: bool = False,
    acts: Acts = NO_ACTS,
) -> Judged:
    """Judge a measure's shares by month, oldest first; `gaps` are the days between its rarer outcomes, for a t-chart.

    `quiet` is how many days it is since the last of them. `rarer_is_met` says which outcome the gaps are between:
    longer gaps of what is met mean less of it. `acts` are the targets and rebases in force.
    """
    points, chart = charted(measure, shares)
    mature = mature_of(points, counts=measure.unit == "count")
    parts = stretches(mature, acts.rebased)
    newest = parts[-1] if parts else []
    bands, flagged = limits_of(measure, parts, people) if chart == "rate" else ({}, {})
    roots = t_roots(gaps) if chart == "t" and standing(len(gaps)) != "dots" else []
    gap_flags = flags(roots, xmr(roots)) if roots else ()
    targets = tuple(target_in(measure, acts.aims, point.period) for point in points)
    target = targets[-1] if targets else measure.target
    moved, steady = level_of(measure, newest, bands, people)
    limits = limits_of(measure, [steady], people)[0] if moved else bands
    last = limits.get(steady[-1].period) if steady else None
    ranged = None if moved or last is not None or target is None or not newest else ranged_of(measure, newest)
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
        runs=anhoej([value_of(measure, point, people) or 0.0 for point in newest]) if chart == "run" else None,
        gaps=tuple(gaps) if chart == "t" else (),
        gap_flags=_of_gaps(gap_flags, rarer_is_met=rarer_is_met),
        rarer_is_met=rarer_is_met,
        is_over=bool(gap_flags) and gap_flags[-1] is not None and gap_flags[-1].side < 0 and quiet > median(gaps),
        short=is_short(target, measure, steady),
        begun_within=begun_within(points, shares),
        outlook=outlook_of(target, measure.direction, last, ranged),
        people=people,
        moved=moved,
        steady=tuple(steady),
        ranged=ranged,
    )


def _of_gaps(found: Sequence[Flag | None], *, rarer_is_met: bool) -> tuple[Flag | None, ...]:
    """Turn the gaps' flags to the measure: longer gaps of what is met mean a lower share, of the rest a higher."""
    return tuple(flag and Flag(flag.rule, -flag.side if rarer_is_met else flag.side) for flag in found)
