"""A sentence as the linear model reads it: small words, and classes for what no model must learn (figures, names).

`<num>`, `<date>`, `<day>`, `<time>`, `<money>`, `<percent>`, `<name>`; contractions are written out.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_TOKENS = 120
"""Of one sentence: what follows says nothing new, and hostile text stays quick."""
FACTS = ("<num>", "<date>", "<day>", "<time>", "<money>", "<percent>", "<name>")

Span = tuple[int, int]
"""Where something stands in the sentence, in characters: from, until before."""


class Token(NamedTuple):
    """One folded word and where it stands."""

    text: str
    span: Span


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_TOKEN = re.compile(
    r"(?=[£€$\d])(?:(?P<money>[£€$]\s?\d[\d,.]{0,20}|\b\d[\d,.]{0,20}\s?(?:pounds|euros?|dollars|pence|cents|eur|gbp|usd)\b)"
    r"|(?P<percent>\b\d[\d.,]{0,12}\s?(?:%|per ?cent\b))"
    r"|(?P<time>\b\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?|\b\d{1,2} h \d\d\b)"
    rf"|(?P<date>\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<num>\b\d[\w.,-]{0,30}))"
    rf"|(?P<date_>\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b)"
    r"|(?P<word>[^\W\d_]+(?:[-'\u2019][^\W\d_]+){0,4})"
    r"|(?P<mark>[;:?!()\[…])",
    re.IGNORECASE,
)
"""Groups are named as the classes are."""
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = frozenset({*_WEEK, "today", "tomorrow", "yesterday", "tonight"})
_HOURS = frozenset({"noon", "midnight"})
_NUMBERS = frozenset(
    {
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
        "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "dozen",
    }
)  # fmt: skip
_FACT_WORDS = {
    **dict.fromkeys(_NUMBERS, "<num>"),
    **dict.fromkeys(_DAYS, "<day>"),
    **dict.fromkeys(_HOURS, "<time>"),
}
_CONTRACTED = {"'ll": "will", "'ve": "have", "'re": "are", "'m": "am", "'d": "would", "n't": "not"}
_WHOLE = {"can't": "can", "cannot": "can", "won't": "will", "shan't": "shall"}
"""What is not its first half and `not`."""


def folded(sentence: str) -> list[Token]:
    """Return the folded words of one sentence, at most `MOST_TOKENS`."""
    found: list[Token] = []
    for match in _TOKEN.finditer(sentence):
        kind, text = str(match.lastgroup), match[0]
        if kind == "word":
            found.extend(_words(text, match.span(), begins=not found))
        else:
            found.append(Token(text if kind == "mark" else f"<{kind.rstrip('_')}>", match.span()))
        if len(found) >= MOST_TOKENS:
            break
    return found[:MOST_TOKENS]


def _words(text: str, span: Span, *, begins: bool) -> Iterator[Token]:
    small = text.lower().replace("\u2019", "'")
    if fact := _FACT_WORDS.get(small):
        yield Token(fact, span)
    elif small in _WHOLE:
        yield Token(_WHOLE[small], span)
        yield Token("not", span)
    elif text[0].isupper() and not begins and small.partition("'")[0] != "i":
        yield Token("<name>", span)
    else:
        ending = next((end for end in _CONTRACTED if small.endswith(end) and len(small) > len(end)), "")
        yield Token(small.removesuffix(ending or "'s").removesuffix("'"), span)
        if ending:
            yield Token(_CONTRACTED[ending], span)
