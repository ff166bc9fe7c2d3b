"""Figures: two ways of doing the same, measured in turns in one run, and what one costs against the other."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table: seconds of ours and of what it is held against, and the most the ratio may be."""

    what: str
    against: str
    ours: float
    other: float | None = None
    most: float | None = None
    """The limit this project has set itself; none where the figure only informs."""
    note: str = ""
    longest: float | None = None
    """The most seconds ours may take by itself; none where only the ratio counts."""
    unit: str = "ms"
    """Of what ours, the other and the most are seconds; of anything else they are said as they are."""

    @property
    def ratio(self) -> float | None:
        """How many times as long ours takes."""
        return self.ours / self.other if self.other else None

    @property
    def scale(self) -> int:
        """What a value is multiplied by to be said in its unit."""
        return 1000 if self.unit == "ms" else 1

    def said(self, value: float | None) -> str:
        """Write a value as the table does: milliseconds bare, all else with its unit."""
        if value is None:
            return ""
        return f"{value * self.scale:,.1f}" + ("" if self.unit == "ms" else f" {self.unit}")

    @property
    def is_kept(self) -> bool:
        """Whether the ratio, and ours by itself, are within their limits."""
        is_quick = self.longest is None or self.ours <= self.longest
        return is_quick and (self.most is None or self.ratio is None or self.ratio <= self.most)

    @property
    def limit(self) -> str:
        """The limit as the table says it: a ratio, or milliseconds, or what else it is measured in."""
        if self.longest is not None:
            return f"{self.longest * self.scale:g} {self.unit}"
        return "" if self.most is None else f"{self.most:g}"


def in_turns(ours: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median seconds of both, each run once first and then by turns, so that both meet the same noise."""
    ours(), other()
    pairs = [(timed(ours), timed(other)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that one run takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
