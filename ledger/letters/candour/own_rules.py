"""A rule that a provider adds: well formed like ours, held to its sentences, and never slow on hostile text."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.letters.candour.rules import CATEGORIES, OWN, Rule, built, well_formed
from ledger.letters.candour.sentences import LONGEST

PREFIX = OWN
MOST = 99
"""Own rules of one provider: `OWN01` to `OWN99`."""
LONGEST_PATTERN = 1000
SLOWEST = 0.005
"""Seconds for one sentence of `LONGEST` characters: 60 KB of them stay below a second beside all other rules."""
_PATIENCE = 3.0
"""Seconds until a trial is stopped."""
_TRIAL = Path(__file__).with_name("pattern_trial.py")
_LITERAL = re.compile(r"[A-Za-z]+|[^\\\w\s|()\[\]{}?*+^$.]")
_BASICS = ("a", " ", "0", "a ", "ab", "a1 ", ".", "we ", "-", "\u2019")
_OUR_CATEGORIES = CATEGORIES[:-1]
"""Of figures there are no patterns."""


@dataclass(frozen=True)
class Tried:
    """A rule that was tried; only what has no faults is taken."""

    raw: Mapping[str, Any]
    faults: Mapping[str, str]


def tried(raw: Mapping[str, Any]) -> Tried:
    """Return a rule with what keeps it from being taken; see `faults_of`."""
    return Tried(raw, faults_of(raw))


def faults_of(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps a rule from being taken, by field; empty when nothing does.

    `raw` is a rule as in our own files. The pattern is tried on hostile texts in a process of its own, which takes up
    to three seconds where it is bad: call it outside any unit of work.
    """
    if fault := well_formed({**raw, "id": f"{PREFIX}01"}):
        return {"pattern": f"The rule {fault}."}
    if raw["category"] not in _OUR_CATEGORIES:
        return {"category": "Choose the category of a wording."}
    if not raw["must_match"] or not raw["must_not_match"]:
        return {"must_match": "Give at least one sentence that it must find, and one that it must leave alone."}
    if len(raw["pattern"]) > LONGEST_PATTERN:
        return {"pattern": f"The pattern is longer than {LONGEST_PATTERN} characters."}
    try:
        rule = built({**raw, "id": f"{PREFIX}01"})
    except re.error as error:
        return {"pattern": f"This is no pattern: {error}."}
    return _wrong_vectors(rule) or _too_slow(rule)


def _wrong_vectors(rule: Rule) -> dict[str, str]:
    if rule.pattern is None or rule.pattern.search(""):
        return {"pattern": "The pattern finds the empty text."}
    missed = [text for text in rule.must_match if not _finds(rule, text)]
    if missed:
        return {"must_match": f"It does not find “{missed[0]}”."}
    wrong = [text for text in rule.must_not_match if _finds(rule, text)]
    return {"must_not_match": f"It finds “{wrong[0]}”."} if wrong else {}


def _finds(rule: Rule, text: str) -> bool:
    return rule.pattern is not None and rule.pattern.search(text if rule.case_sensitive else text.lower()) is not None


def _too_slow(rule: Rule) -> dict[str, str]:
    if rule.pattern is None:
        return {}
    given = json.dumps({"pattern": rule.pattern.pattern, "texts": hostile_texts(rule)})
    try:
        # Python itself with a file of ours, isolated from the environment; the pattern goes in as data.
        done = subprocess.run(  # noqa: S603 see above
            [sys.executable, "-I", "-S", str(_TRIAL)],
            input=given, capture_output=True, text=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
        seconds = float(done.stdout) if done.returncode == 0 else _PATIENCE
    except (subprocess.TimeoutExpired, ValueError):
        seconds = _PATIENCE
    if seconds <= SLOWEST:
        return {}
    sentence = (
        "The pattern takes too long on some texts: let no repetition stand inside another, "
        "and write {0,60} instead of * and +."
    )
    return {"pattern": sentence}


def hostile_texts(rule: Rule) -> list[str]:
    """Return texts of one longest sentence each that make bad patterns look back: its own words, over and over."""
    source = rule.pattern.pattern if rule.pattern else ""
    pieces = {*_BASICS, *(found[0] for found in _LITERAL.finditer(source))}
    pieces |= {text if rule.case_sensitive else text.lower() for text in rule.must_match}
    whole = [(piece * LONGEST)[:LONGEST] for piece in sorted(pieces)]
    spaced = [(f"{piece} " * LONGEST)[:LONGEST] for piece in sorted(pieces)]
    return [*whole, *spaced, *(f"{text[:-1]}!" for text in whole)]
