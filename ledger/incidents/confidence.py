"""What words that one client will read must not hold: another client's name or code, or our internal reference.

A name is found however it is written. One that is a word of every day ("Access", "Orange") is found only where it is
written as a name, inside a sentence; an abbreviation ("IT") only at the head of a reference: else nothing could be
filed. The check of letters, which knows more of names, does the same.
"""

import re
from collections.abc import Iterable

from ledger.clients.everyday_words import abbreviations, everyday

_INTERNAL = re.compile(r"\bINC-\d{4}-\d+\b", re.IGNORECASE)
_SHORT = 3
"""Letters of a name that may be any word."""
_INSIDE = r"(?:(?<=[^\s.!?:-]\s)|(?<=[^\s.!?:-]\s[\"“\u2018'(\[]))"
"""Behind a word of the same sentence: the first word of one has a capital whatever it is."""


def fault_in(text: str, others: Iterable[tuple[str, str]]) -> str | None:
    """Return why the words cannot be shown, or none. `others`: (code, name) of clients it must not name."""
    if _INTERNAL.search(text):
        return "The client reads this: leave our internal reference out."
    said = " ".join(text.split())
    folded = said.casefold()
    for code, name in others:
        if _named(" ".join(name.split()), said, folded) or _coded(code, said):
            return f"This would be read by a client who must not learn of {name}: leave the name out."
    return None


def _named(name: str, said: str, folded: str) -> bool:
    small = name.casefold()
    if small not in folded or name.upper() in abbreviations():
        return False
    if small in everyday() or len(name) <= _SHORT:
        return _stands_in(name, said, _INSIDE)
    return _stands_in(small, folded)


def _coded(code: str, said: str) -> bool:
    alone = code not in abbreviations() and len(code) >= _SHORT
    return _stands_in(code, said, after="" if alone else r"-\d{4}-\d+")


def _stands_in(words: str, text: str, before: str = "", after: str = "") -> bool:
    # `in` first, for there may be thousands of clients; not \b, which finds no end after "Ltd." or "(North)".
    return words in text and re.search(rf"{before}(?<!\w){re.escape(words)}{after}(?!\w)", text) is not None
