"""Steps that can be asked for many letters at once: which letters each is for, and who may ask."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.letters.letter_states import UNISSUED

MOST_SENTENCES = 20


@dataclass(frozen=True)
class Step:
    """One step: the right it needs, and the states of letters it is for (none: those that are not drafted yet)."""

    verb: str
    states: frozenset[str]
    doing: str
    """What a page says while it runs."""


STEPS: Mapping[str, Step] = {
    "draft": Step("draft_letter", frozenset(), "Drafting"),
    "refresh": Step("draft_letter", frozenset(UNISSUED), "Taking over what has changed"),
    "submit": Step("draft_letter", frozenset({"draft"}), "Checking, and sending for review"),
    "approve": Step("approve_letter", frozenset({"in_review"}), "Approving"),
    "issue": Step("issue_letter", frozenset({"approved"}), "Issuing"),
}


def seen(letters: Iterable[tuple[str, int]]) -> str:
    """Return a digest of which letters were seen in which version (id, version): what a press of a button is about."""
    lines = sorted(f"{letter_id} {version}" for letter_id, version in letters)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
