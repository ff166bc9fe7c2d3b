"""Checking text: every sentence against every rule, each finding with its place, its reason and better words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from types import MappingProxyType

from ledger.letters.candour.names import NOBODY, Names, find
from ledger.letters.candour.rules import DICTIONARIES, FIGURES, OFF, RESIDUE, SEVERITIES, Rule, by_id, rules
from ledger.letters.candour.sentences import Sentence, sentences

SHOWN = 3
"""Of the warnings; errors all show, what is left is folded."""

_WORD = re.compile(r"\w+")
_TELEPHONE = re.compile(r"\+?0\d|\+\d")
_REMEMBERED = 4096
_MOST_LEAKS = 20
"""Of one rule in one sentence."""


@dataclass(frozen=True)
class Place:
    """Where words stand: section, characters of its Markdown, and line."""

    section: str
    start: int
    end: int
    line: int
    words: str


@dataclass(frozen=True)
class Finding:
    """One thing that a sentence should not say."""

    rule: str
    category: str
    severity: str
    section: str
    """Key of the section; empty for text that has none."""
    start: int
    end: int
    """Where the words stand in the section's Markdown, in characters."""
    line: int
    """Counted from 1."""
    words: str
    """What was found."""
    sentence: str
    """In which it stands, without Markdown's marks."""
    why: str
    instead: str
    name: str = ""
    """Whose name it is, as `Name.key`; empty unless a dictionary found it."""
    also: tuple[Place, ...] = ()
    """Where else the same name stands."""


@dataclass(frozen=True)
class Ground:
    """What the check goes by beside the rules: the provider's grades, the names, what the letter must contain."""

    grades: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Rule id to `off` or another severity."""
    names: Names = NOBODY
    required: frozenset[str] = frozenset()
    """Words that a letter must contain, so that no rule may stumble over them: the contact's mail, our reference."""
    own: tuple[Rule, ...] = ()
    """Rules that the provider added."""


PLAIN = Ground()


def check_text(markdown: str, ground: Ground = PLAIN, *, section: str = "", everything: bool = True) -> list[Finding]:
    """Return what one text should not say, in the order of its sentences.

    Without `everything` only leaks and residue are looked for: for the timeline, and what the program itself writes.
    """
    found: list[Finding] = []
    exempt = _exempt(markdown, ground.required)
    known = {**by_id(), **{rule.id: rule for rule in ground.own}}
    for sentence in sentences(markdown):
        here: list[Finding] = []
        own = _by_own(sentence.text, ground.own)
        for hit in [*_by_rules(sentence.text), *own, *_by_names(sentence.text, ground.names)]:
            rule = known[hit.rule]
            severity = ground.grades.get(hit.rule, rule.severity)
            if severity == OFF or not (everything or hit.rule.startswith(RESIDUE)):
                continue
            start, end = sentence.span(hit.start, hit.end)
            if not any(first <= start and end <= last for first, last in exempt):
                here.append(_finding(hit, rule, severity, section, sentence, markdown, (start, end)))
        found += _once(here)
    return found


def rules_in(sentence: str) -> set[str]:
    """Return every rule whose pattern stands in one sentence, also where `check_text` names a graver one alone."""
    return {hit.rule for hit in _by_rules(sentence)}


def _once(found: list[Finding]) -> list[Finding]:
    """Return findings without those that say of the same words what a graver, or earlier, one says already."""
    kept: list[Finding] = []
    for one in gravest_first(found):
        if one.rule.startswith(RESIDUE) or not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def check_letter(
    sections: Mapping[str, str], ground: Ground = PLAIN, *, residue_only: Mapping[str, str] | None = None
) -> list[Finding]:
    """Return what the sections of a letter should not say (`subject` may be one), gravest first.

    `residue_only` holds texts in which only leaks and residue count: the timeline, remedy lines.
    """
    found = [one for key, text in sections.items() for one in check_text(text, ground, section=key)]
    for key, text in (residue_only or {}).items():
        found += check_text(text, ground, section=key, everything=False)
    return gravest_first(_each_name_once(found))


def _each_name_once(found: Iterable[Finding]) -> Iterator[Finding]:
    """Give findings, each name where it stands first, with all other places: it is settled once, and mended in all."""
    named: dict[str, list[Finding]] = {}
    found = list(found)
    for one in found:
        named.setdefault(one.name, []).append(one)
    for one in found:
        if not one.name:
            yield one
        elif one is named[one.name][0]:
            others = named[one.name][1:]
            yield replace(one, also=tuple(Place(at.section, at.start, at.end, at.line, at.words) for at in others))


def gravest_first(found: Iterable[Finding]) -> list[Finding]:
    """Return findings, errors first, otherwise as they stand in the text."""
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Return what can never be waived."""
    return [one for one in found if one.severity == "error"]


def warnings(found: Iterable[Finding]) -> list[Finding]:
    """Return what an approver may waive with a reason."""
    return [one for one in found if one.severity == "warning"]


@dataclass(frozen=True)
class _Hit:
    rule: str
    start: int
    end: int
    name: str = ""


@lru_cache(maxsize=_REMEMBERED)
def _by_rules(sentence: str) -> tuple[_Hit, ...]:
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


def _by_own(sentence: str, own: tuple[Rule, ...]) -> Iterator[_Hit]:
    small = sentence.lower() if own else ""
    # A letter whose small form is longer (İ) would shift the places.
    text = small if len(small) == len(sentence) else sentence
    for rule in own:
        yield from _hits(rule, sentence, text)


def forget() -> None:
    """Forget the sentences that were checked: to measure, or when memory must hold none of them."""
    _by_rules.cache_clear()


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


def _hits(rule: Rule, sentence: str, small: str) -> Iterator[_Hit]:
    if rule.pattern is None:
        return
    text = sentence if rule.case_sensitive else small
    # One hit says enough of a wording; of what leaks, each place counts, for one of them may be required.
    most = _MOST_LEAKS if rule.id.startswith(RESIDUE) else 1
    places = islice((match for match in rule.pattern.finditer(text) if not _is_telephone(rule, match)), most)
    for number, match in enumerate(places):
        if number == 0 and rule.unless and rule.unless.search(text):
            return
        yield _Hit(rule.id, match.start(), max(match.end(), match.start() + 1))


def _is_telephone(rule: Rule, match: re.Match[str]) -> bool:
    """Return whether what reads like a card's number is a telephone number: no card begins with 0 or +."""
    begins = match.string[max(0, match.start() - 1) : match.start() + 3]
    return rule.id == "CNF15" and _TELEPHONE.search(begins) is not None


def _by_names(sentence: str, names: Names) -> Iterator[_Hit]:
    for rule, dictionary in DICTIONARIES.items():
        for one in find(getattr(names, dictionary), sentence):
            yield _Hit(rule, one.start, one.end, one.name.key)


def _exempt(markdown: str, required: frozenset[str]) -> list[tuple[int, int]]:
    return [
        found.span() for words in required if words for found in re.finditer(re.escape(words), markdown, re.IGNORECASE)
    ]


def _finding(  # noqa: PLR0913, PLR0917 what makes up one finding
    hit: _Hit, rule: Rule, severity: str, section: str, sentence: Sentence, markdown: str, place: tuple[int, int]
) -> Finding:
    return Finding(
        rule=rule.id,
        category=rule.category,
        severity=severity,
        section=section,
        start=place[0],
        end=place[1],
        line=markdown.count("\n", 0, place[0]) + 1,
        words=sentence.text[hit.start : hit.end].strip(),
        sentence=sentence.text.strip(),
        why=rule.why,
        instead=rule.instead,
        name=hit.name,
    )
