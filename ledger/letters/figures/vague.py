"""Words that hide a number: "some users", "a few clients", "several hours"; findings only where the record knows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.letters import wording
from ledger.letters.figures.known import Known
from ledger.letters.figures.mention import PEOPLE
from ledger.letters.figures.reading import singular

_FEW = (
    r"some|a few|several|many|most|numerous|various|a (?:small |large |limited )?(?:number|handful|subset|fraction"
    r"|proportion|percentage|minority|majority) of|a couple of|(?:dozens|scores|hundreds|thousands) of|part of|certain"
)
_VAGUE = re.compile(
    rf"(?<!how )\b(?P<few>{_FEW})\s+(?:of\s+)?(?:(?:your|our|the|these|those|affected|other)\s+){{0,2}}"
    r"(?P<noun>[a-z]{3,20})\b",
    re.IGNORECASE,
)
_WHOM = r"(?:people|staff|office|team|colleagues|firm|company|school|practice|users)\b"
_HIT = r"(?=[^.;!?]{0,20}?\b(?:could not|couldn|were|was|stood|sat|waited|had no|lost)\b)"
_SHARE = re.compile(
    r"\b(?:(?:(?P<all>all(?: of)?|the whole of|every(?:body|one) (?:in|at))|(?P<half>half(?: of)?)"
    rf"|(?P<third>a third of)|(?P<quarter>a quarter of))\s+your|your (?P<whole>whole|entire))\s+{_WHOM}{_HIT}",
    re.IGNORECASE,
)
_PARTS = {"all": 1.0, "whole": 1.0, "half": 0.5, "third": 1 / 3, "quarter": 0.25}
_NEAR = 0.08
"""By which a share in words may differ from the record's."""
_SPANS = frozenset({"minute", "hour", "day"})


@dataclass(frozen=True)
class Hidden:
    """Vague words, and the number that the record knows for them."""

    start: int
    end: int
    words: str
    told: str
    """`46 of your 58 people`."""


def hidden_in(text: str, known: Known) -> Iterator[Hidden]:
    """Give the places of a text where vague words stand for a number that the record knows."""
    for found in _VAGUE.finditer(text):
        told = _told(singular(found["noun"].lower()), known)
        if told:
            yield Hidden(found.start(), found.end(), found[0], told)
    yield from _shares(text, known)


def _shares(text: str, known: Known) -> Iterator[Hidden]:
    """Give the places that tell another share of the client's people than the record does."""
    affected, total = known.facts.people_affected, known.facts.people_total
    if affected is None or not total:
        return
    for found in _SHARE.finditer(text):
        part = next(_PARTS[name] for name, words in found.groupdict().items() if words)
        if abs(affected / total - part) > _NEAR:
            yield Hidden(found.start(), found.end(), found[0], wording.people(affected, total))


def _told(noun: str, known: Known) -> str:
    facts = known.facts
    if noun in PEOPLE:
        return wording.people(facts.people_affected, facts.people_total) if facts.people_affected is not None else ""
    if noun in _SPANS:
        return wording.span(facts.minutes) if facts.minutes is not None else ""
    numbers = known.counts.get(noun, frozenset())
    return f"{next(iter(numbers))} {noun}s" if len(numbers) == 1 else ""
