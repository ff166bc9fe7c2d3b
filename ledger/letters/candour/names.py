"""Names from the ledger that a letter must not hold, and how each is looked for: a client called "Access" is no access.

A name of several words is found in any case. One that is an everyday word is found only where it is written as a name:
in capitals as the client writes it, inside a sentence. A code is found alone, or, where it is an everyday abbreviation
or its false match was settled, only at the head of a reference.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ledger.clients.everyday_words import abbreviations, everyday

_LEGAL = re.compile(
    r"[\s,]+(?:ltd|limited|llp|llc|plc|inc|incorporated|corp|corporation|gmbh|ag|kg|sarl|sas|bv|nv|cic|pty|co|company)\.?$",
    re.IGNORECASE,
)
_SHORTEST = 3
_SHORTEST_SURNAME = 4
_SPOKEN = 2
"""So many words of a longer name are what people say."""
_REFERENCE = r"-\d{4}-\d+"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Name:
    """One name and whose it is; `key` stays the same when the name is written otherwise: `clients:0190...`."""

    key: str
    words: str
    code: str = ""
    domains: tuple[str, ...] = ()
    salutation: str = ""
    """A person's name as a letter greets: `Ms Okafor`."""
    settled: bool = False
    """Its false matches were settled: only what can be nobody else is still found."""

    @cached_property
    def forms(self) -> tuple["Form", ...]:
        """Return the ways in which it is looked for."""
        return tuple(_forms(self))


@dataclass(frozen=True)
class Form:
    """One way to write a name: words that must stand in the text, and the pattern that then decides."""

    needle: str
    """In small letters."""
    source: str
    flags: int
    inside: bool = False
    """Not as a sentence's first word, where every word has a capital."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled only when the needle is there: a ledger may know thousands of names."""
        return re.compile(self.source, self.flags)


@dataclass(frozen=True)
class Names:
    """Everybody whom a letter must not name, by the dictionary that says so."""

    clients: tuple[Name, ...] = ()
    staff: tuple[Name, ...] = ()
    people: tuple[Name, ...] = ()


NOBODY = Names()


@dataclass(frozen=True)
class NameFound:
    """Where a sentence names somebody."""

    start: int
    end: int
    name: Name = field(compare=False)


def find(names: Iterable[Name], sentence: str) -> Iterator[NameFound]:
    """Give the first place of each name that stands in the sentence."""
    folded = sentence.casefold()
    for name in names:
        for form in name.forms:
            if form.needle not in folded:
                continue
            first = len(sentence) - len(sentence.lstrip("“\"'( "))
            places = (found.span() for found in form.pattern.finditer(sentence))
            place = next((span for span in places if not (form.inside and span[0] <= first)), None)
            if place:
                yield NameFound(*place, name)
                break


def _forms(name: Name) -> Iterator[Form]:
    kind = name.key.partition(":")[0]
    yield from (_form(domain, r"(?<![\w-])(?:[\w-]{1,63}\.){0,3}", re.IGNORECASE) for domain in name.domains)
    if name.code:
        alone = not name.settled and name.code not in abbreviations() and len(name.code) >= _SHORTEST
        yield _form(name.code, "", 0, after=f"(?:{_REFERENCE})?" if alone else _REFERENCE)
    yield from (_client_forms(name) if kind == "clients" else _person_forms(name))


def _client_forms(name: Name) -> Iterator[Form]:
    words = " ".join(name.words.split())
    short = _LEGAL.sub("", words)
    if short != words:
        yield _form(words, "", re.IGNORECASE)
    if name.settled:
        return
    is_everyday = short.casefold() in everyday() or len(short) <= _SHORTEST
    yield _form(short, "", 0 if is_everyday else re.IGNORECASE, inside=is_everyday)
    first = short.split()[:_SPOKEN]
    if len(short.split()) > _SPOKEN and not all(word.casefold() in everyday() for word in first):
        yield _form(" ".join(first), "", 0)  # "Linden Tate" for Linden Tate Solicitors; a place is settled once


def _person_forms(name: Name) -> Iterator[Form]:
    words = name.words.split()
    if all(word.casefold() in everyday() for word in words):
        return  # An account called "Service Desk" names nobody.
    if len(words) > 1:
        yield _form(" ".join(words), "", re.IGNORECASE)
    if name.salutation:
        yield _form(name.salutation, "", re.IGNORECASE)
    surname = words[-1] if words else ""
    if name.settled or len(surname) < _SHORTEST_SURNAME:
        return
    yield _form(surname, "", 0, inside=surname.casefold() in everyday())


def _form(words: str, before: str, flags: int, *, after: str = "", inside: bool = False) -> Form:
    spelled = r"\s+".join(re.escape(word) for word in words.split())
    longest = max(_WORD.findall(words) or [words], key=len)
    return Form(longest.casefold(), rf"(?<!\w){before}{spelled}{after}(?!\w)", int(flags), inside)
