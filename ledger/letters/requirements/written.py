"""What a checker sees of a letter: the facts, each section's words, what the candour check found; and its answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ledger.letters.candour.checking import Finding
from ledger.letters.figures.mention import Mention
from ledger.letters.figures.reading import figures_in
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.markdown import to_text
from ledger.letters.sections import Section, sections_of

_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset({"your", "yours", "with", "that", "this", "have", "from", "will", "whether", "please", "them"})
_ALIKE = 0.5
"""Share of a line's longer words that must stand together for the line to be told in other words."""


@dataclass(frozen=True)
class Written:
    """One letter as it stands."""

    facts: LetterFacts
    sections: Mapping[str, str]
    """Section key to Markdown, as edited."""
    findings: tuple[Finding, ...] = ()

    @property
    def kind(self) -> str:
        """Which letter."""
        return self.facts.kind

    @cached_property
    def parts(self) -> tuple[Section, ...]:
        """The sections that this letter has."""
        return sections_of(self.facts)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Section key to plain words."""
        return {part.key: to_text(self.sections.get(part.key, "")) for part in self.parts}

    @cached_property
    def text(self) -> str:
        """All that people write, in the order of the letter."""
        return "\n\n".join(words for words in self.words.values() if words)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its sentences and list items, in small letters."""
        return tuple(line.strip().casefold() for line in re.split(r"\n+|(?<=[.!?])\s+", self.text) if line.strip())

    @cached_property
    def figures(self) -> tuple[Mention, ...]:
        """The figures in what people write."""
        return tuple(figures_in(self.text))

    def says(self, pattern: str) -> bool:
        """Return whether a pattern stands anywhere in what people write."""
        return re.search(pattern, self.text, re.IGNORECASE) is not None

    def opening(self, count: int) -> str:
        """Return the first `count` words."""
        return " ".join(self.text.split()[:count])

    def tells(self, line: str, *keys: str) -> bool:
        """Return whether a recorded line is told, in these sections (else in any): half of its longer words."""
        texts = [self.words.get(key, "") for key in keys] if keys else [self.text]
        return any(shares(line, part.casefold()) for text in texts for part in re.split(r"\n+", text))

    def errors_of(self, *categories: str) -> list[Finding]:
        """Return the errors that the candour check found in these categories."""
        return [one for one in self.findings if one.severity == "error" and one.category in categories]


def shares(line: str, passage: str) -> bool:
    """Return whether a passage (in small letters) tells a line: half of the line's longer words stand in it."""
    wanted = set(_WORD.findall(line.casefold())) - _COMMON
    return bool(wanted) and len(wanted & set(_WORD.findall(passage))) >= _ALIKE * len(wanted)


@dataclass(frozen=True)
class Lack:
    """One thing that a letter lacks: a sentence that says what to do, and where."""

    sentence: str
    place: str
    """`section KEY`, `said NAME`, `text`, `people`, `settings`, `candour`, `open`, or a part of the incident's page."""
    is_soft: bool = False
    """Only a warning, also where the requirement is a must."""
