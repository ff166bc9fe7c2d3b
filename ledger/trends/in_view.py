"""What of a judged measure lies in the months that are shown: it is judged over more than a short view shows.

A verdict is of one fixed stretch (`Scope.judged`), so that the same data have the same one whatever is looked at;
drawings and files have the points of the view. A quarter stands in a view that shows any month of it, and is whole.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from ledger.trends.judging import Judged
from ledger.trends.months import months_of

Of = TypeVar("Of")


def seen_from(found: Judged, month: str) -> Judged:
    """Return a measure that is judged already as a view shows it that begins with a month: k of n are of its months."""
    return replace(found, shares=tuple(share for share in found.shares if share.period >= month), seen_from=month)


def is_seen(found: Judged, period: str) -> bool:
    """Say whether a month or quarter lies in the view, or reaches into it."""
    return months_of(period)[-1] >= found.seen_from


def drawn(found: Judged) -> Judged:
    """Return the measure with the points that its view shows and what stands beside them; its verdict stays."""
    first = next((at for at, point in enumerate(found.points) if is_seen(found, point.period)), len(found.points))
    if not first:
        return found

    def kept(values: Sequence[Of]) -> tuple[Of, ...]:
        return tuple(values[first:])

    return replace(
        found,
        points=kept(found.points),
        bands=kept(found.bands),
        flags=kept(found.flags),
        targets=kept(found.targets),
        begins=tuple(period for period in found.begins if is_seen(found, period)),
    )
