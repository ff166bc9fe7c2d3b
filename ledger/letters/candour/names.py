"""Names from the ledger that a letter must not hold, and how each is looked for: a client called "Access" is no access.

A name of several words is found in any case. One that is an everyday word is found only where it is written as a name:
in capitals as the client writes it, inside a sentence. A code is found alone, or, where it is an everyday abbreviation
or its false match was settled, only at the head of a reference.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ledger.clients.company_forms import without_form
from ledger.clients.everyday_words import abbreviations, everyday
from ledger.incidents.confidence import Rung, numbers_in

_SHORTEST = 3
_SHORTEST_SURNAME = 4
_SPOKEN = 2
"""So many words of a longer name are what people say."""
_JOINING = frozenset(
    {"client", "great", "national", "north", "northern", "royal", "saint", "south", "southern", "their"}
)
"""First words that say nothing of whose they are."""
_AT = r"(?:(?<=\bat )|(?<=\bAt )|(?<=\bwith )|(?<=\bfrom )|(?<=\blike )|(?<=\bfor )|(?<=\bto ))"
"""Behind these a word of every day is a name, where it has a capital and no name follows."""
_DOES = r"(?=['\u2019]s\b|\s+(?:had|has|have|told|rang|asked|saw|said|found|reported|too)\b)"
"""After these a sentence's first word is somebody."""
_SPEAKS = r"(?=\s+(?:told|rang|asked|said|reported|wrote)\b)"
"""After these a word of every day, too."""
_WORDS_TOO = frozenset(
    {"april", "art", "august", "bill", "dawn", "drew", "faith", "frank", "grace", "grant", "guy", "hope", "ivy", "jack",
     "joy", "june", "mark", "mason", "max", "may", "miles", "olive", "page", "pat", "penny", "ray", "rich", "rob",
     "rose", "ruby", "sky", "sue", "summer", "victor", "violet", "will"}
)  # fmt: skip
"""First names that are words, too."""
_TITLES = frozenset({"dame", "doctor", "dr", "lady", "lord", "madam", "miss", "mr", "mrs", "ms", "mx", "prof", "sir"})
"""What stands before a surname: `Ms Green` is somebody though green is a word."""
_REFERENCE = r"-\d{4}-\d+"
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Signs of Chinese, Japanese and Korean."""
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
    called: str = ""
    """In one word, where that is its own: `Brightwater` of Brightwater School, the first name of one of us."""
    people: tuple[str, ...] = ()
    """Of a client its people by full name and as a letter greets them, as far as nobody else is called so."""
    telephones: tuple[str, ...] = ()
    """The last digits of their numbers."""
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
    rung = numbers_in(sentence)
    for name in names:
        if rung and (place := _called_at(name, rung)):
            yield NameFound(*place, name)
            continue
        for form in name.forms:
            if form.needle not in folded:
                continue
            first = len(sentence) - len(sentence.lstrip("“\"'( "))
            places = (found.span() for found in form.pattern.finditer(sentence))
            place = next((span for span in places if not (form.inside and span[0] <= first)), None)
            if place:
                yield NameFound(*place, name)
                break


def _called_at(name: Name, rung: list[Rung]) -> tuple[int, int] | None:
    """Return where digits hold a number of theirs, with or without its country's code and in any groups."""
    if name.settled:
        return None
    return next((span for digits, span in rung for ends in name.telephones if ends in digits), None)


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return [word.casefold() for word in _WORD.findall(text)]


def is_a_name(words: str) -> bool:
    """Return whether words are a sign of somebody wherever they stand: not "Will", "all" or "the team"."""
    first, *rest = [*words_in(words), ""]
    own = [word for word in (first, *rest) if word and word not in everyday() | _WORDS_TOO | _TITLES]
    return len(words) >= _SHORTEST and bool(own or (first in _TITLES and any(rest)))


def called(name: str, taken: frozenset[str]) -> str:
    """Return the one word by which a client of several is called; empty where it is short, or ours, too (`taken`)."""
    first, *rest = without_form(name).split()
    plain = rest and first.isalpha() and first[:1].isupper() and len(first) > _SHORTEST
    return first if plain and first.casefold() not in taken | _JOINING else ""


