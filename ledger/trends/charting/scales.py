"""From values to places on a drawing: scales, round ticks, and the words that stand at them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

FEW = 5
"""Below this many items a share is said as k of n and never as a percentage."""
_WIDTH_OF_A_CHARACTER = 0.64
_THOUSAND = 1_000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Geometry:
    """The size of a drawing in its own units, which are CSS pixels when it is shown at its natural width.

    `room` is how wide it is drawn where there is room; nought for one that does not stretch.
    """

    name: str
    width: int
    plot_height: int
    font: int
    room: int = 0


PAPER = Geometry("paper", width=720, plot_height=200, font=15)
PAGE = Geometry("page", width=320, plot_height=190, font=13, room=520)
"""As narrow as a telephone; only what is marked roomy waits for more."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from the values `low`..`high` to the places `start`..`end` (which may run backwards)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Give the place of a value, rounded to a tenth of a unit."""
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


def whole_ticks(low: int, high: int, at_most: int = 5) -> tuple[int, ...]:
    """Give round whole numbers (steps of 1, 2 or 5 times a power of ten) that cover low..high and always zero.

    `at_most` is the number of steps. Minor units of money stay round in major units, because both are decimal.
    """
    low, high = min(low, 0), max(high, 0)
    step = next(step for step in _steps() if _spanned(low, high, step) <= at_most)
    first = low // step * step
    steps = max(1, _spanned(low, high, step))
    return tuple(first + step * place for place in range(steps + 1))


def percent(k: int, n: int) -> int | None:
    """Give k of n in whole percent, half up, or None when n is below `FEW`.

    100 is kept for all of them and 0 for none of them: 199 of 200 is 99 %.
    """
    if n < FEW:
        return None
    rounded = (200 * k + n) // (2 * n)
    if 0 < k < n:
        return min(max(rounded, 1), 99)
    return rounded


def money_text(amount: int, exponent: int) -> str:
    """Write an amount of minor units with all its digits: 123450 at exponent 2 is "1,234.50"."""
    sign = "\N{MINUS SIGN}" if amount < 0 else ""
    major, minor = divmod(abs(amount), 10**exponent)
    return f"{sign}{major:,}.{minor:0{exponent}d}" if exponent else f"{sign}{major:,}"


def money_ticks(ticks: Sequence[int], currency: str, exponent: int) -> tuple[str, tuple[str, ...]]:
    """Write ticks in minor units short, all in one unit; give that unit's words ("EUR thousand") and the labels."""
    largest = max(abs(tick) for tick in ticks) / 10**exponent
    if largest >= 5 * _MILLION:
        return f"{currency} million", tuple(_short(tick, exponent, 6) for tick in ticks)
    if largest >= 5 * _THOUSAND:
        return f"{currency} thousand", tuple(_short(tick, exponent, 3) for tick in ticks)
    return currency, tuple(_short(tick, exponent, 0) for tick in ticks)


def text_width(text: str, font: float) -> float:
    """Estimate how wide a text will stand; generous, because the reader's font is not known."""
    narrow = sum(text.count(character) for character in " /.,")
    return (len(text) + text.count("%") / 2 - narrow / 2) * font * _WIDTH_OF_A_CHARACTER


def _spanned(low: int, high: int, step: int) -> int:
    """Count the steps from the round number at or below `low` to the one at or above `high`."""
    return -(-high // step) - low // step


def _steps() -> Iterator[int]:
    """Give 1, 2, 5, 10, 20, 50 … without end."""
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def _short(amount: int, exponent: int, shift: int) -> str:
    """Write minor units divided by 10^shift with no more decimals than needed."""
    text = money_text(amount, exponent + shift)
    return text.rstrip("0").rstrip(".") if "." in text else text
