"""What was decided about reading a measure: its target by month, and from which months its limits begin anew.

A target holds from its month until another one does; of two for the same month the later act counts, and what was
taken back counts for nothing. Before the first act the catalogue's own target holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from ledger.trends.catalogue import Measure
from ledger.trends.measure_rows import Share
from ledger.trends.months import first_day, following
from ledger.trends.signal_rules import RUN

LEAST = RUN
"""Points that a stretch needs before limits begin anew, and after: a shift is seven points, fewer may be chance."""
Point = TypeVar("Point", bound=Share)


@dataclass(frozen=True, slots=True)
class Aim:
    """A target in force from a month on, in whole percent; none where there is to be none."""

    from_month: str
    percent: int | None
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Acts:
    """What is in force for one measure: its aims, and the months from which its limits begin anew, oldest first."""

    aims: tuple[Aim, ...] = ()
    rebased: tuple[str, ...] = ()


NO_ACTS = Acts()


def may_have_target(measure: Measure) -> bool:
    """Say whether a target means anything: a share of which more or less is better."""
    return measure.direction != 0 and measure.unit in {"share", "stock"}


def target_in(measure: Measure, aims: Sequence[Aim], month: str) -> float | None:
    """Return the target (0..1) that holds in a month or in the last month of a quarter; none where there is none."""
    ends = first_day(following(month))
    holding = [aim for aim in aims if first_day(aim.from_month) < ends]
    if not holding:
        return measure.target
    percent = max(holding, key=lambda aim: (aim.from_month, aim.set_at)).percent
    return None if percent is None else percent / 100


def stretches(points: Sequence[Point], rebased: Sequence[str]) -> list[list[Point]]:
    """Split points, oldest first, where limits begin anew; a quarter belongs to the stretch its last month is in."""
    begins = [first_day(month) for month in rebased]
    found: list[list[Point]] = []
    before = -1
    for point in points:
        ends = first_day(following(point.period))
        stretch = sum(day < ends for day in begins)
        if stretch != before:
            found.append([])
        found[-1].append(point)
        before = stretch
    return found


def rebase_fault(points: Sequence[Share], rebased: Sequence[str], from_month: str) -> str | None:
    """Say why limits cannot begin anew from a month on; none where they can. `points` are the mature ones."""
    if from_month in rebased:
        return "The limits begin anew there already."
    parts = stretches(points, sorted({*rebased, from_month}))
    after = next((part for part in parts if part[0].period >= from_month), [])
    earlier = [part for part in parts if part[0].period < from_month]
    if len(after) < LEAST:
        return f"There are {len(after)} points to judge from then on; limits begin anew after {LEAST} at least."
    if not earlier or len(earlier[-1]) < LEAST:
        return f"There are fewer than {LEAST} points to judge before; without a level of before there is no new one."
    return None
