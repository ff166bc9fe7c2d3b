"""How much the candour check finds, and how much of that rightly: the figures of `docs/candour.md`.

`python -m tests.letters.candour.measured` prints recall and precision on the sentences that two raters labelled, and
how often each rule fires on real notices; both lie outside the project. Beside them on sentences invented for this
project, half of which nobody looked at while rules were mended. `--labelled FILE` adds a file of your own (a list of
`{"text", "y"}`, 1 for bad), `--hits RULE` prints hits of a rule to look at by hand, the same ones each time.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import click

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


def fired() -> tuple[int, dict[str, list[str]]]:
    """Return how many notices have a finding, and the notices in which each rule finds something, marked « »."""
    notices = [json.loads(line)["text"] for line in NOTICES.read_text(encoding="utf-8").splitlines()]
    hits: dict[str, list[str]] = defaultdict(list)
    count = 0
    for text in notices:
        found = found_in(text)
        count += bool(found)
        for rule, one in {one.rule: one for one in found}.items():
            hits[rule].append(one.sentence.replace(one.words, f"«{one.words}»", 1))
    return count, hits


@click.command()
@click.option("--labelled", type=click.Path(exists=True, path_type=Path), multiple=True)
@click.option("--hits", "asked", multiple=True, help="A rule's id.")
@click.option("--many", default=20, help="So many hits of each.")
def main(labelled: tuple[Path, ...], asked: tuple[str, ...], many: int) -> None:
    """Print the figures."""
    ours = [(f"invented{', never tuned on' if blind else ''}", invented(blind=blind)) for blind in (False, True)]
    sets = [(LABELS.name, agreed()), *ours, *((file.name, _own(file)) for file in labelled)]
    for name, sentences in sets:
        bad, fine, recall, precision = rates(sentences)
        click.echo(f"{name}: {bad} bad, {fine} fine, recall {recall:.1%}, precision {precision:.1%}")
    errors = [text for text, bad in agreed(("error",)) if bad]
    as_error = sum(any(one.severity == "error" for one in found_in(text)) for text in errors)
    click.echo(f"both say error: {len(errors)}, found {sum(map(bool, map(found_in, errors)))}, as error {as_error}")
    count, hits = fired()
    often = sorted(((len(texts), rule) for rule, texts in hits.items()), reverse=True)
    click.echo(f"notices with a finding: {count}; {len(hits)} rules fire")
    click.echo(", ".join(f"{rule} {number}" for number, rule in often))
    for rule in asked:
        texts = sorted(set(hits.get(rule, [])))
        click.echo(f"\n{rule}: {len(hits.get(rule, []))} notices, {len(texts)} sentences")
        for text in Random(rule).sample(texts, min(many, len(texts))):  # noqa: S311 no secret hangs on it
            click.echo(f"  {text}")


def _own(file: Path) -> list[Labelled]:
    return [(one["text"], bool(one["y"])) for one in json.loads(file.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    sys.exit(main())
