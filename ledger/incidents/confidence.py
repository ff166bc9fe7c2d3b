"""What words that one client will read must not hold: another client's name or code, or our internal reference.

A name is found however it is written: in any case, with a hyphen, with characters that nobody sees. One that is a word
of every day ("Access", "Orange") is found only where it is written as a name, inside a sentence; an abbreviation ("IT")
only at the head of a reference: else nothing could be filed. The check of letters, which knows more, does the same.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.clients.everyday_words import abbreviations, everyday

_INTERNAL = re.compile(r"\bINC-\d{4}-\d+\b", re.IGNORECASE)
_SHORT = 3
"""Letters of a name that may be any word."""
_INSIDE = r"(?:(?<=[^\s.!?:-]\s)|(?<=[^\s.!?:-]\s[\"“\u2018'(\[]))"
"""Behind a word of the same sentence: the first word of one has a capital whatever it is."""
_LEGAL_BEFORE = re.compile(r"^\w{2,4}\s+(?=[«„“\"])")
"""A form of company before a name in quotation marks."""
_QUOTES = str.maketrans("", "", '«»„“”"')
_STROKES = str.maketrans("łŁøØđĐħĦıŧŦ", "lLoOdDhHitT")
"""Letters that do not fall into a letter and a mark."""
_LEGAL = re.compile(r"[\s,]+(?:ltd|limited|llp|llc|plc|inc|gmbh|ag|sarl|sas|bv|cic|pty)\.?$", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=\w)[-\u2010-\u2015](?=\w)")
_TELEPHONE = re.compile(r"\+?\d[\d ()/.-]{6,20}\d")
_DIGITS = 8
"""The last digits of a telephone number: written with or without the country's code they are the same."""


@dataclass(frozen=True)
class Traces:
    """What leads to another client beside its name; `name` is the client's, for the refusal."""

    name: str
    domains: frozenset[str] = frozenset()
    """Of its people's mail addresses, in small letters; none that others have, too."""
    people: frozenset[str] = frozenset()
    """Full names."""
    telephones: frozenset[str] = frozenset()


def fault_in(text: str, others: Iterable[tuple[str, str]], traces: Iterable[Traces] = ()) -> str | None:
    """Return why the words cannot be shown, or none. `others`: (code, name) of clients it must not name."""
    said = _as_seen(text)
    if _INTERNAL.search(said):
        return "The client reads this: leave our internal reference out."
    spoken = _HYPHEN.sub(" ", said)
    folded = (_folded(said), _folded(spoken))
    for code, name in others:
        if _named(" ".join(name.split()), (said, spoken), folded) or _coded(code, said):
            return f"This would be read by a client who must not learn of {name}: leave the name out."
    for one in traces:
        if _leads_to(one, said, folded[0]):
            return f"This would lead a client who must not learn of {one.name} to it: leave names and addresses out."
    return None


def ends_of(telephone: str) -> str:
    """Return the last digits of a telephone number, by which it is known; empty for what is none."""
    digits = re.sub(r"\D", "", telephone)
    return digits[-_DIGITS:] if len(digits) >= _DIGITS else ""


def _as_seen(text: str) -> str:
    """Return the words as a reader sees them, on one line: references resolved, what nobody sees left out."""
    plain = unicodedata.normalize("NFKC", html.unescape(text))
    return " ".join("".join(one for one in plain if unicodedata.category(one) != "Cf").split())


def _folded(text: str) -> str:
    """Return words in small letters without accents: `Zolw` is Żółw."""
    apart = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(one for one in apart if unicodedata.category(one) != "Mn").casefold()


def _named(name: str, said: tuple[str, str], folded: tuple[str, str]) -> bool:
    if name.upper() in abbreviations():
        return False
    short = " ".join(_LEGAL_BEFORE.sub("", _LEGAL.sub("", name)).translate(_QUOTES).split())
    if short.casefold() in everyday() or len(short) <= _SHORT:
        return _stands_in(short, said[0], _INSIDE)
    if any(_stands_in(_folded(one), text) for one in {name, short} for text in folded):
        return True
    beginning = _beginning(short)
    return bool(beginning) and any(_stands_in(beginning, text) for text in said)


def _beginning(name: str) -> str:
    """Return the two words by which a longer name is mostly called (`Linden Tate` Solicitors), where they are names."""
    first, *rest = name.split()
    if len(rest) < 2 or {first.casefold(), rest[0].casefold()} & (everyday() | {"the", "and", "&", "of", "st"}):  # noqa: PLR2004 two words and a third
        return ""
    return f"{first} {rest[0]}"


def _coded(code: str, said: str) -> bool:
    alone = code not in abbreviations() and len(code) >= _SHORT
    return _stands_in(code, said, after="" if alone else r"-\d{4}-\d+")


def _leads_to(one: Traces, said: str, folded: str) -> bool:
    if any(_stands_in(domain, folded, r"(?:(?<=@)|(?<=[./])|(?<![\w.-]))") for domain in one.domains):
        return True
    if any(_stands_in(_folded(" ".join(name.split())), folded) for name in one.people):
        return True
    return bool(one.telephones) and any(ends_of(found[0]) in one.telephones for found in _TELEPHONE.finditer(said))


def _stands_in(words: str, text: str, before: str = "", after: str = "") -> bool:
    # `in` first, for there may be thousands of clients; not \b, which finds no end after "Ltd." or "(North)".
    return words in text and re.search(rf"{before}(?<!\w){re.escape(words)}{after}(?!\w)", text) is not None
