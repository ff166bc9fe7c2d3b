"""What facts are counted by beside month, severity and service, written as text that sorts: durations, late months."""

STILL_OPEN = "open"
"""In place of a duration: it goes on."""
LATE_ENDED = "|"
"""Between the month in which an action was late and the one in which it ended."""
_EXACT_BELOW = 1_000
_PARTS = 5
"""Of a hundredth: longer durations are kept to 2 % at worst."""


def bin_of(minutes: int) -> int:
    """Return a duration as curves count it: exact below a thousand minutes, then to two per cent, downwards."""
    if minutes < _EXACT_BELOW:
        return minutes
    step = int("1".ljust(len(str(minutes)) - 1, "0")) // _PARTS
    return minutes - minutes % max(1, step)


def written_bin(minutes: int) -> str:
    """Return a duration's bin as text that sorts."""
    return f"{bin_of(minutes):09d}"
