import json
from pathlib import Path
from typing import Any

import pytest

from ledger.letters import candour
from ledger.letters.candour.hits import rules_in
from ledger.letters.candour.rules import CATEGORIES, DICTIONARIES, FIGURES, MARKS, MODEL, Rule, rules, well_formed
from tests.letters.candour.starts import every_rule

PATTERNS = [rule for rule in rules() if rule.pattern and not rule.id.startswith(FIGURES)]
A_RULE: dict[str, Any] = {
    "id": "CON01",
    "category": CATEGORIES[0],
    "severity": "error",
    "pattern": "if",
    "why": "It doubts.",
    "instead": "Say it.",
    "caution": "",
    "must_match": [],
    "must_not_match": [],
}


@pytest.mark.parametrize("rule", PATTERNS, ids=lambda rule: rule.id)
def test_a_rule_finds_what_it_must_and_leaves_alone_what_it_must(rule: Rule) -> None:
    assert [text for text in rule.must_match if rule.id not in rules_in(text)] == []
    assert [text for text in rule.must_not_match if rule.id in rules_in(text)] == []


def test_the_113_rules_of_the_design_are_there_and_every_pattern_has_vectors() -> None:
    given = json.loads((Path(str(candour.__path__[0])) / "rules.json").read_text(encoding="utf-8"))["rules"]
    assert len(given) == 113
    without = {rule.id for rule in rules() if rule.pattern is None and not rule.id.startswith((FIGURES, MARKS, MODEL))}
    assert without == set(DICTIONARIES)
    assert [rule.id for rule in PATTERNS if not rule.must_match] == []
    assert len({rule.id for rule in rules()}) == len(rules())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "CONS1"}, "an id"),
        ({"severity": "fatal"}, "severity"),
        ({"category": "Rudeness"}, "category"),
        ({"why": " "}, "why"),
        ({"must_match": "text"}, "vectors"),
        ({"pattern": None}, "pattern"),
    ],
)
def test_a_rule_that_is_not_well_formed_is_refused(change: dict[str, Any], said: str) -> None:
    assert well_formed(A_RULE) == ""
    assert said in well_formed(A_RULE | change)


def test_the_beginnings_by_which_rules_are_skipped_are_those_of_the_patterns() -> None:
    kept = {rule.id: sorted(rule.starts) for rule in rules() if rule.starts}
    assert kept == every_rule(), "run: python -m tests.letters.candour.starts"


def test_no_pattern_finds_the_empty_text() -> None:
    assert [rule.id for rule in PATTERNS if rule.pattern and rule.pattern.search("")] == []
