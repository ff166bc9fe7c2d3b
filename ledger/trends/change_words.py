"""What a judged measure lets be said: that it has really changed, that less is filed, that the record is too thin."""

from itertools import groupby, takewhile
from statistics import median

from ledger.kernel.counting import counted
from ledger.trends.charted_points import PER_PEOPLE
from ledger.trends.charting.scales import FEW, percent
from ledger.trends.judging import Judged
from ledger.trends.levels import Moved, whole_of
from ledger.trends.measure_rows import Share
from ledger.trends.months import is_quarter, period_label
from ledger.trends.rare_days import rare_words
from ledger.trends.signal_rules import Flag

COUNTED_ANEW = (
    "Everything is being counted anew, as after a change of our time zone: some cases still stand in the months of the"
    " zone before. Look again in a few minutes."
)


def change_sentence(found: Judged) -> str | None:
    """Say what has really changed at the last mature point, or nothing where it is chance."""
    name, flag, last = found.measure.name, found.flag, found.last
    if last is None:
        return None
    if found.moved and (flag is None or flag.side == found.moved.side):
        return _shift(found, found.moved)
    if flag is None:
        if found.tone != "neutral":
            return None
        return f"{name}: {_of_runs(found)}."
    up = flag.side > 0
    if found.chart == "t":
        said = "more often" if (flag.side > 0) == found.rarer_is_met else "more rarely"
        what = rare_words(found.measure, is_met=found.rarer_is_met)
        return f"{what[0].upper()}{what[1:]} come {said} than they did."
    unit = "quarter" if is_quarter(last.period) else "month"
    since = period_label(_trend_since(found, flag.side))
    words = {
        "outside": _outside(found, flag, unit),
        "trend": f"{'risen' if up else 'fallen'} {unit} by {unit} since {since}",
        "shift": f"{'above' if up else 'below'} its average in seven {unit}s or more",
        "two_of_three": f"close to the {'upper' if up else 'lower'} limit in two of the last three {unit}s",
    }
    said = words[flag.rule]
    return f"{name} {said}." if said.startswith(("rose", "fell ")) else f"{name}: {said}."


def rebase_sentence(found: Judged) -> str | None:
    """Say that limits begin anew within the months shown, and from what level to what; nothing where they do not."""
    if not found.begins or found.begins[-1] < found.seen_from:
        return None
    since, points = found.begins[-1], found.judged_points
    from_then = found.begins[-2] if len(found.begins) > 1 else ""
    before = [point for point in points if from_then <= point.period < since]
    now = [point for point in points if point.period >= since]
    if not before or not now:
        return None
    levels = (_level(found, whole_of(part), len(part)) for part in (before, now))
    said = " before, ".join(levels)
    return f"{found.measure.name}: limits begin anew in {period_label(since)}, as two people decided; {said} since."


def _of_runs(found: Judged) -> str:
    """Say which of the two run rules spoke: the longest run, from when to when and on which side, or few crossings."""
    points, runs = found.steady, found.runs
    values = [found.value(point) or 0.0 for point in points]
    middle = median(values)
    off = [(point, value > middle) for point, value in zip(points, values, strict=True) if value != middle]
    stretches = [(up, list(run)) for up, run in groupby(off, lambda one: one[1])]
    up, longest = max(reversed(stretches), key=lambda one: len(one[1]))
    if runs is None or runs.longest <= runs.longest_allowed:
        return "it stays on one side of its middle for longer than chance would, and then on the other"
    first, last = period_label(longest[0][0].period), period_label(longest[-1][0].period)
    until = "" if longest[-1][0] == off[-1][0] else f" to {last}"
    unit = "quarter" if is_quarter(points[0].period) else "month"
    side = "above" if up else "below"
    how_long = f"{'from' if until else 'since'} {first}{until} ({counted(len(longest), unit)})"
    return f"{side} its middle {how_long}, longer than chance explains"


def _shift(found: Judged, moved: Moved) -> str:
    """Say from what level to what: "rose from 85% to about 93% from December 2025 on and stayed there"."""
    before, now = (
        _level(found, level, count)
        for level, count in ((moved.before, moved.before_count), (moved.now, moved.now_count))
    )
    unit = "quarter" if is_quarter(moved.since) else "month"
    since = f"{'about ' if moved.rough else ''}{period_label(moved.since)}"
    each = "" if found.measure.unit != "count" else " for each 1,000 people" if found.people else f" a {unit}"
    return (
        f"{found.measure.name} {'rose' if moved.side > 0 else 'fell'} from {before} to about {now}{each}"
        f" from {since} on and stayed there ({counted(moved.now_count, unit)})."
    )


def _level(found: Judged, level: Share, count: int) -> str:
    if found.measure.unit != "count":
        return f"{percent(level.k, level.n)}%" if level.n >= FEW else f"{level.k} of {level.n}"
    return f"{level.n / count * (PER_PEOPLE / found.people if found.people else 1):,.1f}"


def _outside(found: Judged, flag: Flag, unit: str) -> str:
    flags = dict(zip((point.period for point in found.points), found.flags, strict=True))
    out = list(takewhile(lambda point: flags[point.period] == flag, reversed(found.judged_points)))
    if len(out) > 1:
        side = "above" if flag.side > 0 else "below"
        return f"{side} the expected range since {period_label(out[-1].period)} ({counted(len(out), unit)})"
    moved = "rose above" if flag.side > 0 else "fell below"
    return f"{moved} the expected range in {period_label(out[0].period)} (one {unit}; look at its cases)"


def _trend_since(found: Judged, side: int) -> str:
    """Return the period that the last points have gone one way since."""
    points = found.judged_points
    values = [found.value(point) or 0.0 for point in points]
    at = len(points) - 1
    while at and (values[at] - values[at - 1]) * side > 0:
        at -= 1
    return points[at].period


def under_filing(incidents: Judged, told_first: Judged) -> str | None:
    """Say that falling incidents with a falling share told first mean that less is filed, not that less happens.

    Where nothing at all is filed there is no share to fall.
    """
    last = incidents.last
    if last is not None and not last.n and incidents.flag is not None:
        return (
            f"No incident at all was filed in {period_label(last.period)}, fewer than chance explains: that is what"
            " under-filing looks like. Ask whether nothing happened or nothing was written down."
        )
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
