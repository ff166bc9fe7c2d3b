"""Patterns and hues that tell series apart without colour, and which series carries which.

A series keeps its pattern in every chart, whatever else is drawn beside it. Counts and costs are neutral here: no hue
is the orange of concern or the blue square of improvement.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """A path on one tile; stroked `stroke` wide, or filled where that is 0."""

    path: str
    stroke: float


PATTERNS = {
    "solid": Pattern("M0 0h8v8h-8z", 0),
    "plain": Pattern("", 0),
    "rising": Pattern("M-2 2l4-4M-1 9L9-1M6 10l4-4", 1.8),
    "falling": Pattern("M-2 6l4 4M-1-1L9 9M6-2l4 4", 1.8),
    "upright": Pattern("M2 0v8M6 0v8", 1.4),
    "level": Pattern("M0 2h8M0 6h8", 1.4),
    "grid": Pattern("M4 0v8M0 4h8", 1.2),
    "lattice": Pattern("M-1-1L9 9M-1 9L9-1", 1.1),
    "dots": Pattern("M2 0.6a1.4 1.4 0 1 0 .01 0zM6 4.6a1.4 1.4 0 1 0 .01 0z", 0),
    "rings": Pattern("M4 1.4a2.6 2.6 0 1 0 .01 0z", 1.2),
    "chequer": Pattern("M0 0h4v4h-4zM4 4h4v4h-4z", 0),
    "zigzag": Pattern("M-1 7L4 2L9 7", 1.6),
}
"""Twelve that stay apart in black and white and at 11 units of height."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one series looks: `hue` is the number of a colour class (`chart-hue-1` …)."""

    key: str
    name: str
    pattern: str
    hue: int

    @property
    def shape(self) -> Pattern:
        """The path its pattern repeats."""
        return PATTERNS[self.pattern]


SEVERITIES = (
    Style("S1", "S1", "solid", 1),
    Style("S2", "S2", "rising", 2),
    Style("S3", "S3", "dots", 2),
    Style("S4", "S4 near miss", "plain", 1),
)
REMEDIES = (
    Style("RW", "Rework", "solid", 2),
    Style("XS", "Extra service", "rising", 2),
    Style("SC", "Service credit", "dots", 1),
    Style("WI", "Waived invoice", "level", 3),
    Style("RF", "Refund", "grid", 1),
    Style("CL", "Client's loss", "chequer", 1),
    Style("TP", "Third party", "falling", 3),
    Style("EQ", "Equipment", "upright", 2),
    Style("MO", "Monitoring", "rings", 3),
    Style("GW", "Goodwill", "lattice", 1),
    Style("NM", "Not money", "plain", 2),
    Style("EX", "Help to leave", "zigzag", 3),
)

CLASSES = (
    Style("external_failure", "It reached the client", "solid", 1),
    Style("internal_failure", "We caught it", "rising", 2),
    Style("appraisal", "Checking", "dots", 2),
    Style("prevention", "Prevention", "grid", 3),
)
"""Classes of the cost of quality."""

FUNDERS = (
    Style("us", "We paid", "solid", 2),
    Style("supplier", "A supplier paid", "rising", 1),
    Style("insurer", "An insurer paid", "dots", 3),
)


def styles_for(series: Iterable[str], palette: Iterable[Style]) -> tuple[Style, ...]:
    """Give the styles of the series that occur, in the palette's order; an unknown series raises ValueError."""
    wanted = set(series)
    found = tuple(style for style in palette if style.key in wanted)
    unknown = wanted - {style.key for style in found}
    if unknown:
        message = f"no pattern for {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return found
