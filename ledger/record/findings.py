"""What a check found: something that is not as it was recorded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, as an operator reads it."""

    check: str
    """Which check found it: `sequence`, `leaf`, `head`, `checkpoint`, `outside`, `disclosure`, `row`, ..."""
    where: str
    sentence: str


Check = Callable[[Session], Iterable[Finding]]
"""Looks at one thing and gives what is wrong with it."""
