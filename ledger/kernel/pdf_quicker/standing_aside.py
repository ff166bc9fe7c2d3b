"""What stands where the parts would, with versions that they were not written for: WeasyPrint draws by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quicker() -> Iterator[None]:
    """Put nothing in the place of anything."""
    yield


def own_rules() -> Any:
    """Return no rules of ours for what is said before any stylesheet: WeasyPrint's stand as they are."""
    return None


def forget() -> None:
    """Let go of nothing: nothing was kept."""
