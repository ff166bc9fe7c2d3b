"""Sentences of which somebody said whether they are bad, and how much of that the candour check finds.

Those that two raters labelled lie outside the project; beside them are sentences invented for it, half of which nobody
looked at while rules were mended.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from ledger.letters.candour.checking import Finding, check_text

DATA = Path(__file__).parents[4] / "shared" / "data"
LABELS = DATA / "candour_labels" / "sentences.jsonl"
OURS = Path(__file__).with_name("invented.json")
NOTICES = DATA / "customer-notice-texts" / "notices_dev.jsonl"
GRAVE = ("error", "warning")

Labelled = tuple[str, bool]
"""A sentence, and whether it is bad."""


def is_bad(labels: Iterable[str], severities: Sequence[str] = GRAVE) -> bool:
    """Return whether one rater's labels (`category:severity`) call a sentence bad, jargon apart."""
    return any(one.split(":")[1] in severities and not one.startswith("jargon") for one in labels)


def agreed(severities: Sequence[str] = GRAVE) -> list[Labelled]:
    """Return the sentences about which both raters say the same."""
    lines = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    both = [(line["text"], is_bad(line["rater_1"], severities), is_bad(line["rater_2"], severities)) for line in lines]
    return [(text, one) for text, one, other in both if one == other]


def invented(*, blind: bool) -> list[Labelled]:
    """Return our own plain sentences: those that rules were mended by, or those that none was."""
    lines = json.loads(OURS.read_text(encoding="utf-8"))
    return [(line["text"], line["bad"]) for line in lines if line["blind"] is blind]


def found_in(text: str) -> list[Finding]:
    """Return the errors and warnings of a text."""
    return [one for one in check_text(text) if one.severity in GRAVE]


def rates(labelled: Iterable[Labelled]) -> tuple[int, int, float, float]:
    """Return how many sentences are bad and fine, and recall and precision."""
    told = Counter((bad, bool(found_in(text))) for text, bad in labelled)
    hit, missed, false = told[True, True], told[True, False], told[False, True]
    return hit + missed, false + told[False, False], hit / (hit + missed), hit / max(1, hit + false)
