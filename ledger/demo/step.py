"""One step of a story: when, and what is done then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Step:
    """Something that is done at an instant of the invented past."""

    at: datetime
    run: Callable[[], None]
