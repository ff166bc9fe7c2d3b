"""Which rules stand in one sentence, and where: patterns, the provider's own, names from the ledger."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ledger.letters.candour.names import Names, find
from ledger.letters.candour.rules import DICTIONARIES, FIGURES, RESIDUE, Rule, rules

_WORD = re.compile(r"\w+")
_TELEPHONE = re.compile(r"\+?0\d|\+\d")
_REMEMBERED = 4096
_MOST_LEAKS = 20
"""Of one rule in one sentence."""


@dataclass(frozen=True)
class Hit:
    """A rule and where it finds something in a sentence, in characters; `name` is the key of a name from the ledger."""

    rule: str
    start: int
    end: int
    name: str = ""
    weighed: tuple[str, ...] = ()
    """What made the model say so; empty for a rule."""


@lru_cache(maxsize=_REMEMBERED)
def by_rules(sentence: str) -> tuple[Hit, ...]:
    """Return the hits of the patterns in one sentence; an editor asks again and again."""
    small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in sentence)
    beginnings = {word[:3] for word in _WORD.findall(small)}
    wanted = set(_possible()[""]).union(*(_possible().get(one, ()) for one in beginnings))
    every = rules()
    found = (rule for place in sorted(wanted) if _stands(rule := every[place], sentence, small))
    return tuple(hit for rule in found for hit in _hits(rule, sentence, small))


def _stands(rule: Rule, sentence: str, small: str) -> bool:
    """Return whether the pattern stands anywhere in the sentence: seldom, and this is the quickest way to know."""
    text = sentence if rule.case_sensitive else small
    return rule.pattern is not None and rule.pattern.search(text) is not None


def by_own(sentence: str, own: tuple[Rule, ...]) -> Iterator[Hit]:
    """Give the hits of rules that the provider added."""
    small = sentence.lower() if own else ""
    # A letter whose small form is longer (İ) would shift the places.
    text = small if len(small) == len(sentence) else sentence
    for rule in own:
        yield from _hits(rule, sentence, text)


@lru_cache(maxsize=1)
def _possible() -> Mapping[str, tuple[int, ...]]:
    """Return which rules (places in `rules()`) a word's beginning makes possible; under no beginning, those always."""
    found: dict[str, tuple[int, ...]] = {"": ()}
    for place, rule in enumerate(rules()):
        if rule.id.startswith(FIGURES):
            continue  # Without the facts they say nothing.
        for beginning in rule.starts or {""}:
            found[beginning] = (*found.get(beginning, ()), place)
    return found


def _hits(rule: Rule, sentence: str, small: str) -> Iterator[Hit]:
    if rule.pattern is None:
        return
    text = sentence if rule.case_sensitive else small
    # One hit says enough of a wording; of what leaks, each place counts, for one of them may be required.
    most = _MOST_LEAKS if rule.id.startswith(RESIDUE) else 1
    places = islice((match for match in rule.pattern.finditer(text) if not _is_telephone(rule, match)), most)
    for number, match in enumerate(places):
        if number == 0 and rule.unless and rule.unless.search(text):
            return
        yield Hit(rule.id, match.start(), max(match.end(), match.start() + 1))


def _is_telephone(rule: Rule, match: re.Match[str]) -> bool:
    """Return whether what reads like a card's number is a telephone number: no card begins with 0 or +."""
    begins = match.string[max(0, match.start() - 1) : match.start() + 3]
    return rule.id == "CNF15" and _TELEPHONE.search(begins) is not None


def by_names(sentence: str, names: Names) -> Iterator[Hit]:
    """Give the names that a letter must not hold."""
    for rule, dictionary in DICTIONARIES.items():
        for one in find(getattr(names, dictionary), sentence):
            yield Hit(rule, one.start, one.end, one.name.key)


def rules_in(sentence: str) -> set[str]:
    """Return every rule whose pattern stands in one sentence, also where `check_text` names a graver one alone."""
    return {hit.rule for hit in by_rules(sentence)}
