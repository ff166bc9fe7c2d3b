"""Which parts of WeasyPrint stand aside while one of our documents is drawn, and what stands in for them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from weasyprint.css import StyleFor
from weasyprint.text.line_break import Layout, strut

from ledger.kernel.pdf_quicker import kept_lines, kept_styles

_FUNCTIONS = {StyleFor: kept_styles.KeptStyles, strut: kept_lines.strut_of}
_METHODS = {
    (Layout, "set_text"): kept_lines.set_text,
    (Layout, "deactivate"): kept_lines.deactivate,
    (Layout, "reactivate"): kept_lines.reactivate,
}


class _Part(NamedTuple):
    where: Any
    name: str
    theirs: Any
    ours: Any


@contextmanager
def quicker() -> Iterator[None]:
    """Put our parts in the places of WeasyPrint's, and back; in one thread at a time, as all drawing here."""
    try:
        for part in _parts():
            setattr(part.where, part.name, part.ours)
        yield
    finally:
        for part in _parts():
            setattr(part.where, part.name, part.theirs)


@lru_cache(maxsize=1)
def _parts() -> tuple[_Part, ...]:
    """Find each part by every name under which a module of WeasyPrint's uses it."""
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "weasyprint"]
    used = [
        _Part(module, name, value, _FUNCTIONS[value])
        for module in modules
        for name, value in vars(module).items()
        if callable(value) and value.__hash__ and value in _FUNCTIONS
    ]
    return (*used, *(_Part(where, name, getattr(where, name), ours) for (where, name), ours in _METHODS.items()))
