"""Names that read from right to left inside a line that reads from left to right (Unicode UAX 9)."""

import unicodedata

_FIRST_STRONG, _END = "\u2068", "\u2069"
"""Isolates: what stands between them is ordered by itself, and takes no number or dot of its neighbours along."""


def apart(text: str) -> str:
    """Return the text, set apart where any of it reads from right to left; else as it is."""
    turned = any(unicodedata.bidirectional(one) in {"R", "AL"} for one in text)
    return f"{_FIRST_STRONG}{text}{_END}" if turned else text
