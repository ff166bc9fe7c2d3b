"""Drawing by lot: lognormal spans, weighted choices, ids of an instant; everything from one seeded source."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log
from random import Random
from typing import TypeVar

T = TypeVar("T")
_VERSION, _VARIANT = 0x7 << 76, 0x2 << 62
_NOISE = (1 << 80) - 1 & ~(0xF << 76) & ~(0x3 << 62)


class Chance:
    """A seeded source."""

    def __init__(self, source: Random) -> None:
        self._source = source
        self.random = source.random

    def share(self, part: float) -> bool:
        """Say yes in this share of all times."""
        return self.random() < part

    def one_in(self, count: int) -> bool:
        """Say yes once in so many times."""
        return self.random() * count < 1

    def choice(self, things: Sequence[T]) -> T:
        """Draw one of several, each as often."""
        return things[int(self.random() * len(things))]

    def of(self, things: Sequence[T], often: Sequence[float]) -> T:
        """Draw one of several by how often each comes."""
        at = self.random() * sum(often)
        for thing, weight in zip(things, often, strict=True):
            at -= weight
            if at < 0:
                return thing
        return things[-1]

    def lognormal(self, median: float, sigma: float) -> float:
        """Draw from the lognormal distribution of this median."""
        return self._source.lognormvariate(log(median), sigma)

    def minutes(self, median: float, sigma: float) -> timedelta:
        """Draw a span of whole seconds, lognormal about so many minutes; one second at least."""
        return timedelta(seconds=max(1, int(60 * self.lognormal(median, sigma))))

    def id(self, at: datetime) -> str:
        """Return a UUID of version 7 of that instant, as the ids that the program makes."""
        bits = int(at.timestamp() * 1000) << 80 | self._source.getrandbits(80) & _NOISE | _VERSION | _VARIANT
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