def first_name(name: str, taken: frozenset[str]) -> str:
    """Return the first name by which a person is called; empty where it is a word, or another's, too (`taken`)."""
    first, *rest = [*name.split(), ""]
    return first if any(rest) and is_a_name(first) and first.casefold() not in taken else ""


def _forms(name: Name) -> Iterator[Form]:
    kind = name.key.partition(":")[0]
    yield from (_form(domain, r"(?<![\w-])(?:[\w-]{1,63}\.){0,3}", re.IGNORECASE) for domain in name.domains)
    if name.code:
        alone = not name.settled and name.code not in abbreviations() and len(name.code) >= _SHORTEST
        yield _form(name.code, "", 0, after=f"(?:{_REFERENCE})?" if alone else _REFERENCE)
    yield from (_client_forms(name) if kind == "clients" else _person_forms(name))


def _client_forms(name: Name) -> Iterator[Form]:
    words, short = " ".join(name.words.split()), without_form(name.words)
    if short != words:
        yield _form(words, "", re.IGNORECASE)
    if name.settled:
        return
    yield from (_form(person, "", re.IGNORECASE if " " in person else 0) for person in name.people)
    is_everyday = bool({short.casefold(), "".join(short.casefold().split())} & everyday()) or len(short) <= _SHORTEST
    yield _form(short, "", 0 if is_everyday else re.IGNORECASE, inside=is_everyday)
    if is_everyday:
        yield _form(short, "", 0, after=_SPEAKS)
    first = short.split()[:_SPOKEN]
    if len(short.split()) > _SPOKEN and not all(word.casefold() in everyday() for word in first):
        yield _form(" ".join(first), "", 0)  # "Linden Tate" for Linden Tate Solicitors; a place is settled once

    if name.called:
        yield from _called(name.called)


def _called(word: str) -> Iterator[Form]:
    """Give the ways in which one word is a client: inside a sentence, or at its head where somebody does something."""
    if word.casefold() in everyday():
        yield _form(word, _AT, 0, after=r"(?!\s+[A-Z])")
        return
    yield _form(word, "", 0, inside=True)
    yield _form(word, "", 0, after=_DOES)


def _person_forms(name: Name) -> Iterator[Form]:
    words = name.words.split()
    if all(word.casefold() in everyday() for word in words):
        return  # An account called "Service Desk" names nobody.
    if len(words) > 1:
        yield _form(" ".join(words), "", re.IGNORECASE)
    if name.salutation:
        yield _form(name.salutation, "", re.IGNORECASE)
    if name.called and not name.settled:
        yield _form(name.called, "", 0)
    surname = words[-1] if words else ""
    if name.settled or len(surname) < _SHORTEST_SURNAME:
        return
    yield _form(surname, "", 0, inside=surname.casefold() in everyday())


def _form(words: str, before: str, flags: int, *, after: str = "", inside: bool = False) -> Form:
    spelled = _spelled(words.split())
    # Signs of a script without spaces have no ends.
    begins, ends = ("" if _UNSPACED.match(edge) else r"\w" for edge in (words[:1], words[-1:]))
    longest = max(_WORD.findall(words) or [words], key=len)
    start = rf"(?<!{begins})" if begins else ""
    stop = rf"(?!{ends})" if ends else ""
    return Form(longest.casefold(), f"{start}{before}{spelled}{after}{stop}", int(flags), inside)


def _spelled(words: list[str]) -> str:
    """Return the pattern of a name's words: with spaces, with hyphens (`Harbour-Foods`), or joined (`HarbourFoods`).

    Joined they need the capitals of a name, and not at all may they be a word of every day: "on-site", "backup".
    """
    escaped = [re.escape(word) for word in words]
    if any(_UNSPACED.search(word) for word in words):
        return r"[\s\u2010-\u2015-]*".join(escaped)
    if "".join(words).casefold() in everyday():
        return r"\s+".join(escaped)
    apart = r"[\s\u2010-\u2015-]+".join(escaped)
    joins = itertools.pairwise(words)
    is_camel = any(one[-1:].islower() and (other[:1].isupper() or other[:1].isdigit()) for one, other in joins)
    return f"(?:{apart}|(?-i:{''.join(escaped)}))" if is_camel else apart
