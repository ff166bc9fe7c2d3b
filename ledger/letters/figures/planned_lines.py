"""Lines that tell an action or promise of the record with another day, or under another owner."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ledger.letters import wording
from ledger.letters.figures.mention import Day, Mention
from ledger.letters.figures.reading import figures_in
from ledger.letters.letter_facts import LetterFacts

_WORD = re.compile(r"[^\W\d_]{4,}")
_ALIKE = 0.7
"""Share of a recorded text's longer words from which a line tells that very text."""
_FEWEST = 2
_DATED = re.compile(r"\b(?:by|until|before|done|kept)(?: on)?\s+$", re.IGNORECASE)
_OWNER = re.compile(r"\((?P<role>[^()\n]{3,60}?)\.?\)[\s*_]*$")


@dataclass(frozen=True)
class Misplaced:
    """Where a line says a day or an owner that its action or promise does not have, and what the record says."""

    start: int
    end: int
    told: str


@dataclass(frozen=True)
class Planned:
    """An action or promise of the record."""

    words: frozenset[str]
    """Its longer words."""
    days: frozenset[date]
    said: tuple[Day, ...]
    """Days that its own text names."""
    role: str
    """Of its owner, in small letters; empty if nobody owns it."""
    aside: str
    """What its own text says in brackets at its end, in small letters."""


def planned(facts: LetterFacts) -> Iterator[Planned]:
    """Give what the record plans and has done; of long texts this takes a while, so `Known` remembers it."""
    for action in facts.actions:
        yield _one(facts, action.text, action.owner_role, (action.due_at, action.done_at))
    for promise in facts.promises:
        yield _one(facts, promise.text, promise.owner_role, (promise.due_at, promise.kept_at))


def misplaced_in(line: str, every: Iterable[Planned], roles: frozenset[str]) -> Iterator[Misplaced]:
    """Give the days and owners of one line (a list item, with or without Markdown's marks) that the record denies.

    Only a day after `by`, `until`, `before`, `done` or `kept` is judged, and only one of `roles` (in small letters)
    in brackets at the end: other words in brackets are an aside, and no owner.
    """
    told = _told_in(line, every)
    if not told:
        return
    for mention in figures_in(line):
        if isinstance(mention.value, Day) and _DATED.search(line[: mention.start]) and _differs(mention, told):
            days = " / ".join(f"{day.day} {day:%B %Y}" for day in sorted({day for one in told for day in one.days}))
            yield Misplaced(mention.start, mention.end, f"The record says {days}.")
    owner, owners = _OWNER.search(line), {one.role for one in told}
    if owner and all(owners) and _aside(owner) in roles - owners - {one.aside for one in told}:
        names = " / ".join(sorted(wording.sentence(role).rstrip(".") for role in owners))
        yield Misplaced(owner.start("role"), owner.end("role"), f"The record says {names}.")


def _told_in(line: str, every: Iterable[Planned]) -> list[Planned]:
    """Return what this line tells: the recorded texts most of whose words stand in it, those that fit best."""
    words = frozenset(_WORD.findall(line.casefold()))
    alike = [(len(one.words & words) / len(one.words), one) for one in every if len(one.words) >= _FEWEST]
    best = max((share for share, _ in alike), default=0.0)
    return [one for share, one in alike if share == best >= _ALIKE]


def _one(facts: LetterFacts, text: str, role: str, moments: tuple[datetime | None, ...]) -> Planned:
    days = frozenset(at.astimezone(ZoneInfo(facts.zone)).date() for at in moments if at)
    said = tuple(one.value for one in figures_in(text) if isinstance(one.value, Day))
    words = frozenset(_WORD.findall(text.casefold()))
    return Planned(words, days, said, role.strip().casefold(), _aside(_OWNER.search(text)))


def _aside(found: re.Match[str] | None) -> str:
    return found["role"].strip().casefold() if found else ""


def _differs(mention: Mention, told: list[Planned]) -> bool:
    day = mention.value
    if not isinstance(day, Day) or not any(one.days for one in told):
        return False
    if any((day.month, day.day) == (said.month, said.day) for one in told for said in one.said):
        return False
    return not any(day.is_same(known) for one in told for known in one.days)
