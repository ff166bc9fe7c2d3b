"""Lines and dots as the data of SVG paths, and which points of a series a line joins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


def path(places: Iterable[tuple[float, float]], end: str = "") -> str:
    """Write a line through places (x, y) as a path; level and upright parts take one number each, however long."""
    said: list[str] = []
    was_x = was_y = 0.0
    way = 0.0
    for x, y in places:
        if not said:
            said.append(f"M{x:g} {y:g}")
        elif y == was_y:
            if said[-1][0] == "H" and (x - was_x) * way > 0:
                said.pop()
            said.append(f"H{x:g}")
            way = x - was_x
        else:
            said.append(f"V{y:g}" if x == was_x else f"L{x:g} {y:g}")
        was_x, was_y = x, y
    return f"{''.join(said)}{end}"


def dots(places: Iterable[tuple[float, float]]) -> str:
    """Write places (x, y) as one path: where its stroke has round ends, each is a dot as wide as the stroke.

    To half a unit: nobody sees less of a dot, and there may be hundreds.
    """
    return "".join(f"M{halved(x):g} {halved(y):g}h.01" for x, y in places)


def halved(units: float) -> float:
    """Round to half a unit."""
    return round(2 * units) / 2


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring points joined by a line; dashed where one of them is not all due yet."""

    path: str
    dashed: bool


class Joint(NamedTuple):
    """A point as the line through it sees it: the number of its period, its place, and whether not all is due yet."""

    at: int
    x: float
    y: float
    hollow: bool


def joined(points: Sequence[Joint]) -> tuple[Run, ...]:
    """Join points of neighbouring periods, as far as one line goes; a period without a point breaks it."""
    runs: list[tuple[bool, list[Joint]]] = []
    for one, two in pairwise(points):
        dashed = one.hollow or two.hollow
        if two.at != one.at + 1:
            continue
        if runs and runs[-1][1][-1] is one and runs[-1][0] == dashed:
            runs[-1][1].append(two)
        else:
            runs.append((dashed, [one, two]))
    return tuple(Run(path((point.x, point.y) for point in run), dashed=dashed) for dashed, run in runs)
