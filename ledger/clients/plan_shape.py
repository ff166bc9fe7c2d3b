"""What a service plan may say: which clocks there are, and how a span is written.

The kinds and units are those of the clocks, which lie downstream; a test holds both lists together.
"""

import re
from collections.abc import Mapping

KINDS = (
    "first_notice", "updates", "first_letter", "remedy_offered", "final_letter", "remedy_delivered",
    "actions_implemented", "effectiveness", "personal_data",
)  # fmt: skip
SEVERITIES = ("S1", "S2", "S3")
"""S4, a near miss, has no clocks."""
UNITS = ("minutes", "business_minutes", "business_days", "days")
LARGEST = 525_600
"""A year in minutes: no clock is longer in any unit."""

Span = tuple[int, str]
PlanClocks = Mapping[tuple[str, str], Span]
"""(kind, severity) to (amount, unit)."""

_SPAN = re.compile(r"([0-9]{1,6})\s*(business\s+)?(min|minutes?|h|hours?|days?)", re.IGNORECASE)
_HOUR = 60


def read_span(text: str) -> Span:
    """Read a span as people write it: `45 minutes`, `4 business hours`, `1 business day`, `30 days`.

    Raises `ValueError` with a sentence for anything else.
    """
    found = _SPAN.fullmatch(" ".join(text.split()))
    if found is None:
        fault = "Write a span such as 45 minutes, 4 business hours, 1 business day or 30 days."
        raise ValueError(fault)
    amount, word = int(found[1]), found[3].lower()
    business = "business_" if found[2] else ""
    unit = f"{business}days" if word.startswith("day") else f"{business}minutes"
    return (amount * _HOUR if word.startswith("h") else amount), unit


def span_faults(clocks: PlanClocks) -> dict[str, str]:
    """Return what is wrong with single clocks, by `kind.severity`; empty when all are of the right shape."""
    faults = {f"{kind}.{severity}": _fault(kind, severity, span) for (kind, severity), span in clocks.items()}
    return {place: fault for place, fault in faults.items() if fault}


def _fault(kind: str, severity: str, span: Span) -> str | None:
    amount, unit = span
    if kind not in KINDS or severity not in SEVERITIES:
        return f"There is no clock {kind} for {severity}."
    if unit not in UNITS:
        return f"A clock counts {', '.join(UNITS)}, not {unit}."
    return None if 0 < amount <= LARGEST else "A clock needs one minute or day at least, and a year at most."
