"""Lines of text, shaped once: what fonts a style asks for is kept with the style, and a line until it is drawn."""

from typing import Any

from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, strut

_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
_ENDS = frozenset("\n\v\f\r\x85\u2028\u2029")
"""Characters that end a paragraph of Pango's, or of Unicode's."""

_set_up, _set_text, _reactivate, _strut = Layout.setup, Layout.set_text, Layout.reactivate, strut


class _Ground:
    """What all lines of one style stand on: the context, the fonts asked for and their features."""

    def __init__(self, style: Any, language: Any) -> None:
        self.language = language
        self.context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(self.context, False)  # noqa: FBT003  # a function of C
        pango.pango_context_set_base_dir(self.context, PANGO_DIRECTION[style["direction"]])
        if style["lang"] or style["font_language_override"] != "normal":
            pango.pango_context_set_language(self.context, language)
        self.fonts = get_font_description(style)
        features = font_features(*(style[name] for name in _FEATURES))
        self.features = ffi.NULL
        if features:
            told = ",".join(f"{name} {value}" for name, value in features.items()).encode()
            self.features = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            pango.pango_attr_list_insert(self.features, pango.pango_attr_font_features_new(told))


def set_up(layout: Layout, style: Any) -> None:
    """Stand in for `Layout.setup`: make Pango's layout on the ground of its style."""
    kept = keeper(style)
    if "ground" not in kept.__dict__:
        _set_up(layout, style)
        kept.ground = _Ground(style, layout.language) if _is_plain(style) else None
    ground = kept.ground
    if ground is None:
        _set_up(layout, style)
        return
    layout.style = style
    layout.language = ground.language
    layout.first_line_direction = 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(ground.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003  # a function of C
    pango.pango_layout_set_font_description(layout.layout, ground.fonts)
    if ground.features != ffi.NULL:
        pango.pango_layout_set_attributes(layout.layout, ground.features)


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


def _is_plain(style: Any) -> bool:
    """Tell whether lines of the style have nothing of their own: no spacing or breaks that are said of each text."""
    return bool(
        style["text_decoration_line"] == "none"
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
        and style["overflow_wrap"] not in {"anywhere", "break-word"}
    )
