"""Trains the linear model of the candour check: `python -m tests.letters.candour.training` writes `model.json`.

What it learns from: `trained_on.jsonl` (sentences that three hands invented for it), the invented sentences and the
vectors by which rules are tested, the two raters' labels with their honest rewordings, and sentences of real notices,
for which the rules stand in as a rater. The last two lie outside the project, and none of them is shipped: the model
knows words alone, in twos and threes, each of which stands in at least `LEAST` sentences. The same data give the same
weights. `--cross` prints what the model finds in sentences of hands that it has not learnt from, and writes nothing.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import click

from ledger.letters import candour
from ledger.letters.candour.checking import GRAVE, ruled
from ledger.letters.candour.features import CLASS, GRAMMAR, features
from ledger.letters.candour.model import LEARNT, chance
from ledger.letters.candour.rules import RESIDUE, by_id, rules
from ledger.letters.candour.sentences import sentences
from tests.letters.candour.labelled import LABELS, NOTICES, OURS, is_bad

OWN_DATA = Path(__file__).with_name("trained_on.jsonl")
NEAR = Path(__file__).with_name("near_errors.txt")
LEAST = 3
"""Sentences in which a feature stands, lest a sentence be learnt by heart."""
STRENGTH = 1.0
"""How freely weights may grow: the inverse of the L2 penalty."""
THRESHOLD = 0.85
DOUBT = 0.1
"""Both by cross-validation, see `docs/candour.md`."""
_PASSES = 12
_RATE = 0.15
_NOTICES = 3000
_SMALLEST = 0.02
"""Weights below it are not shipped."""
_SHORTEST, _LONGEST = 5, 60
"""Words of a sentence that is learnt from, where nobody chose it."""


class Example(NamedTuple):
    """One sentence to learn from."""

    text: str
    bad: bool
    category: str
    """Empty where nobody said."""
    weight: float
    source: str
    """Whose hand; what is cross-validated together is left out together."""


def gathered() -> list[Example]:
    """Return everything to learn from; what lies outside the project only where it does."""
    return [*own(), *_invented(), *_vectors(), *(_labelled() if LABELS.exists() else ()), *_noticed()]


def own() -> Iterator[Example]:
    """Give the sentences that were invented to learn from."""
    for number, line in enumerate(OWN_DATA.read_text(encoding="utf-8").splitlines()):
        one = json.loads(line)
        hand = f"{one['hand']} {number % 5}" if one["hand"] == "third" else one["hand"]
        yield Example(one["text"], one["bad"], one["category"] or "", 3.0 if one["hand"] == "third" else 1.0, hand)


def _invented() -> Iterator[Example]:
    for one in json.loads(OURS.read_text(encoding="utf-8")):
        yield Example(one["text"], one["bad"], "", 1.0, "invented")
    for text in filter(str.strip, NEAR.read_text(encoding="utf-8").splitlines()):
        yield Example(text=text, bad=False, category="", weight=1.0, source="near errors")


def _vectors() -> Iterator[Example]:
    """Give the sentences that rules are held to, apart from fragments, and from what is bad for another reason."""
    kinds = {by_id()[rule].category: name for name, rule in LEARNT.items()}
    for rule in rules():
        if rule.pattern is None or rule.severity not in GRAVE or rule.id.startswith(RESIDUE):
            continue
        if rule.category not in kinds:
            continue
        for bad, texts in ((True, rule.must_match), (False, rule.must_not_match)):
            for text in texts:
                if len(text.split()) >= _SHORTEST:
                    yield Example(text, bad, kinds[rule.category] if bad else "", 0.5, "vectors")


def _labelled() -> Iterator[Example]:
    for number, line in enumerate(LABELS.read_text(encoding="utf-8").splitlines()):
        one = json.loads(line)
        first, second = is_bad(one["rater_1"]), is_bad(one["rater_2"])
        category = next((label.split(":")[0] for label in one["rater_1"] if label.split(":")[0] in LEARNT), "")
        if first == second:
            yield Example(one["text"], first, category if first else "", 3.0, f"labels {number % 5}")
        if one["better"]:
            yield Example(text=one["better"], bad=False, category="", weight=1.0, source=f"labels {number % 5}")


def _noticed() -> Iterator[Example]:
    if not NOTICES.exists():
        return
    known = {json.loads(line)["text"] for line in LABELS.read_text(encoding="utf-8").splitlines()}
    texts = {
        text
        for line in NOTICES.read_text(encoding="utf-8").splitlines()
        for one in sentences(json.loads(line)["text"])
        if _SHORTEST <= len((text := one.text.strip()).split()) <= _LONGEST and text not in known
    }
    for text in Random(1).sample(sorted(texts), _NOTICES):  # noqa: S311 no secret hangs on it
        yield Example(text, ruled(text), "", 0.6, "notices")


@cache
def _values(text: str) -> dict[str, float]:
    return {name: one.value for name, one in features(text).items()}


def fitted(
    examples: Sequence[Example], answer: Callable[[Example], bool], wanted: Callable[[str], bool] = lambda _: True
) -> tuple[float, dict[str, float]]:
    """Return bias and weights of a logistic regression with an L2 penalty, by AdaGrad in a fixed order."""
    counts = Counter(name for one in examples for name in _values(one.text) if wanted(name))
    places = {name: place for place, name in enumerate(sorted(name for name in counts if counts[name] >= LEAST))}
    shrink = [1.0 / STRENGTH / counts[name] for name in places]
    rows = [[(places[name], value) for name, value in _values(one.text).items() if name in places] for one in examples]
    goals = [(float(answer(one)), one.weight) for one in examples]
    weights, steps = [0.0] * len(places), [1e-3] * len(places)
    bias, order, random = 0.0, list(range(len(rows))), Random(7)  # noqa: S311 no secret hangs on it
    for turn in range(_PASSES):
        random.shuffle(order)
        for number in order:
            row, (goal, weight) = rows[number], goals[number]
            slope = (chance(bias + sum([weights[place] * value for place, value in row])) - goal) * weight
            bias -= 0.02 / (1 + turn) * slope
            for place, value in row:
                pull = slope * value + shrink[place] * weights[place]
                steps[place] += pull * pull
                weights[place] -= _RATE * pull / math.sqrt(steps[place])
    return bias, {name: weights[place] for name, place in places.items()}


def told(model: tuple[float, dict[str, float]], text: str) -> float:
    """Return the probability that a sentence is bad."""
    return chance(model[0] + sum(model[1].get(name, 0.0) * value for name, value in _values(text).items()))


def trained(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the content of `model.json`."""
    bias, words = fitted(examples, lambda one: one.bad)
    known = [one for one in examples if one.bad and one.category]
    classes = {name: fitted(known, lambda one, name=name: one.category == name, _is_class) for name in LEARNT}  # type: ignore[misc] # mypy knows no lambda with a default
    return {
        "bias": round(bias, 3),
        "threshold": THRESHOLD,
        "doubt": DOUBT,
        "words": _rounded(words),
        "classes": {name: {"bias": round(one[0], 3), "words": _rounded(one[1], 0.05)} for name, one in classes.items()},
    }


