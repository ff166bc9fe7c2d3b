"""When words are a reason: a sentence that somebody else can judge by, not a letter typed to get past the field."""

import re

_WORDS = 3
_LETTERS = 8
_WORD = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]|[^\W\d_]+")
"""A word, or a sign of a script that writes words without spaces between them."""


def is_reason(text: str) -> bool:
    """Return whether a text says something: at least three words with eight letters together."""
    words = _WORD.findall(text)
    return len(words) >= _WORDS and (len("".join(words)) >= _LETTERS or len(words) >= _LETTERS // 2)
