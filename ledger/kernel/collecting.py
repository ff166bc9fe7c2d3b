"""Work that makes many objects at once, without the cyclic collector looking at them again and again."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Keep the collector away meanwhile: of half a million objects of a drawn letter nearly all go by themselves."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
