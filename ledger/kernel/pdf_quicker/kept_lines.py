"""Lines of text, shaped once: the height of lines is kept with their style, and a line until it is drawn."""

from typing import Any

from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout, strut

_ENDS = frozenset("\n\v\f\r\x85\u2028\u2029")
"""Characters that end a paragraph of Pango's, or of Unicode's."""

_set_text, _reactivate, _strut = Layout.set_text, Layout.reactivate, strut


def set_text(layout: Layout, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002  # as WeasyPrint calls it
    """Stand in for `Layout.set_text`: say beforehand what drawing says, which would shape the line anew."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, _ENDS.isdisjoint(text))
    _set_text(layout, text, justify)


def deactivate(_layout: Layout) -> None:
    """Stand in for `Layout.deactivate`: keep the shaped line until it is drawn."""


def reactivate(layout: Layout, style: Any) -> None:
    """Stand in for `Layout.reactivate`: shape the line again only where drawing would shape it in another way."""
    if layout.justification_spacing or style is not layout.style or not _ENDS.isdisjoint(layout.text):
        _reactivate(layout, style)


def strut_of(style: Any) -> tuple[float, float]:
    """Stand in for `strut`: the height of a line and where its words stand, kept with the style."""
    kept = keeper(style)
    if "strut" not in kept.__dict__:
        kept.strut = _strut(style)
    height: tuple[float, float] = kept.strut
    return height


def keeper(style: Any) -> Any:
    """Return the style that outlives the document, where this one is a copy of such."""
    kept = style.__dict__.get("kept")
    return style if kept is None else kept
