"""What a stylesheet asks of a document: only what stands above an element, or its neighbours too."""

import re

_PIECE = re.compile(r"([^{};]*)([{};])")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ASIDE_PAGE = re.compile(r":nth")
_ASIDE = re.compile(r"[+~\[]|(?<!:):(?!:)")


def looks_up_only(css: str) -> bool:
    """Tell whether the rules of a stylesheet ask only for elements, classes and what these stand in.

    Then the style of an element follows from the names above it, and elements of one place look alike. Selectors of
    neighbours, of attributes and of an order (`:nth-child`, `@page :nth`) ask for more.
    """
    preludes = [text.strip() for text, end in _PIECE.findall(_COMMENT.sub("", css)) if end == "{"]
    return not any((_ASIDE_PAGE if prelude.startswith("@") else _ASIDE).search(prelude) for prelude in preludes)
