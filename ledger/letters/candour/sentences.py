"""Markdown cut into sentences, each with the place of every character in what was typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Sentence:
    """One sentence without Markdown's marks; `places[i]` is where its character `i` stands in what was typed."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the part from `start` until before `end` stands in what was typed."""
        return self.places[start], self.places[max(start, end - 1)] + 1


def sentences(markdown: str) -> Iterator[Sentence]:
    """Give the sentences of Markdown in order; headings, list items and paragraphs end one, too."""
    for start, end in _blocks(markdown):
        text, places = _plain(markdown, start, end)
        for first, last in _cut(text):
            if text[first:last].strip():
                yield Sentence(text[first:last], tuple(places[first:last]))


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


def _plain(markdown: str, start: int, end: int) -> tuple[str, list[int]]:
    """Return the block without marks, its runs of white space made one space, and the place of each character."""
    marked = bytearray(end - start)
    for found in _MARK.finditer(markdown, start, end):
        marked[found.start() - start : found.end() - start] = b"\x01" * (found.end() - found.start())
    letters: list[str] = []
    places: list[int] = []
    for place in range(start, end):
        letter = markdown[place]
        if marked[place - start]:
            continue
        if letter.isspace():
            if letters and letters[-1] == " ":
                continue
            letter = " "
        letters.append(letter)
        places.append(place)
    return "".join(letters), places


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
