"""Drawing a sample that anyone can draw again: the seed decides, and nothing else (`amends-sample/1`).

The key of a case is the SHA-256 over three lines of text, without a line end after the last: the name of this way of
drawing, the seed, and the case's reference. The cases with the smallest keys are drawn, smallest first.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

ALGORITHM = "amends-sample/1"


@dataclass(frozen=True)
class Drawn:
    """One case of the population: its key, and its place in the draw from 1 on; none where it was not drawn."""

    reference: str
    key: str
    place: int | None


def key_of(seed: str, reference: str) -> str:
    """Return a case's key in hexadecimal."""
    return hashlib.sha256(f"{ALGORITHM}\n{seed}\n{reference}".encode()).hexdigest()


def draw(references: Iterable[str], seed: str, count: int) -> list[Drawn]:
    """Return the whole population, sorted by reference, of which `count` (or all, where there are fewer) are drawn."""
    keys = {reference: key_of(seed, reference) for reference in references}
    places = {reference: place for place, reference in enumerate(sorted(keys, key=keys.__getitem__)[:count], start=1)}
    return [Drawn(reference, keys[reference], places.get(reference)) for reference in sorted(keys)]


def population_digest(references: Iterable[str]) -> str:
    """Return the SHA-256 over the sorted references, a line each with its line end."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(references)).encode()).hexdigest()
