"""From templates to stories: which mistake befell whom and when, by a fixed seed.

Two things get better over the two years, as they would in a firm that learns: clients hear of it from us first more
often, and more promises are kept by their day.
"""

from collections.abc import Iterator
from random import Random

from ledger.demo.clients import CLIENTS, Taken
from ledger.demo.everyday.large import LARGE
from ledger.demo.everyday.mishap import Mishap, NearMiss
from ledger.demo.everyday.near import NEAR
from ledger.demo.everyday.scene import Scene
from ledger.demo.everyday.small import SMALL
from ledger.demo.everyday.telling import mishap_story, near_miss_story
from ledger.demo.story import Story

SEED = 20_040_517
OLDEST, NEWEST = 724, 9
"""Days ago."""
_TIMES = {"small": 4, "large": 3, "near": 4}
_COME_BACK = 5
_EARLY = slice(45, 75)
"""Where in the order of time those stand that come back near the end."""

Pair = tuple[Mishap | NearMiss, Taken]


def everyday_stories() -> Iterator[Story]:
    """Yield the small incidents, oldest first; the same ones each time."""
    chance = Random(SEED)  # noqa: S311 nothing secret: the same example on every machine
    picked = _picked(chance)
    for place, (mishap, client) in enumerate(picked):
        days_ago = OLDEST - round(place * (OLDEST - NEWEST) / (len(picked) - 1)) + chance.randint(-2, 2)
        scene = Scene(
            chance=chance,
            client=client,
            days_ago=max(days_ago, NEWEST),
            place=place,
            learned=place / len(picked),
            again=(mishap, client) in picked[:place],
        )
        if isinstance(mishap, NearMiss):
            yield near_miss_story(scene, mishap)
        else:
            yield mishap_story(scene.with_gaps(mishap.gaps), mishap, grave=mishap in LARGE)


def _picked(chance: Random) -> list[Pair]:
    """Return which mistake befell which client, in order of time: none twice, but for a few that come back."""
    picked: list[Pair] = []
    for kind, mishaps in (("small", SMALL), ("large", LARGE)):
        for mishap in mishaps:
            able = [client for client in CLIENTS if not mishap.only or client.code in mishap.only]
            picked += [(mishap, client) for client in chance.sample(able, min(_TIMES[kind], len(able)))]
    for near in NEAR:
        picked += [(near, client) for client in chance.sample(CLIENTS, _TIMES["near"])]
    chance.shuffle(picked)
    back = [pair for pair in picked[_EARLY] if isinstance(pair[0], Mishap)][:_COME_BACK]
    for place, pair in enumerate(back):
        picked.insert(len(picked) - 3 - 4 * place, pair)
    return picked
