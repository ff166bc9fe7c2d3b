"""The rules as product data: read once, looked at closely, compiled; a broken file is refused with its rule's id."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

SEVERITIES = ("error", "warning", "hint")
"""Gravest first. Errors are never waived; a warning can be, with a reason; a hint is only shown."""

OFF = "off"
"""What a provider sets for a rule that it has disabled."""

CATEGORIES = (
    "Conditional apology",
    "Blame shifting",
    "Minimising (and self-praise)",
    "Passive evasion",
    "Legalese and hedging",
    "Jargon",
    "Over-promising",
    "Confidentiality leak and drafting residue",
    "Selling",
    "Figures",
)
DICTIONARIES = {"CNF01": "clients", "CNF10": "staff", "CNF11": "people"}
"""Rules without a pattern: the names come from the ledger."""

FIGURES = "FIG"
"""How the rules begin that hold figures against the record: only `ledger.letters.figures` tries their patterns."""

MARKS = "MRK"
"""How the rules begin that look at Markdown itself: they have no pattern here (`ledger.letters.unprinted`)."""

MODEL = "MOD"
"""How the rules begin by which the trained model speaks (`ledger.letters.candour.model`): they have no pattern."""

OWN = "OWN"
"""How the rules begin that a provider added."""

RESIDUE = "CNF"
"""How the rules begin that look everywhere, the timeline too."""

_FILES = ("rules.json", "broader.json", "grammar.json", "voices.json", "learnt.json", "figures.json", "marks.json")
_ID = re.compile(r"[A-Z]{3}\d{2}")
_TEXTS = ("id", "category", "severity", "pattern", "why", "instead", "caution")
_STARTS = "starts.json"
_CAPITAL = re.compile(r"(?<!\\)[A-Z]+|(?<=\\\\)[A-Z]+")


@dataclass(frozen=True)
class Rule:
    """One rule: what it finds, how grave that is, why, and what reads better."""

    id: str
    category: str
    severity: str
    pattern: re.Pattern[str] | None
    """None for a dictionary of names, for most figures, for marks that no letter shows, and for what was learnt."""
    unless: re.Pattern[str] | None
    """A sentence in which this is found as well is left alone: a day beside a promise."""
    case_sensitive: bool
    """Otherwise its patterns are for text in small letters."""
    why: str
    instead: str
    caution: str
    must_match: tuple[str, ...]
    must_not_match: tuple[str, ...]
    starts: frozenset[str]
    """With which three letters a word of the sentence must begin for a match to be possible; empty for any."""

    @property
    def example(self) -> str:
        """What it finds: a sentence, or in words what it goes by instead of a pattern."""
        if self.must_match:
            return self.must_match[0]
        if self.id.startswith(MODEL):
            return "what the trained model takes for it"
        return "names from the ledger" if self.id in DICTIONARIES else "what the record does not bear out"


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return all rules in the order of their files; raise `ValueError` naming the rule that is not well formed."""
    starts = _read(_STARTS)
    found = [rule for name in _FILES for rule in _of_file(_read(name), starts)]
    ids = [rule.id for rule in found]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        message = f"rules with the same id: {', '.join(twice)}"
        raise ValueError(message)
    return tuple(found)


@lru_cache(maxsize=1)
def by_id() -> Mapping[str, Rule]:
    """Return the rules by id."""
    return {rule.id: rule for rule in rules()}


def well_formed(raw: Mapping[str, Any]) -> str:
    """Return what is wrong with one rule as it stands in its file; empty when nothing is."""
    if missing := [name for name in _TEXTS if not isinstance(raw.get(name), str)]:
        return f"lacks {', '.join(missing)}"
    if not _ID.fullmatch(raw["id"]):
        return "has an id that is not three capitals and two digits"
    if raw["category"] not in CATEGORIES or raw["severity"] not in SEVERITIES:
        return "has an unknown category or severity"
    if not raw["why"].strip() or not raw["instead"].strip():
        return "says neither why nor what reads better"
    if any(not isinstance(raw.get(name), list) for name in ("must_match", "must_not_match")):
        return "has no vectors"
    return ""


def compiled(pattern: str, parts: Mapping[str, str], *, case_sensitive: bool) -> re.Pattern[str]:
    """Compile a pattern in which `<<name>>` stands for a named part (parts may hold parts).

    Where case does not matter it is for text in small letters, which is faster to search than ignoring case.
    """
    for _ in range(3):
        for name, part in parts.items():
            pattern = pattern.replace(f"<<{name}>>", part)
    return re.compile(pattern if case_sensitive else _CAPITAL.sub(lambda found: found[0].lower(), pattern))


def _read(name: str) -> Any:
    return json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def _of_file(content: Mapping[str, Any], starts: Mapping[str, Iterable[str]]) -> Iterable[Rule]:
    parts = content.get("parts", {})
    for raw in content["rules"]:
        if fault := well_formed(raw):
            message = f"rule {raw.get('id')} {fault}"
            raise ValueError(message)
        yield built(raw, parts, starts.get(raw["id"], ()))


def built(raw: Mapping[str, Any], parts: Mapping[str, str] | None = None, starts: Iterable[str] = ()) -> Rule:
    """Return a well-formed rule, compiled; raise `re.error` for what is no pattern."""
    parts = parts or {}
    case_sensitive = bool(raw.get("case_sensitive"))
    has_none = raw["id"] in DICTIONARIES or (raw["id"].startswith((FIGURES, MARKS, MODEL)) and not raw["pattern"])
    unless = raw.get("unless", "")
    return Rule(
        id=raw["id"],
        category=raw["category"],
        severity=raw["severity"],
        pattern=None if has_none else compiled(raw["pattern"], parts, case_sensitive=case_sensitive),
        unless=compiled(unless, parts, case_sensitive=case_sensitive) if unless else None,
        case_sensitive=case_sensitive,
        why=raw["why"],
        instead=raw["instead"],
        caution=raw["caution"],
        must_match=tuple(raw["must_match"]),
        must_not_match=tuple(raw["must_not_match"]),
        starts=frozenset(starts),
    )
