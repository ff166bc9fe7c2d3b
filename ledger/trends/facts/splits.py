"""What facts are counted by beside month, severity and service: durations in bins, late months."""

from bisect import bisect_right

LASTING = "resolved_in_time"
"""The measure whose durations are counted in bins."""
STILL_OPEN = "open"
"""The split of what goes on: it has no duration yet."""
LATE_ENDED = "|"
"""Between the month in which an action was late and the one in which it ended."""
WIDTHS = (
    (100, 1), (200, 2), (500, 5), (1_000, 10), (2_000, 20), (5_000, 50), (10_000, 100), (20_000, 200), (50_000, 500),
    (100_000, 1_000),
)  # fmt: skip
"""Below so many minutes bins are so many minutes wide: two per cent and a half at most."""
WIDEST = 2_000
"""Of the longest."""
_BELOW = tuple(below for below, _ in WIDTHS)
_WIDTHS = (*(width for _, width in WIDTHS), WIDEST)


def bin_of(minutes: int) -> int:
    """Return the upper edge, in minutes, of the bin that a duration is counted in: exact below a hundred minutes.

    What is over by an edge is over by it in truth, so that a curve is exact at every edge, eight hours among them.
    """
    width = _width(minutes)
    return -(-minutes // width) * width


def cut_to_bin(minutes: int) -> int:
    """Return the lower edge of the bin of an age: at every edge as many are at risk by it as by the age itself."""
    return minutes - minutes % _width(minutes)


def _width(minutes: int) -> int:
    return _WIDTHS[bisect_right(_BELOW, minutes)]
