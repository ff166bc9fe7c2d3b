"""Series to draw: small ones by hand, and any ones by hypothesis."""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from ledger.trends.charting.patterns import REMEDIES
from ledger.trends.measure_rows import Part, Share, ShareSeries, Stack, StackSeries
from ledger.trends.months import following

CODES = tuple(style.key for style in REMEDIES)


def periods(first: str, count: int) -> list[str]:
    """List so many periods from the first."""
    keys = [first]
    while len(keys) < count:
        keys.append(following(keys[-1]))
    return keys[:count]


def shares(points: Sequence[tuple[int, int]], *, first: str = "2026-01", immature: int = 0) -> ShareSeries:
    """Make a share of k and n for each month from the first; the last `immature` are not all due yet."""
    months = periods(first, len(points))
    return ShareSeries(
        tuple(
            Share(month, k, n, mature=place < len(points) - immature)
            for place, (month, (k, n)) in enumerate(zip(months, points, strict=True))
        )
    )


def stacks(rows: Sequence[dict[str, int]], *, first: str = "2026-01", immature: int = 0) -> StackSeries:
    """Make a stack of values by series for each period from the first; a value that is not nothing is of one row."""
    series = tuple(sorted({key for row in rows for key in row}))
    keys = periods(first, len(rows))
    made = [
        Stack(
            key,
            tuple(Part(name, row.get(name, 0), 1 if row.get(name) else 0) for name in series),
            mature=place < len(rows) - immature,
        )
        for place, (key, row) in enumerate(zip(keys, rows, strict=True))
    ]
    return StackSeries(series, tuple(made))


k_of_n = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
any_shares = st.builds(
    lambda points, immature: shares(points, immature=min(immature, len(points))),
    st.lists(k_of_n, min_size=1, max_size=40),
    st.integers(0, 3),
)
any_stacks = st.builds(
    lambda rows, immature: stacks(rows, first="2020-Q3", immature=min(immature, len(rows))),
    st.lists(st.dictionaries(st.sampled_from(CODES), st.integers(-(10**6), 10**12)), min_size=1, max_size=24),
    st.integers(0, 2),
)


def places(path: str) -> list[tuple[float, float]]:
    """Give x and y of the points of a path as we write them: to, level to, upright to, and dots."""
    found: list[tuple[float, float]] = []
    for way, numbers in re.findall(r"([MLHV])([-\d.e+ ]+)", path):
        said = [float(number) for number in numbers.split()]
        x, y = found[-1] if found else (0.0, 0.0)
        found.append((said[0], y) if way == "H" else (x, said[0]) if way == "V" else (said[0], said[1]))
    return found
