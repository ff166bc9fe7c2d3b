"""How long the rounds are: short in `make test`, long in `make soak`."""

import os

SOAK = os.environ.get("AMENDS_SOAK") == "1"
"""Read once, for the program itself knows no such setting and would refuse to start: `conftest` takes it away."""


def rounds(short: int, long: int) -> int:
    """Return how many rounds a test runs."""
    return long if SOAK else short
