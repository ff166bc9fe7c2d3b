"""Where one small incident takes place: the client, the people, the hour, and chance."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

from ledger.demo.clients import Taken

_DESK = ("abi", "ben", "chidi", "daisy", "ewan", "farah", "huw")
_SECOND = ("dafydd", "yusuf", "rowan", "ines", "moira")

_GOLDEN = 0.618034


@dataclass(frozen=True)
class Scene:
    """What the template does not say."""

    chance: Random
    client: Taken
    days_ago: int
    place: int
    """Its number in the order of time."""
    learned: float
    """From 0 (two years ago) to 1 (now)."""
    again: bool
    """Whether the same befell this client before."""
    gaps: Mapping[str, str] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        """Who answers for it."""
        return self.client.manager

    @property
    def filer(self) -> str:
        """Who is at the desk."""
        return _DESK[self.place % len(_DESK)]

    @property
    def second(self) -> str:
        """Who does what is changed; somebody else than the owner."""
        return _SECOND[self.place % len(_SECOND)]

    @property
    def third(self) -> str:
        """Who looks at it afterwards."""
        return _SECOND[(self.place + 1) % len(_SECOND)]

    def with_gaps(self, choices: Mapping[str, tuple[str, ...]]) -> "Scene":
        """Return the scene with one choice made for each gap; gaps of equally many choices go together."""
        return replace(self, gaps={name: words[self.place % len(words)] for name, words in choices.items()})

    def words(self, text: str) -> str:
        """Return a text with its gaps filled."""
        for name, word in self.gaps.items():
            text = text.replace(f"<{name}>", word)
        return text

    def in_turn(self, before: float, after: float) -> bool:
        """Return like `likely`, but spread evenly over the incidents, so that few of them show the trend."""
        return self.place * _GOLDEN % 1 < before + (after - before) * self.learned

    def likely(self, before: float, after: float) -> bool:
        """Throw: the odds go from `before` (two years ago) to `after` (now)."""
        return self.chance.random() < before + (after - before) * self.learned


def clock(minutes: int, day: int = 0) -> str:
    """Return a moment of a story from minutes after midnight: `0 08:55`."""
    return f"{day} {minutes // 60:02}:{minutes % 60:02}"
