"""How hard a section is to read: sentence length, Flesch-Kincaid grade, ARI as a cross-check, the worst sentence.

Kincaid and others 1975 (0.39 words per sentence + 11.8 syllables per word - 15.59), Senter and Smith 1967 for ARI.
Syllables are groups of vowels: right for most English words, and enough for a warning that blocks nothing.
"""

import re
from dataclasses import dataclass

from ledger.letters.candour.sentences import sentences

GRADE = 8.0
"""Years of school; above it a section warns (letters.md, L27)."""
FAR_TOO_HARD = 12.0
LONG_SENTENCE = 25
"""Words."""
_ENOUGH = 30
"""Words; a grade of fewer says nothing."""

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['\u2019][A-Za-z]+)?|\d[\d.,:]*")
_ADDRESS = re.compile(r"\S{1,100}@\S{1,100}|https?://\S{1,300}")
_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+", re.IGNORECASE)
_SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouyscxzg]es)$", re.IGNORECASE)


@dataclass(frozen=True)
class Readability:
    """How one section reads."""

    words: int
    grade: float
    """Flesch-Kincaid, in years of school; 0 for too few words."""
    ari: float
    worst: str
    """The sentence with the most words."""
    worst_words: int
    warning: str
    """One sentence, empty when the section reads well."""


def section_readability(markdown: str) -> Readability:
    """Return how a section of Markdown reads."""
    parts = [(sentence.text.strip(), _words(sentence.text)) for sentence in sentences(markdown)]
    parts = [(text, words) for text, words in parts if words]
    count = sum(len(words) for _, words in parts)
    if not count:
        return Readability(0, 0.0, 0.0, "", 0, "")
    worst, of_worst = max(parts, key=lambda part: len(part[1]))
    grade, ari = _grades([words for _, words in parts]) if count >= _ENOUGH else (0.0, 0.0)
    return Readability(count, grade, ari, worst, len(of_worst), _warning(grade, ari, len(of_worst)))


def syllables(word: str) -> int:
    """Return how many syllables an English word has, by its groups of vowels; a number counts as one for each digit."""
    if word[0].isdigit():
        return sum(letter.isdigit() for letter in word)
    groups = len(_VOWELS.findall(word))
    return max(1, groups - (1 if groups > 1 and _SILENT.search(word) else 0))


def _words(text: str) -> list[str]:
    return _WORD.findall(_ADDRESS.sub(" ", text))


def _grades(parts: list[list[str]]) -> tuple[float, float]:
    words = [word for part in parts for word in part]
    per_sentence = len(words) / len(parts)
    # Dates, times and amounts read as easily as one short word each, whatever their digits.
    spoken = sum(1 if word[0].isdigit() else syllables(word) for word in words)
    letters = sum(2 if word[0].isdigit() else len(word) for word in words)
    kincaid = 0.39 * per_sentence + 11.8 * spoken / len(words) - 15.59
    ari = 4.71 * letters / len(words) + 0.5 * per_sentence - 21.43
    return round(max(0.0, kincaid), 1), round(max(0.0, ari), 1)


def _warning(grade: float, ari: float, longest: int) -> str:
    if min(grade, ari) > FAR_TOO_HARD:
        return f"This is far too hard to read (grade {grade:.0f}): cut sentences in two and use everyday words."
    if min(grade, ari) > GRADE:
        return f"This is hard to read (grade {grade:.0f}; aim at {GRADE:.0f}): shorter sentences, everyday words."
    if longest > LONG_SENTENCE:
        return f"One sentence has {longest} words; cut it in two (at most {LONG_SENTENCE} read well)."
    return ""
