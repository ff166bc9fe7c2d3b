"""Finding a person's words in text and taking them out: whole words, in any case of letters, numbers however spaced."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

MARK = "[erased]"
"""What stands where words were taken out."""
LINE = 400
"""The longest text of one line (`kernel.db.Line`): what would grow beyond it is taken out whole."""
_NEVER = re.compile(r"(?!)")
_FEWEST_DIGITS = 6
_TITLES = frozenset({"Dr", "Frau", "Herr", "Miss", "Mr", "Mrs", "Ms", "Mx", "Prof"})
_GAP = r"[\s()./\u2010-\u2015-]*"
_LONGEST_COUNTRY = 3

Span = tuple[int, int]
"""Where words stand in a text: the first character, and the one behind the last."""


@dataclass(frozen=True)
class Words:
    """The names, mail addresses and telephone numbers that mean one person."""

    names: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds them; longer ones first, so that nothing of a mail address is left behind its name."""
        parts = [_mail(one) for one in self.mails] + [_name(one) for one in self.names]
        parts += [part for one in self.phones for part in _phone(one)]
        parts.sort(key=len, reverse=True)
        return re.compile("|".join(dict.fromkeys(parts)), re.IGNORECASE) if parts else _NEVER

    def spans(self, text: str) -> list[Span]:
        """Return where they stand in a text."""
        return [found.span() for found in self.pattern.finditer(text)]

    def more(self, names: Iterable[str]) -> "Words":
        """Return these words and further ones."""
        return Words((*self.names, *names), self.mails, self.phones)


def redacted(text: str, spans: Sequence[Span]) -> str:
    """Return the text with these spans taken out; a line that would become too long is taken out whole."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], MARK]
        at = end
    found = "".join([*parts, text[at:]])
    return MARK if len(text) <= LINE < len(found) else found


def without(value: Any, words: Words) -> Any:
    """Return a text, or what JSON can say, with the words taken out wherever they stand as values."""
    if isinstance(value, str):
        return redacted(value, words.spans(value))
    if isinstance(value, Mapping):
        return {name: without(one, words) for name, one in value.items()}
    return [without(one, words) for one in value] if isinstance(value, (list, tuple)) else value


def texts_of(value: Any) -> list[str]:
    """Return all texts in a text or in what JSON can say."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in texts_of(one)]
    return [text for one in value for text in texts_of(one)] if isinstance(value, (list, tuple)) else []


def excerpt(text: str, span: Span, around: int = 30) -> str:
    """Return a span with a little of what stands around it, on one line."""
    start, end = max(0, span[0] - around), min(len(text), span[1] + around)
    told = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{told}{'…' if end < len(text) else ''}"


def perhaps(names: Iterable[str], greetings: Iterable[str] = ()) -> re.Pattern[str]:
    """Return what finds a first name or a surname alone: it may mean this person or another one. Case counts."""
    alone = {part for name in names for part in name.split() if len(part) > 1 and part.strip(".") not in _TITLES}
    parts = sorted({_name(one) for one in (*alone, *greetings) if one.strip()}, key=len, reverse=True)
    return re.compile("|".join(parts)) if parts else _NEVER


def digits(phone: str) -> str:
    """Return the digits of a telephone number."""
    return "".join(sign for sign in phone if sign.isdecimal())


def _name(words: str) -> str:
    spellings = dict.fromkeys(unicodedata.normalize(form, words.strip()) for form in ("NFC", "NFD"))
    either = "|".join(order for one in spellings for order in _orders(one.split()))
    return rf"(?<!\w)(?:{either})(?!\w)"


def _orders(parts: list[str]) -> Iterator[str]:
    """Give a name as it is said, and as lists have it: surname, comma, the rest."""
    *first, last = map(re.escape, parts)
    given = r"\s+".join(first)
    yield rf"{given}\s+{last}" if first else last
    if first:
        yield rf"{last},\s*{given}"


def _mail(address: str) -> str:
    return rf"(?<![\w.+-]){re.escape(address.strip())}(?![\w-]|\.\w)"


def _phone(number: str) -> list[str]:
    """Return the number however it is spaced, and as it is dialled within its country: codes are 1 to 3 long."""
    found = digits(number)
    if len(found) < _FEWEST_DIGITS:
        return []
    spellings = [found]
    if number.strip().startswith("+"):
        spellings += ["0" + found[cut:] for cut in range(1, _LONGEST_COUNTRY + 1)]
    return [rf"(?<!\d)\+?{_GAP.join(one)}(?!\d)" for one in spellings]
