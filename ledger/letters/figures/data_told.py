"""What a sentence says happened to the client's data, where the record says the contrary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ledger.letters.candour.rules import Rule, by_id
from ledger.letters.letter_facts import LetterFacts

_DENIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "lost": frozenset({"lost", "destroyed", "deleted", "went missing", "affected", "touched"}),
        "altered": frozenset({"altered", "changed", "affected", "touched"}),
        "exposed": frozenset({"exposed", "leaked", "stolen", "seen", "read", "affected", "touched"}),
    }
)
"""State of the data to the words by which a sentence denies it."""
_STATES = {"lost": "data was lost", "altered": "data was altered", "exposed": "data was exposed"}


@dataclass(frozen=True)
class Denied:
    """Where a sentence denies the recorded state of the data, and what the record says."""

    rule: str
    start: int
    end: int
    told: str


def data_denied(text: str, facts: LetterFacts) -> Iterator[Denied]:
    """Give the places of a sentence that deny the recorded state of the data (rules FIG09 and FIG10).

    A state that is not known denies nothing; nor is a word held against the record that stands in its own note.
    """
    small = text.lower()
    if len(small) != len(text):
        return  # A letter whose small form is longer (İ) would shift the places.
    if facts.data_effect == "none":
        yield from _harm_told(small, by_id()["FIG09"], f"{facts.data_note} {facts.act_statement}".lower())
    elif facts.data_effect in _STATES:
        yield from _harm_denied(small, by_id()["FIG10"], facts.data_effect)


def _harm_told(text: str, rule: Rule, recorded: str) -> Iterator[Denied]:
    if rule.pattern is None or (rule.unless and rule.unless.search(text)):
        return
    harmed = rule.pattern.search(text)
    if harmed and not rule.pattern.search(recorded):
        yield Denied(rule.id, *harmed.span(), "The record says that no data was touched.")


def _harm_denied(text: str, rule: Rule, effect: str) -> Iterator[Denied]:
    if rule.pattern is None or (rule.unless and rule.unless.search(text)):
        return
    for denied in rule.pattern.finditer(text):
        if next(how for how in denied.groups() if how) in _DENIES[effect]:
            yield Denied(rule.id, *denied.span(), f"The record says that {_STATES[effect]}.")
