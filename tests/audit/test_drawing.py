"""The draw: decided by the seed alone, the same for whoever draws again."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ledger.audit.drawing import ALGORITHM, draw, population_digest

CASES = [f"INC-2026-{number:04}" for number in range(1, 41)]


def drawn(seed: str, count: int, cases: list[str] = CASES) -> list[str]:
    found = [one for one in draw(cases, seed, count) if one.place]
    return [one.reference for one in sorted(found, key=lambda one: one.place or 0)]


def test_the_published_way_of_drawing_gives_the_same_cases() -> None:
    def key(reference: str) -> str:
        return hashlib.sha256(f"amends-sample/1\nfour dice: 6 2 2 5\n{reference}".encode()).hexdigest()

    assert ALGORITHM == "amends-sample/1"
    assert drawn("four dice: 6 2 2 5", 5) == sorted(CASES, key=key)[:5]


def test_another_seed_draws_other_cases() -> None:
    assert drawn("one", 10) != drawn("two", 10)


@given(st.permutations(CASES), st.integers(1, 50), st.text(max_size=20))
def test_neither_the_order_nor_the_number_asked_for_changes_who_comes_first(
    cases: list[str], count: int, seed: str
) -> None:
    assert drawn(seed, count, cases) == drawn(seed, len(CASES))[:count]


def test_the_digest_tells_one_population_from_another() -> None:
    assert population_digest(CASES) == population_digest(reversed(CASES))
    assert population_digest(CASES) != population_digest(CASES[1:])
