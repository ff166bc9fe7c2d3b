"""The second layer of the candour check: a small linear model of what unseen bad sentences have in common.

Its weights are data (`model.json`), made by `python -m tests.letters.candour.training`; one sentence is a sum of some
hundred of them. It speaks only where no rule does, as rule MOD01 to MOD07 by category, and says which words weighed.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ledger.letters.candour.features import NOWHERE, Feature, features
from ledger.letters.candour.folding import Span

LEARNT = {
    "conditional": "MOD01",
    "blame": "MOD02",
    "minimising": "MOD03",
    "passive": "MOD04",
    "legalese": "MOD05",
    "overpromise": "MOD06",
    "confidentiality": "MOD07",
}
"""Category of the training data to the rule that speaks for it."""
_REMEMBERED = 4096
"""Sentences; an editor asks again and again."""
_SHOWN = 4
"""So many words that weighed are named."""
_LEAST = 0.2
"""Of what the weightiest weighs: what weighs less is not named."""
_SAYING = re.compile(r"[^\W\d_]{4}")
"""What words must hold to be named: “a” and “it” weigh, but say nothing to a reader."""
_SHORTEST = 4
"""Words: of less no model can judge."""
_QUALITIES = {
    "+no facts": "no figure, day or name",
    "+no facts, nobody of ours": "no figure, day or name, and nobody who did it",
    "+nobody of ours": "no “we”",
    "+ours, no subject": "no “we” who acts",
    "+facts 0": "no figure, day or name",
    "+promise undated": "a promise without a day",
    "+words heavy": "long words",
    "+words very heavy": "long words",
    "+nouns 2": "deeds told as nouns",
    "+nouns 3": "deeds told as nouns",
    "+you, not us": "“you” without “we”",
}
"""What can be said of features without a place."""


@dataclass(frozen=True)
class Weights:
    """A trained model; `classes` holds weights of one category against the others."""

    bias: float
    threshold: float
    """From this probability on a sentence is warned of."""
    doubt: float
    """Below it a rule's warning is shown as a hint only."""
    words: Mapping[str, float]
    classes: Mapping[str, tuple[float, Mapping[str, float]]]


@dataclass(frozen=True)
class Opinion:
    """What the model says of one sentence."""

    probability: float
    rule: str
    place: Span
    """Of what weighed most; all of the sentence where nothing has a place."""
    weighed: tuple[str, ...]
    """The words, as they stand there, and qualities of the sentence, weightiest first."""


@lru_cache(maxsize=_REMEMBERED)
def opinion(sentence: str) -> Opinion:
    """Return what the model says of one sentence."""
    model = weights()
    here = features(sentence, model.words)
    shares = {name: share for name, one in here.items() if (share := model.words.get(name, 0.0) * one.value)}
    probability = chance(model.bias + sum(shares.values()))
    if probability < model.threshold or sentence.count(" ") < _SHORTEST - 1:
        return Opinion(min(probability, model.threshold - 0.001), "", NOWHERE, ())
    place, weighed = _weighed(sentence, here, shares)
    return Opinion(probability, LEARNT[_category(model, here)], place, weighed)


def chance(total: float) -> float:
    """Return the probability of a sum of weights."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _category(model: Weights, here: Mapping[str, Feature]) -> str:
    return max(
        model.classes,
        key=lambda name: (
            model.classes[name][0]
            + sum(model.classes[name][1].get(word, 0.0) * one.value for word, one in here.items())
        ),
    )


def _weighed(sentence: str, here: Mapping[str, Feature], shares: Mapping[str, float]) -> tuple[Span, tuple[str, ...]]:
    """Return the weightiest place, and what weighed: words that do not overlap, then qualities."""
    ranked = sorted(((share, name) for name, share in shares.items() if share > 0), reverse=True)
    places: list[Span] = []
    qualities: list[str] = []
    for share, name in ranked:
        if share < ranked[0][0] * _LEAST or len(places) + len(qualities) >= _SHOWN:
            break
        span = here[name].span
        if span == NOWHERE:
            said = _QUALITIES.get(name, "")
            qualities += [said] if said and said not in qualities else []
        elif _SAYING.search(sentence, *span) and all(span[1] <= other[0] or other[1] <= span[0] for other in places):
            places.append(span)
    words = tuple(f"“{sentence[start:end]}”" for start, end in places)
    return (places[0] if places else (0, len(sentence))), (*words, *qualities)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the shipped model; raise `ValueError` for a file that is none."""
    return read(json.loads(Path(__file__).with_name("model.json").read_text(encoding="utf-8")))


def read(raw: Mapping[str, Any]) -> Weights:
    """Return a model from its file's content; raise `ValueError` saying what is wrong with it."""
    if missing := {"bias", "threshold", "doubt", "words", "classes"} - set(raw):
        message = f"the candour model lacks {', '.join(sorted(missing))}"
        raise ValueError(message)
    if not 0 < raw["doubt"] < raw["threshold"] < 1:
        message = "the candour model's doubt and threshold are no probabilities"
        raise ValueError(message)
    if set(raw["classes"]) != set(LEARNT):
        message = "the candour model has other categories than there are rules for it"
        raise ValueError(message)
    classes = {name: (float(one["bias"]), _numbers(one["words"])) for name, one in raw["classes"].items()}
    return Weights(float(raw["bias"]), raw["threshold"], raw["doubt"], _numbers(raw["words"]), classes)


def _numbers(raw: Mapping[str, Any]) -> Mapping[str, float]:
    if wrong := [name for name, one in raw.items() if not isinstance(one, int | float) or not math.isfinite(one)]:
        message = f"the candour model has no number for {wrong[0]!r}"
        raise ValueError(message)
    return dict(raw)
