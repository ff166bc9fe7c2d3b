"""The check against sentences that two raters labelled; they are other people's, and stay outside the project."""

import json
from pathlib import Path

import pytest

from ledger.letters.candour.checking import check_text

PLACE = Path(__file__).parents[4] / "shared" / "data" / "candour_labels" / "sentences.jsonl"
pytestmark = pytest.mark.skipif(not PLACE.exists(), reason=f"{PLACE.parent.name} is not beside this checkout")


def _is_bad(labels: list[str], severities: tuple[str, ...] = ("error", "warning")) -> bool:
    return any(one.split(":")[1] in severities and not one.startswith("jargon") for one in labels)


def _lines() -> list[dict[str, list[str]]]:
    return [json.loads(line) for line in PLACE.read_text(encoding="utf-8").splitlines()]


def _finds(line: dict[str, list[str]]) -> bool:
    return any(one.severity != "hint" for one in check_text(str(line["text"])))


def test_what_both_raters_call_bad_is_found_and_what_neither_does_is_left_alone() -> None:
    bad = [line for line in _lines() if _is_bad(line["rater_1"]) and _is_bad(line["rater_2"])]
    fine = [line for line in _lines() if not _is_bad(line["rater_1"]) and not _is_bad(line["rater_2"])]
    hit, false = sum(map(_finds, bad)), sum(map(_finds, fine))
    assert hit / len(bad) >= 0.85
    assert hit / (hit + false) >= 0.9


def test_what_both_raters_call_an_error_is_found() -> None:
    grave = [line for line in _lines() if _is_bad(line["rater_1"], ("error",)) and _is_bad(line["rater_2"], ("error",))]
    assert sum(map(_finds, grave)) / len(grave) >= 0.9
