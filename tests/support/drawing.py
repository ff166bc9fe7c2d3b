"""Drawing with WeasyPrint's own parts alone, and with ours in their place: both have to give the same bytes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import pytest

from ledger.kernel import pdf, pdf_source


@contextmanager
def by_weasyprint_alone(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Draw without our parts for a while."""
    with patch.context() as changed:
        changed.setattr(pdf, "quicker", nullcontext)
        changed.setattr(pdf_source, "own_rules", lambda: None)
        yield


def is_drawn_alike(draw: Callable[[], bytes], patch: pytest.MonkeyPatch) -> bool:
    """Tell whether a document is the same by WeasyPrint alone, with our parts, and from what these have kept."""
    with by_weasyprint_alone(patch):
        alone = draw()
    return draw() == alone == draw()
