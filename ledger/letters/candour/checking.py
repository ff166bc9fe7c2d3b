"""Checking text: every sentence against every rule, each finding with its place, its reason and better words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ledger.letters.candour.hits import Hit, by_names, by_own, by_rules
from ledger.letters.candour.model import opinion, weights
from ledger.letters.candour.names import NOBODY, Names
from ledger.letters.candour.rules import OFF, OWN, RESIDUE, SEVERITIES, Rule, by_id
from ledger.letters.candour.sentences import Sentence, sentences

SHOWN = 3
"""Of the warnings; errors all show, what is left is folded."""

GRAVE = SEVERITIES[:2]
"""What blocks a letter, or needs a reason."""
_DOUBT = "Only a hint: the sentence is plain otherwise."


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
        own = by_own(sentence.text, ground.own)
        hits = [*by_rules(sentence.text), *own, *by_names(sentence.text, ground.names)]
        for hit in [*hits, *(_learnt(sentence.text, {known[one.rule] for one in hits}) if everything else ())]:
            rule = known[hit.rule]
            severity = ground.grades.get(hit.rule, rule.severity)
            if severity == OFF or not (everything or hit.rule.startswith(RESIDUE)):
                continue
            start, end = sentence.span(hit.start, hit.end)
            if not any(first <= start and end <= last for first, last in exempt):
                here.append(_finding(hit, rule, severity, section, sentence, markdown, (start, end)))
        found += _doubted(_once(here), sentence.text, ground)
    return found


def ruled(text: str, *, errors_only: bool = False) -> bool:
    """Return whether a rule warns of a text, or finds an error in it, without what the model says."""
    grave = SEVERITIES[:1] if errors_only else GRAVE
    return any(by_id()[hit.rule].severity in grave for one in sentences(text) for hit in by_rules(one.text))


def forget() -> None:
    """Forget the sentences that were checked: to measure, or when memory must hold none of them."""
    by_rules.cache_clear()
    opinion.cache_clear()


def _learnt(sentence: str, rules: set[Rule]) -> Iterator[Hit]:
    """Give what the model says of a sentence; it speaks where no rule does, be that rule switched off here or not."""
    if any(rule.severity in GRAVE and not rule.id.startswith(RESIDUE) for rule in rules):
        return
    said = opinion(sentence)
    if said.rule:
        yield Hit(said.rule, *said.place, weighed=said.weighed)


def _doubted(found: list[Finding], sentence: str, ground: Ground) -> list[Finding]:
    """Return findings of one sentence; a rule's warning is a hint where all else in it reads like a plain account.

    Errors, leaks, rules that the provider graded or added, and the model's own findings stay as they are.
    """
    grades = {one.severity for one in found}
    if "warning" not in grades or "error" in grades or opinion(sentence).probability >= weights().doubt:
        return found
    kept = (RESIDUE, OWN)
    return [
        replace(one, severity="hint", why=f"{one.why} {_DOUBT}")
        if one.severity == "warning" and one.rule not in ground.grades and not one.rule.startswith(kept)
        else one
        for one in found
    ]


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


def _exempt(markdown: str, required: frozenset[str]) -> list[tuple[int, int]]:
    return [
        found.span() for words in required if words for found in re.finditer(re.escape(words), markdown, re.IGNORECASE)
    ]


def _finding(  # noqa: PLR0913, PLR0917 what makes up one finding
    hit: Hit, rule: Rule, severity: str, section: str, sentence: Sentence, markdown: str, place: tuple[int, int]
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
        why=f"{rule.why} What weighed: {', '.join(hit.weighed)}." if hit.weighed else rule.why,
        instead=rule.instead,
        name=hit.name,
    )
