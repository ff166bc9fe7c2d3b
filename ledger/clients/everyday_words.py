"""Words that are more often no name: a client called "Access" locks nothing where somebody has no access."""

import json
from functools import lru_cache
from pathlib import Path


def everyday() -> frozenset[str]:
    """Return words of every day, in small letters: as a name they count only where they are written as one."""
    return _words("everyday")


def abbreviations() -> frozenset[str]:
    """Return what is mostly an abbreviation, in capitals: as a code it counts only at the head of a reference."""
    return _words("abbreviations")


@lru_cache(maxsize=2)
def _words(kind: str) -> frozenset[str]:
    found = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return frozenset(found[kind])
