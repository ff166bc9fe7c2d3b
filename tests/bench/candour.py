"""The candour check: a letter of two pages, and hostile text."""

from collections.abc import Iterator

from ledger.letters.candour import checking
from ledger.letters.candour.checking import check_text
from ledger.letters.candour.readability import section_readability
from tests.bench.figures import Figure, timed
from tests.bench.ground import Ground
from tests.letters.candour.aim import LETTER
from tests.letters.candour.test_hostile import KINDS, hostile

TWO_PAGES = 4200
"""Characters: some 700 words."""
LETTER_LIMIT = 0.05
HOSTILE_LIMIT = 1.0
ROUNDS = 5


def measure(_ground: Ground) -> Iterator[Figure]:
    """Check both with nothing remembered of earlier rounds."""
    text = (LETTER + LETTER.replace("a", "o"))[:TWO_PAGES]
    check_text(text)
    yield Figure("Candour check, two-page letter", "", _median(text), longest=LETTER_LIMIT, note="nothing remembered")
    worst, kind = max((_median(hostile(kind), 1), kind) for kind in KINDS)
    yield Figure("Candour check, 60 KB of hostile text", "", worst, longest=HOSTILE_LIMIT, note=f"the worst: {kind}")


def _median(text: str, rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        checking.forget()
        times.append(timed(lambda: (check_text(text), section_readability(text))))
    return sorted(times)[rounds // 2]
