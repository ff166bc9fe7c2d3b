"""Markdown cut into sentences as they are drawn, each with the place of every character in what was typed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from itertools import pairwise

LONGEST = 600
"""Characters; what goes on longer is cut at a space, so that no hostile text makes a pattern look back far."""

_BLOCK_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]{0,12}(?:[-*+•]|\d{1,9}[.)])[ \t]+)|\n(?=#{1,6}[ \t])")
_OPENING = re.compile(r"[ \t]{0,12}(?:>[ \t]?)*(?:#{1,6}[ \t]+|(?:[-*+•]|\d{1,9}[.)])[ \t]+)?")
_MARK = re.compile(
    r"\\(?=[!-/:-@\[\]-`{-~])|(?<!\d)\*{1,3}|\*{1,3}(?!\d)|`{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)"
    r"|\]\([^()\s]{0,400}\)|\[(?=[^\]\n]{1,200}\]\()"
)
_END = re.compile(r"(?<=[.!?])[\"”\u2019')\]]*\s+(?=[\"“\u2018'(\[]*[A-Z0-9])")
_NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|No|e\.g|i\.e|approx|vs|cf|Ltd|Inc|Co|a\.m|p\.m)|\b[A-Z])\.$")

_REFERENCE = re.compile(r"(?<!\\)&(?:#(?P<decimal>\d{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z]\w{1,31}));")
_PLAIN_LETTERS = "\u00ad"
"""Below it, nothing is unseen or joins the letter before it."""


@dataclass(frozen=True)
class Sentence:
    """One sentence without Markdown's marks; `places[i]` is where its character `i` stands in what was typed."""

    text: str
    places: tuple[int, ...]
    ends: tuple[int, ...] = ()
    """Where each character ends in what was typed; empty where each is one character there, too."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the part from `start` until before `end` stands in what was typed."""
        last = max(start, end - 1)
        return self.places[start], self.ends[last] if self.ends else self.places[last] + 1


def sentences(markdown: str) -> Iterator[Sentence]:
    """Give the sentences of Markdown in order; headings, list items and paragraphs end one, too."""
    for start, end in _blocks(markdown):
        text, places, ends = _plain(markdown, start, end)
        for first, last in _cut(text):
            if text[first:last].strip():
                yield Sentence(text[first:last], tuple(places[first:last]), tuple(ends[first:last]))


def _blocks(markdown: str) -> Iterator[tuple[int, int]]:
    ends = [found.start() for found in _BLOCK_END.finditer(markdown)]
    for begins, end in pairwise([0, *ends, len(markdown)]):
        start = begins
        while start < end and markdown[start] == "\n":
            start += 1
        first_line = markdown.find("\n", start, end)
        if markdown.startswith("#", start) and first_line >= 0:
            yield _opened(markdown, start, first_line)
            start = first_line + 1
        yield _opened(markdown, start, end)


def _opened(markdown: str, start: int, end: int) -> tuple[int, int]:
    opening = _OPENING.match(markdown, start, end)
    return (opening.end() if opening else start), end


def _plain(markdown: str, start: int, end: int) -> tuple[str, list[int], list[int]]:
    """Return the block as it is drawn, and where each character begins and ends in what was typed.

    Marks and unseen characters are left out, white space is one space, character references and accents are joined.
    """
    marked = bytearray(end - start)
    for found in _MARK.finditer(markdown, start, end):
        marked[found.start() - start : found.end() - start] = b"\x01" * (found.end() - found.start())
    letters: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    for place, after, letter in _drawn(markdown, start, end):
        if marked[place - start]:
            continue
        if letter > _PLAIN_LETTERS and unicodedata.combining(letter) and letters:
            joined = unicodedata.normalize("NFC", letters[-1] + letter)
            if len(joined) == 1:
                letters[-1], ends[-1] = joined, after
                continue
        if letter.isspace():
            if letters and letters[-1] == " ":
                continue
            letter = " "  # noqa: PLW2901 any white space is drawn as one
        letters.append(letter)
        places.append(place)
        ends.append(after)
    return "".join(letters), places, ends


def _drawn(markdown: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Give the characters that a reader sees, each with where it begins and ends: no soft hyphens and the like."""
    place = start
    for found in [*_REFERENCE.finditer(markdown, start, end), None]:
        for at in range(place, found.start() if found else end):
            if markdown[at] < _PLAIN_LETTERS or unicodedata.category(markdown[at]) != "Cf":
                yield at, at + 1, markdown[at]
        if found:
            place = found.end()
            for letter in _meant(found):
                if unicodedata.category(letter) != "Cf":
                    yield found.start(), found.end(), letter


def _meant(found: re.Match[str]) -> str:
    """Return the character that a reference stands for; one that stands for none is drawn as it was typed."""
    if found["name"]:
        return html5.get(f"{found['name']};", found[0])
    number = int(found["decimal"] or found["hex"], 10 if found["decimal"] else 16)
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"  # noqa: PLR2004 what Unicode has


def _cut(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        if _NO_END.search(text, max(start, found.start() - 8), found.start()):
            continue
        yield from _short(text, start, found.end())
        start = found.end()
    yield from _short(text, start, len(text))


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        middle = start + LONGEST if space < 0 else space + 1
        yield start, middle
        start = middle
    yield start, end


def column_at(text: str, place: int) -> int:
    """Return the column of a place in its line, counted from 1."""
    return place - (text.rfind("\n", 0, place) + 1) + 1
