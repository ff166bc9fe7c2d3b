"""Who told whom first, and how soon we told the client, where a sentence says it otherwise than the record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.letters import wording
from ledger.letters.candour.rules import by_id
from ledger.letters.letter_facts import LetterFacts

_WE_TOLD = re.compile(r"\bwe (?:told|rang|called|informed|notified|warned|wrote to) you\b[^.;!?]{0,40}$", re.IGNORECASE)
_SINCE = re.compile(
    r"\s*after (?:it|this|that|the \w+) (?:had )?(?:began|begun|started|stopped|happened|failed|went)\b"
)
_SLACK = 2
"""Minutes by which it may differ."""


@dataclass(frozen=True)
class Reversed:
    """Where a sentence tells the order otherwise, and what the record says."""

    start: int
    end: int
    told: str


def told_otherwise(text: str, facts: LetterFacts) -> Iterator[Reversed]:
    """Give the places of a sentence that name the wrong one as the first who told (rule FIG11)."""
    rule = by_id()["FIG11"]
    small = text.lower()
    if rule.pattern is None or len(small) != len(text) or (rule.unless and rule.unless.search(small)):
        return
    for found in rule.pattern.finditer(small):
        says_client = found[1] is not None
        if says_client and not facts.told_first_by_client:
            never = facts.client_reported_at is None
            told = "The record says that you did not tell us." if never else "The record says that we told you first."
            yield Reversed(*found.span(), told)
        elif not says_client and facts.told_first_by_client:
            yield Reversed(*found.span(), "The record says that you told us first.")


def told_after(text: str, start: int, end: int, minutes: int, facts: LetterFacts) -> str:
    """Return what the record says of how soon we told the client, where the span at this place says otherwise."""
    if not _WE_TOLD.search(text[:start]) or not _SINCE.match(text[end:]):
        return ""
    if facts.client_notified_at is None or facts.from_at is None:
        return ""
    known = int((facts.client_notified_at - facts.from_at).total_seconds() // 60)
    return "" if abs(known - minutes) <= _SLACK else wording.span(known)