def _is_class(name: str) -> bool:
    """Return whether a category is told by it: a word alone, a class, grammar."""
    return name.startswith((CLASS, GRAMMAR)) or " " not in name


def _rounded(weights: dict[str, float], least: float = _SMALLEST) -> dict[str, float]:
    return {name: round(one, 3) for name, one in sorted(weights.items()) if abs(one) >= least}


def crossed(examples: Sequence[Example], tested: str) -> list[tuple[Example, float]]:
    """Return each sentence of the hands that begin so with what a model says that knows no sentence of its part."""
    parts = sorted({one.source for one in examples if one.source.startswith(tested)})
    found: list[tuple[Example, float]] = []
    for part in parts:
        model = fitted([one for one in examples if one.source != part], lambda one: one.bad)
        found += [(one, told(model, one.text)) for one in examples if one.source == part and one.weight >= 1]
    return found


def rates(found: Iterable[tuple[Example, float]], says: Callable[[str, float], bool]) -> str:
    """Return recall and precision of what a judge says of sentence and probability."""
    counts = Counter((one.bad, says(one.text, chance_of)) for one, chance_of in found)
    hit, missed, false = counts[True, True], counts[True, False], counts[False, True]
    return f"{hit / max(1, hit + missed):6.1%} / {hit / max(1, hit + false):6.1%}"


def together(text: str, probability: float, threshold: float = THRESHOLD, doubt: float = DOUBT) -> bool:
    """Return whether rules and model together find something in a sentence."""
    return ruled(text, errors_only=probability < doubt) or (not ruled(text) and probability >= threshold)


@click.command()
@click.option("--cross", is_flag=True, help="Cross-validate, and write nothing.")
def main(*, cross: bool) -> None:
    """Train the model."""
    examples = gathered()
    if cross:
        for tested in ("first", "second", "third", "labels"):
            found = [one for one in crossed(examples, tested) if tested != "labels" or one[0].weight > 1]
            click.echo(f"{tested}: rules {rates(found, lambda text, _: ruled(text))}")
            for limit in (0.5, 0.6, 0.7, 0.8, 0.9):
                alone = rates(found, lambda _, said, limit=limit: said >= limit)  # type: ignore[misc] # as above
                both = rates(found, lambda text, said, limit=limit: together(text, said, limit, 0.0))  # type: ignore[misc] # as above
                doubted = rates(found, lambda text, said, limit=limit: together(text, said, limit))  # type: ignore[misc] # as above
                click.echo(f"  from {limit}: model {alone}, with rules {both}, rules doubted {doubted}")
        return
    place = Path(str(candour.__path__[0])) / "model.json"
    place.write_text(json.dumps(trained(examples), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    click.echo(f"{len(examples)} sentences, {place.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
