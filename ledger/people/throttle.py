"""How often one may try at a door that takes a secret. Plain numbers; the tries themselves are counted in the database.

Flask-Limiter keeps its counts in memory, in each server process for itself and only until it restarts, or in a further
server (Redis). The table of tries needs neither, and all processes see it.
"""

from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_HERE = 10
"""Failed tries for one account from one address: a person who forgot a password needs fewer."""
PER_ACCOUNT = 50
"""Failed tries for one account from anywhere: many machines guess at one door."""
PER_ADDRESS = 100
"""Failed tries from one address: one machine guesses at many doors, and an office shares one address."""

CHECKING = "check"
"""The door at which anybody asks whether a file is a letter of ours."""
CHECKS = 200
"""Files that are none of ours, from one address: a folder of papers holds that many, and nobody guesses a SHA-256."""


@dataclass(frozen=True)
class Failures:
    """Failed tries within the window."""

    account_here: int
    account: int
    address: int


def may_try(failures: Failures, door: str = "") -> bool:
    """Return whether one more try is allowed at a door."""
    if door == CHECKING:
        return failures.account_here < CHECKS
    return (
        failures.account_here < PER_ACCOUNT_HERE and failures.account < PER_ACCOUNT and failures.address < PER_ADDRESS
    )
