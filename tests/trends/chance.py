"""Chance for simulations."""

import random


def seeded(number: int) -> random.Random:
    """Give chance that falls the same way in every run."""
    return random.Random(number)  # noqa: S311 nothing secret: a simulation
