"""Whether an address fits the window of its envelope, and in which size: what stands outside it is not delivered."""

from collections.abc import Iterator, Sequence

from ledger.kernel.glyphs import width_of
from ledger.letters.letter_facts import Addressee, LetterFacts

WIDTH = 80.0
"""Millimetres: text begins 25 mm from the sheet's left edge, and the field of DIN 5008 ends at 105 mm."""
_HEIGHT = 27.5
"""Millimetres below the return line that the lower of the two windows shows (print.css names the windows)."""

_POINT = 25.4 / 72
SIZES = {"": (12.0, 1.25), "address-close": (10.0, 1.2), "address-closer": (8.5, 1.1)}
LARGE_SIZES = SIZES | {"": (14.0, 1.25), "address-close": (12.0, 1.2)}
"""Points and the height of a line in them, by the class of the field in print.css and large.css."""


def size_of(addressee: Addressee, *, large_print: bool) -> str | None:
    """Return the class of the address field in which the whole address shows; None where it does not in any."""
    sizes = LARGE_SIZES if large_print else SIZES
    written = [*_lines(addressee)]
    return next((name for name, points in sizes.items() if _fits(written, *points)), None)


def too_long(facts: LetterFacts) -> list[str]:
    """Return a sentence where the address is too long for any envelope with a window; mostly none."""
    if size_of(facts.addressee, large_print=facts.large_print) is not None:
        return []
    name = facts.addressee.client_name
    sentence = f"The address of {name} is longer than an envelope's window shows, even in small print: shorten it."
    return [sentence]


def _lines(addressee: Addressee) -> Iterator[str]:
    yield f"{addressee.name}, {addressee.title}" if addressee.title else addressee.name
    yield addressee.client_name
    yield from addressee.address_lines


def _fits(lines: Sequence[str], points: float, line_height: float) -> bool:
    high = points * _POINT
    return sum(_breaks(line, WIDTH / high) for line in lines) * high * line_height <= _HEIGHT


def _breaks(line: str, width: float) -> int:
    """Return how many lines the words of one take in a field so many times as wide as the print is high."""
    many, used = 1, 0.0
    for word in line.split():
        needs = width_of(word)
        if used and used + width_of(" ") + needs > width:
            many, used = many + 1, 0.0
        used += needs + (width_of(" ") if used else 0)
        # A word wider than the field is broken where it reaches the end.
        many, used = many + int(used // width), used % width
    return many
