"""Which points a chart flags, in the order of the four rules, and whether a target is within reach.

Sources: NHSRplotthedots (rules and their order, assurance against the limits); Anhøj and Olesen 2014, "Run charts
revisited" (longest run and crossings, for charts whose limits cannot be trusted).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import comb, log2
from statistics import median
from typing import Literal

from ledger.trends.signals import Band

RUN = 7
"""Points in a row that make a trend, or a shift to one side of the mean."""
THREE, TWO = 3, 2
_CHANCE = 0.05

Rule = Literal["outside", "trend", "two_of_three", "shift"]
Outlook = Literal["reached", "missed", "by_chance"]


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a point is no chance: the first rule that holds, and whether it points up (1) or down (-1)."""

    rule: Rule
    side: int


@dataclass(frozen=True, slots=True)
class Runs:
    """The two run rules on one chart: the longest run on one side of the median, and how often it is crossed."""

    longest: int
    longest_allowed: int
    crossings: int
    crossings_needed: int

    @property
    def is_signal(self) -> bool:
        """Whether either rule speaks against chance."""
        return self.longest > self.longest_allowed or self.crossings < self.crossings_needed


def flags(values: Sequence[float], bands: Sequence[Band]) -> tuple[Flag | None, ...]:
    """Return the flag of each point, by the first of the four rules it is part of; none where it is chance.

    Every point of a run, a trend or a pair is part of it, also those before the one that completed it.
    """
    finders: tuple[tuple[Rule, Callable[[Sequence[float], Sequence[Band]], dict[int, int]]], ...] = (
        ("outside", _outside),
        ("trend", _trend),
        ("two_of_three", _two_of_three),
        ("shift", _shift),
    )
    found: dict[int, Flag] = {}
    for rule, find in finders:
        for place, side in find(values, bands).items():
            found.setdefault(place, Flag(rule, side))
    return tuple(found.get(place) for place in range(len(values)))


def anhoej(values: Sequence[float]) -> Runs | None:
    """Judge a run chart about its median; points on it are left out, and none is said of fewer than ten others.

    Where most points are alike (all met) the median is the best there is, the others lie on one side of it by
    necessity, and nothing is said either.
    """
    middle = median(values) if values else 0.0
    sides = [value > middle for value in values if value != middle]
    if len(sides) < 10 or len(set(sides)) == 1:  # noqa: PLR2004 the rules' own least number
        return None
    return Runs(
        longest=max(len(list(run)) for _, run in groupby(sides)),
        longest_allowed=round(log2(len(sides)) + 3),
        crossings=sum(before != after for before, after in pairwise(sides)),
        crossings_needed=_half_quantile(len(sides) - 1, _CHANCE),
    )


def assurance(target: float, direction: int, band: Band) -> Outlook:
    """Compare a target with the limits of the stable stretch: reached whatever chance does, missed, or by chance.

    `direction` is 1 where more is better and -1 where less is.
    """
    worst, best = (band.lower, band.upper) if direction > 0 else (-band.upper, -band.lower)
    wanted = target * direction
    if worst >= wanted:
        return "reached"
    return "missed" if best < wanted else "by_chance"


def _outside(values: Sequence[float], bands: Sequence[Band]) -> dict[int, int]:
    found = {}
    for place, (value, band) in enumerate(zip(values, bands, strict=True)):
        if not band.lower <= value <= band.upper:
            found[place] = 1 if value > band.upper else -1
    return found


def _trend(values: Sequence[float], _bands: Sequence[Band]) -> dict[int, int]:
    steps = [_sign(after - before) for before, after in pairwise(values)]
    found = {}
    for first in range(len(values) - RUN + 1):
        if steps[first] and len(set(steps[first : first + RUN - 1])) == 1:
            found.update(dict.fromkeys(range(first, first + RUN), steps[first]))
    return found


def _two_of_three(values: Sequence[float], bands: Sequence[Band]) -> dict[int, int]:
    """Find pairs beyond two thirds of the way among three neighbours all on that side of the centre."""
    near = [_beyond(value, band) for value, band in zip(values, bands, strict=True)]
    sides = _sides(values, bands)
    found = {}
    for first in range(len(values) - THREE + 1):
        window = range(first, first + THREE)
        side = sides[first]
        beyond = [place for place in window if near[place] == side]
        if side and all(sides[place] == side for place in window) and len(beyond) >= TWO:
            found.update(dict.fromkeys(beyond, side))
    return found


def _shift(values: Sequence[float], bands: Sequence[Band]) -> dict[int, int]:
    found = {}
    at = 0
    for side, run in groupby(_sides(values, bands)):
        length = len(list(run))
        if side and length >= RUN:
            found.update(dict.fromkeys(range(at, at + length), side))
        at += length
    return found


def _beyond(value: float, band: Band) -> int:
    """Return on which side a value lies more than two thirds of the way to its limit; 0 for neither."""
    way = value - band.centre
    reach = (band.upper if way > 0 else band.lower) - band.centre
    return _sign(way) if abs(way) > abs(reach) * 2 / 3 else 0


def _sides(values: Sequence[float], bands: Sequence[Band]) -> list[int]:
    return [_sign(value - band.centre) for value, band in zip(values, bands, strict=True)]


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _half_quantile(tries: int, chance: float) -> int:
    """Return the smallest number of heads in so many throws of a coin that has at least this chance below it."""
    total, wanted = 0, chance * 2**tries
    for heads in range(tries + 1):
        total += comb(tries, heads)
        if total >= wanted:
            return heads
    return tries
