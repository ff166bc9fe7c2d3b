"""What words that one client will read must not hold: another client's name or code, or our internal reference.

A name is found however it is written: in any case, with a hyphen, with characters that nobody sees. One that is a word
of every day ("Access", "Orange") is found only where it is written as a name, inside a sentence; an abbreviation ("IT")
only at the head of a reference: else nothing could be filed. The check of letters, which knows more, does the same.
"""

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ledger.clients.company_forms import FORMS, without_form
from ledger.clients.everyday_words import abbreviations, everyday
from ledger.clients.mail_domains import EVERYBODYS

_INTERNAL = re.compile(r"\bINC-\d{4}-\d+\b", re.IGNORECASE)
_SHORT = 3
"""Letters of a name that may be any word."""
_INSIDE = r"(?:(?<=[^\s.!?:-]\s)|(?<=[^\s.!?:-]\s[\"“\u2018'(\[]))"
"""Behind a word of the same sentence: the first word of one has a capital whatever it is."""
_STROKES = str.maketrans("łŁøØđĐħĦıŧŦ", "lLoOdDhHitT")
"""Letters that do not fall into a letter and a mark."""
_JOINING = frozenset({"the", "and", "&", "of", "st"})
_HYPHEN = re.compile(r"(?<=\w)[-\u2010-\u2015](?=\w)")
_NUMBERS = re.compile(r"\d(?:[ ()/.\u2010-\u2015-]{0,3}\d){7,40}")
_REMEMBERED = 20_000
"""Names whose forms are kept: every change to what a client reads looks for all clients and their people."""
_DIGITS = 8
"""The last digits of a telephone number: written with or without the country's code they are the same."""


Rung = tuple[str, tuple[int, int]]
"""Digits that stand together in words, and where."""


@dataclass(frozen=True)
class Traces:
    """What leads to another client beside its name; `name` is the client's, for the refusal."""

    name: str
    domains: frozenset[str] = frozenset()
    """Of its people's mail addresses, in small letters; none that others have, too."""
    people: frozenset[str] = frozenset()
    """Full names."""
    telephones: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reachable:
    """Somebody as words may point at them; what is not known is empty."""

    name: str = ""
    mail: str = ""
    telephone: str = ""

    @property
    def domain(self) -> str:
        """Where the mail address is, in small letters."""
        return self.mail.rpartition("@")[2].strip("<> ").casefold()

    @property
    def marks(self) -> frozenset[str]:
        """What is compared: the name as it is found in words, the mail domain and the telephone's last digits."""
        return frozenset({_as_found(self.name), self.domain, ends_of(self.telephone)})


