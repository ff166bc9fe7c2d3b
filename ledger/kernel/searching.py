"""Finding rows by the words a person typed, alike on both databases."""

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute

MOST_WORDS = 6
"""Words of a search that count; more would only make it slower."""


def words_of_search(text: str) -> list[str]:
    """Return the words of a search that count."""
    return text.split()[:MOST_WORDS]


def contains(
    words: str, *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """Return that one of the columns holds these words, in any case of letters."""
    # Neither database folds the case of letters beyond ASCII in every locale; these meet nearly all that is written.
    spellings = [words] if words.isascii() else sorted({words, words.lower(), words.upper(), words.capitalize()})
    return or_(*(column.icontains(text, autoescape=True) for column in columns for text in spellings))
