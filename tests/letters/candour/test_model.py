"""The linear model: its file, what its findings say, and that the same data make the same weights."""

import json
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ledger.letters import candour
from ledger.letters.candour.checking import Finding, Ground, check_letter, check_text
from ledger.letters.candour.features import LONGEST_GRAM, features
from ledger.letters.candour.model import LEARNT, opinion, read, weights
from ledger.letters.candour.rules import by_id
from tests.letters.candour.training import Example, fitted, own, told

FILE: dict[str, Any] = json.loads((Path(str(candour.__path__[0])) / "model.json").read_text(encoding="utf-8"))
VAGUE = "Arrangements of a suitable kind are being put together by the relevant department."
PLAIN = "Dr Anneliese Marwood moved your 214 messages on 4 May and I did not check what was used."


def _learnt(text: str, ground: Ground | None = None) -> Sequence[Finding]:
    return [one for one in check_text(text, ground or Ground()) if one.rule in LEARNT.values()]


def test_the_shipped_weights_are_well_formed_small_and_learn_no_sentence_figure_or_name() -> None:
    assert 0.5 < weights().threshold < 1
    assert sum(map(len, weights().words)) < 200_000
    named = [name for name in FILE["words"] if name[0] not in "=+"]
    assert max(len(name.split()) for name in named) <= LONGEST_GRAM
    assert [name for name in named if re.search(r"\d", name)] == []
    assert {by_id()[rule].severity for rule in LEARNT.values()} == {"warning"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"threshold": 1.5}, "no probabilities"),
        ({"doubt": 0.99}, "no probabilities"),
        ({"words": {"soon": math.nan}}, "soon"),
        ({"words": {"soon": "much"}}, "soon"),
        ({"classes": {}}, "categories"),
    ],
)
def test_a_file_that_is_no_model_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(FILE | change)
    with pytest.raises(ValueError, match="lacks bias"):
        read({name: one for name, one in FILE.items() if name != "bias"})


def test_a_finding_says_its_place_its_category_and_which_words_weighed() -> None:
    text = f"We stopped your mail.\n\n{VAGUE.replace('suitable', '**suitable**')}"
    (found,) = [one for one in check_text(text, section="why") if one.sentence == VAGUE]
    assert (found.rule, found.category, found.severity) == ("MOD05", "Legalese and hedging", "warning")
    assert found.words in VAGUE
    assert found.words in text[found.start : found.end].replace("*", "")
    assert "“suitable”" in found.why
    assert found.instead
    assert "numpy" not in sys.modules


def test_the_model_is_silent_where_a_rule_speaks_in_the_timeline_and_of_fragments() -> None:
    assert _learnt(f"{VAGUE[:-1]}, and a mistake was made.") == []
    assert check_letter({}, residue_only={"timeline": VAGUE}) == []
    assert opinion("Suitable arrangements.").rule == ""
    assert opinion("").rule == ""


def test_a_provider_switches_its_rules_off_and_grades_them() -> None:
    assert _learnt(VAGUE, Ground(grades={"MOD05": "off"})) == []
    assert [one.severity for one in _learnt(VAGUE, Ground(grades={"MOD05": "hint"}))] == ["hint"]


def test_a_rules_warning_in_a_plain_sentence_is_a_hint_unless_the_provider_graded_the_rule() -> None:
    (found,) = check_text(PLAIN)
    assert (found.rule, found.severity) == ("PAS18", "hint")
    assert "Only a hint" in found.why
    (graded,) = check_text(PLAIN, Ground(grades={"PAS18": "warning"}))
    assert graded.severity == "warning"


def test_what_no_model_must_learn_is_folded_and_each_feature_knows_its_place() -> None:
    text = "We\u2019ll pay Ms Okafor £40 on 3 May at 14:05, and we won't ask her why."
    found = features(text)
    assert {"<money>", "<date>", "<time>", "<name> <name>", "we will pay", "will not ask", "+promise dated"} <= set(
        found
    )
    grams = [name for name in found if name[0] not in "=+"]
    assert [name for name in grams if re.search(r"\d|okafor", name)] == []
    start, end = found["will not ask"].span
    assert text[start:end] == "won't ask"


def test_the_same_sentences_give_the_same_weights_which_tell_them_apart() -> None:
    sample = [one for one in own() if one.source.startswith("third")][::2]
    one, other = (fitted(sample, lambda example: example.bad) for _ in range(2))
    assert one == other

    def right(example: Example) -> bool:
        return (told(one, example.text) >= 0.5) is example.bad

    assert sum(map(right, sample)) > 0.9 * len(sample)
