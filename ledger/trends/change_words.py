"""What a judged measure lets be said: that it has really changed, that less is filed, that the record is too thin."""

from ledger.trends.judging import Judged
from ledger.trends.months import is_quarter, period_label


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


def _rarer_is_met(found: Judged) -> bool:
    return 2 * found.k < found.n or found.measure.unit == "count"
