"""How much the candour check finds, and how much of that rightly: the figures of `docs/candour.md`.

`python -m tests.bench.candour_rates` prints recall and precision on the sentences that two raters labelled and on those
invented for this project, and how often each rule fires on real notices. `--labelled FILE` adds a file of your own (a
list of `{"text", "y"}`, 1 for bad), `--hits RULE` prints hits of a rule to look at by hand, the same ones each time.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from random import Random

import click

from tests.letters.candour.labelled import LABELS, NOTICES, Labelled, agreed, found_in, invented, rates


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