def traces_of(
    people: Mapping[str, Sequence[Reachable]], names: Mapping[str, str], reading: set[str], ours: Iterable[Reachable]
) -> list[Traces]:
    """Return what leads to clients other than those `reading`: `people` and `names` are by client's id.

    What those who read have themselves leads nowhere, nor do our own people, nor a mail domain of two clients.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for key, several in people.items():
        for one in several:
            holders[one.domain].add(key)
    common = {domain for domain, keys in holders.items() if len(keys) > 1}
    known = [*ours, *(one for key in reading for one in people.get(key, ()))]
    shared = EVERYBODYS | common | {""} | {mark for one in known for mark in one.marks}
    return [
        Traces(
            names[key],
            domains=frozenset(one.domain for one in several) - shared,
            people=frozenset(
                one.name for one in several if " " in one.name.strip() and _as_found(one.name) not in shared
            ),
            telephones=frozenset(ends_of(one.telephone) for one in several) - shared,
        )
        for key, several in people.items()
        if key not in reading
    ]


def fault_in(text: str, others: Iterable[tuple[str, str]], traces: Iterable[Traces] = ()) -> str | None:
    """Return why the words cannot be shown, or none. `others`: (code, name) of clients it must not name."""
    said = _as_seen(text)
    if _INTERNAL.search(said):
        return "The client reads this: leave our internal reference out."
    spoken = _HYPHEN.sub(" ", said)
    folded = (_folded(said), _folded(spoken))
    for code, name in others:
        if _named(name, (said, spoken), folded) or _coded(code, said):
            return f"This would be read by a client who must not learn of {name}: leave the name out."
    rung = numbers_in(said)
    for one in traces:
        if _leads_to(one, folded[0], rung):
            return f"This would lead a client who must not learn of {one.name} to it: leave names and addresses out."
    return None


def ends_of(telephone: str) -> str:
    """Return the last digits of a telephone number, by which it is known; empty for what is none."""
    digits = re.sub(r"\D", "", telephone)
    return digits[-_DIGITS:] if len(digits) >= _DIGITS else ""


def numbers_in(text: str) -> list[Rung]:
    """Return the runs of digits that may hold a telephone number, each with its place; a date before it is in it."""
    return [(re.sub(r"\D", "", found[0]), found.span()) for found in _NUMBERS.finditer(text)]


def _as_seen(text: str) -> str:
    """Return the words as a reader sees them, on one line: references resolved, what nobody sees left out."""
    plain = unicodedata.normalize("NFKC", html.unescape(text))
    return " ".join("".join(one for one in plain if unicodedata.category(one) != "Cf").split())


def _folded(text: str) -> str:
    """Return words in small letters without accents: `Zolw` is Żółw."""
    apart = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(one for one in apart if unicodedata.category(one) != "Mn").casefold()


@lru_cache(_REMEMBERED)
def _as_found(name: str) -> str:
    return _folded(" ".join(name.split()))


@dataclass(frozen=True)
class _Sought:
    """How a client's name is looked for."""

    inside: str = ""
    """As it is written, inside a sentence only."""
    anywhere: frozenset[str] = frozenset()
    """In small letters without accents."""
    beginning: str = ""


@lru_cache(_REMEMBERED)
def _sought(name: str) -> _Sought:
    name = " ".join(name.split())
    if name.upper() in abbreviations():
        return _Sought()
    short = without_form(name)
    if short.casefold() in everyday() or len(short) <= _SHORT:
        return _Sought(inside=short)
    return _Sought(anywhere=frozenset({_folded(name), _folded(short)}), beginning=_beginning(short))


def _named(name: str, said: tuple[str, str], folded: tuple[str, str]) -> bool:
    sought = _sought(name)
    if sought.inside:
        return _stands_in(sought.inside, said[0], _INSIDE)
    if any(_stands_in(one, text) for one in sought.anywhere for text in folded):
        return True
    return bool(sought.beginning) and any(_stands_in(sought.beginning, text) for text in said)


def _beginning(name: str) -> str:
    """Return the two words by which a client is called, where only its form of company follows (`Linden Tate` Oy).

    Before any other word they may as well be a place: `Milton Keynes Dental` keeps nobody from naming Milton Keynes.
    """
    first, *rest = name.split()
    if {first.casefold(), *(word.casefold() for word in rest[:1])} & (everyday() | _JOINING):
        return ""
    forms = [word.replace(".", "").strip(",()").casefold() for word in rest[1:]]
    return f"{first} {rest[0]}".rstrip(",") if forms and set(forms) <= FORMS else ""


def _coded(code: str, said: str) -> bool:
    alone = code not in abbreviations() and len(code) >= _SHORT
    return _stands_in(code, said, after="" if alone else r"-\d{4}-\d+")


def _leads_to(one: Traces, folded: str, rung: Sequence[Rung]) -> bool:
    if any(_stands_in(domain, folded, r"(?:(?<=@)|(?<=[./])|(?<![\w.-]))") for domain in one.domains):
        return True
    if any(_stands_in(_as_found(name), folded) for name in one.people):
        return True
    return any(ends in digits for digits, _ in rung for ends in one.telephones)


def _stands_in(words: str, text: str, before: str = "", after: str = "") -> bool:
    # `in` first, for there may be thousands of clients; not \b, which finds no end after "Ltd." or "(North)".
    return words in text and re.search(rf"{before}(?<!\w){re.escape(words)}{after}(?!\w)", text) is not None
