"""Contributing factors: causes that can be changed. Never a person, and for the graver severities never only a slip.

Source: the words of the product ("human error" or "more training" alone is refused for S1 and S2).
"""

import re
from collections.abc import Iterable

from ledger.incidents.severities import GRAVE

_SLIP = re.compile(
    r"\b(?:human|user|operator|staff|manual|engineer|technician|our|an?|the|one|simple|by|due|to|was|were|is|it|this|that|because|of)\b"
    r"|\b(?:errors?|mistakes?|slips?|oversight|carelessness|careless|inattention|negligence|forgot|forgotten|forgetful(?:ness)?)\b"
    r"|\b(?:more|better|further|additional|lack|not|enough|missing|needs?|needed|insufficient|poor|and|or|of|for|in|with)\b"
    r"|\b(?:training|trained|retraining|awareness|attention|discipline|diligence|care|reminders?|person|people|someone|somebody)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_NAMED = re.compile(
    r"\b(?:human error|errors?|mistakes?|slips?|oversight|careless\w*|inattention|negligence|forg[eo]t\w*|training"
    r"|trained|retraining|attention|discipline|diligence)\b",
    re.IGNORECASE,
)
_FEW = 2


def fault_in(text: str, severity: str, people: Iterable[str] = ()) -> str | None:
    """Return why a factor cannot stand, or none. `people` are the full names of our own people.

    A slip counts as "alone" where hardly a word is left once the words for slips and training are taken away.
    """
    if named := _person_in(text, people):
        return f"A factor is never a person: say what let this happen, without naming {named}."
    if severity in GRAVE and _NAMED.search(text) and len(_WORD.findall(_SLIP.sub(" ", text))) <= _FEW:
        return (
            "A slip or missing training alone explains nothing: say what made it possible, and why nothing caught it."
        )
    return None


def _person_in(text: str, people: Iterable[str]) -> str | None:
    """Return the first of our people whose name, or family name as a word of its own, stands in the text."""
    for name in people:
        parts = name.split()
        wanted = [name, parts[-1]] if len(parts) > 1 else []
        if any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) for part in wanted):
            return name
    return None
