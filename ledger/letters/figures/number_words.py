"""Whole numbers in digits and in English words: `1,395`, `nine`, `forty-six`, `two dozen`."""

import re

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL_WORD = "|".join(reversed(_SMALL))
_TENS_WORD = "|".join(_TENS)
NUMBER = (
    rf"(?:(?:(?:{_SMALL_WORD}|a) )?(?:hundred|dozen)|\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}"
    rf"|(?:{_TENS_WORD})(?:[- ](?:{_SMALL_WORD}))?|(?:{_SMALL_WORD}))"
)
"""A pattern without groups; to be used ignoring case."""


def number_of(words: str) -> int:
    """Return the number that `NUMBER` matched."""
    small = words.lower().replace(",", "")
    if small.isdigit():
        return int(small)
    for unit, size in (("hundred", 100), ("dozen", 12)):
        if small.endswith(unit):
            return size * (number_of(small.split()[0]) if " " in small and not small.startswith("a ") else 1)
    parts = re.split(r"[- ]", small)
    return sum(_SMALL.index(part) if part in _SMALL else 10 * (_TENS.index(part) + 2) for part in parts)
