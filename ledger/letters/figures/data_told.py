"""What a sentence says happened to the client's data, where the record says the contrary."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ledger.letters.letter_facts import LetterFacts

_THINGS = (
    r"(?:data|files?|records?|mails?|e-?mails?|messages?|documents?|entries|folders?|mailbox(?:es)?|databases?|photos?)"
)
_HARMED = re.compile(
    r"\bwe (?:have |had |also )?(?:lost|deleted|destroyed|overwrote|exposed|leaked)\b(?! no\b)"
    rf"[^.!?;]{{0,30}}\b{_THINGS}\b"
    rf"|\b{_THINGS} (?:was|were|has been|have been|is|are) (?:\w+ly )?(?:lost|exposed|stolen|leaked|destroyed)\b"
    r"|\b(?:a stranger|strangers|(?:some|any)(?:body|one)(?: else)?|an? (?:\w+ )?(?:outsider|attacker|intruder|thief))"
    r" (?:has |have |had |could )?(?:read|saw|see|seen|opened|copied|copy|took|taken|stole)\b"
    rf"[^.!?;]{{0,30}}\b{_THINGS}\b",
    re.IGNORECASE,
)
_UNHARMED = re.compile(
    rf"\b(?:no|none of (?:your|the)) {_THINGS} (?:was|were|has been|have been|is|are) (?:\w+ly )?(?P<how>\w+)\b"
    rf"|\bwe (?:have )?(?P<lost>lost) (?:no|none of your) {_THINGS}\b|\bno {_THINGS} (?P<went>went missing)\b",
    re.IGNORECASE,
)
_DENIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "lost": frozenset({"lost", "destroyed", "deleted", "went missing", "affected", "touched"}),
        "altered": frozenset({"altered", "changed", "affected", "touched"}),
        "exposed": frozenset({"exposed", "leaked", "stolen", "seen", "read", "affected", "touched"}),
    }
)
"""State of the data to the words by which a sentence denies it."""
_SAID_OTHERWISE = re.compile(
    r"\b(?:nobody|no one|none|nothing|not|never|whether|if|would|might)\b|\?\s*$", re.IGNORECASE
)
_STATES = {"none": "no data was touched", "lost": "data was lost", "altered": "data was altered",
           "exposed": "data was exposed"}  # fmt: skip


def data_denied(text: str, facts: LetterFacts) -> Iterator[tuple[int, int, str]]:
    """Give the places of a sentence that deny the recorded state of the data, each with what the record says.

    A state that is not known denies nothing; nor is a word held against the record that stands in its own note.
    """
    told = f"The record says that {_STATES[facts.data_effect]}." if facts.data_effect in _STATES else ""
    if facts.data_effect == "none" and not _SAID_OTHERWISE.search(text):
        harmed = _HARMED.search(text)
        if harmed and not _HARMED.search(f"{facts.data_note} {facts.act_statement}"):
            yield harmed.start(), harmed.end(), told
    denied = _UNHARMED.search(text)
    if denied and (denied["how"] or denied["lost"] or denied["went"]).lower() in _DENIES.get(facts.data_effect, ()):
        yield denied.start(), denied.end(), told
